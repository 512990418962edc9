import type { SchemaSnapshot } from "./schema-snapshot.ts";

/** Lines that only one of two snapshots has. */
export interface SchemaDifference {
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** What the second snapshot has and lacks against the first. */
export function schemaDifference(from: SchemaSnapshot, to: SchemaSnapshot): SchemaDifference {
  const [before, after] = [lines(from), lines(to)];
  return {
    gone: before.filter((line) => !after.includes(line)),
    added: after.filter((line) => !before.includes(line)),
  };
}

function lines(snapshot: SchemaSnapshot): readonly string[] {
  return Object.entries(snapshot).flatMap(([part, each]: [string, readonly string[]]) =>
    each.map((line) => `${part}: ${line}`),
  );
}

/**
 * Whether the difference is what the fix's title says. Titles say it in one of these forms; another one is an error
 * here, so that a new kind of fix is not believed unread.
 */
export function keepsPromise(title: string, { gone, added }: SchemaDifference): boolean {
  const index = /^Create an index on (.+) \((.+?)\)(?: CONCURRENTLY)?$/u.exec(title);
  if (index !== null) {
    const [, table = "", columns = ""] = index;
    // `, invalid` would stand at the end.
    const [line = ""] = added;
    const said = / ON (?:public\.)?(?:ONLY )?(.+) USING btree \((.+)\)$/u.exec(line);
    const bare = (text: string | undefined) => (text ?? "").replaceAll('"', "").replace(/^public\./, "");
    const isThat = bare(said?.[1]) === bare(table) && bare(said?.[2]) === bare(columns);
    return gone.length === 0 && added.length === 1 && line.startsWith("indexes: ") && isThat;
  }
  const type = /^Make it (timestamptz.*)$/i.exec(title);
  if (type !== null)
    return gone.length === 1 && added.length === 1 && added[0] === withTimeZone(gone[0] ?? "", type[1] ?? "");
  throw new Error(`what does the fix "${title}" change? Say it here.`);
}

/** The line of a column, an attribute or a domain with its type made the one that the title names. */
function withTimeZone(line: string, written: string): string {
  const precision = /\((\d)\)/.exec(written)?.[0] ?? "";
  return line.replace(`timestamp${precision} without time zone`, `timestamp${precision} with time zone`);
}
