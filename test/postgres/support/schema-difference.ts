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
  const sequence = /^Let the sequence (.+) count in (\w+)$/u.exec(title);
  if (sequence !== null) {
    const [line = "", bounds = ""] = gone;
    const isOne =
      line.startsWith(`relations: sequence ${sequence[1]}: `) &&
      bounds.startsWith(`settings: sequence ${sequence[1]}: `);
    const wider = [
      line.replace(/: (?:smallint|integer) from/, `: ${sequence[2]} from`),
      bounds.replace(/ to \d+,/, ` to ${sequence[2] === "bigint" ? "9223372036854775807" : "2147483647"},`),
    ];
    return isOne && gone.length === 2 && added.join() === wider.join();
  }
  const columns = /^(?:Make|Keep) (.+) (VIRTUAL|by a trigger)/u.exec(title);
  if (columns !== null) return isOtherKind(columns[1]?.split(", ") ?? [], columns[2] ?? "", { gone, added });
  const checks = /^Check (.+) instead of the domain (.+)$/u.exec(title);
  if (checks !== null) return areOnTables(checks[1]?.split("), ") ?? [], checks[2] ?? "", { gone, added });
  const validated = /^Validate (.+) (?:in a new migration|before .+ is NOT NULL)$/u.exec(title);
  if (validated !== null) return isOnlyValidated(validated[1] ?? "", { gone, added });
  throw new Error(`what does the fix "${title}" change? Say it here.`);
}

/** The line of a column, an attribute or a domain with its type made the one that the title names. */
function withTimeZone(line: string, written: string): string {
  const precision = /\((\d)\)/.exec(written)?.[0] ?? "";
  return line.replace(`timestamp${precision} without time zone`, `timestamp${precision} with time zone`);
}

/** Whether the columns alone are no longer stored; one that a trigger keeps has that trigger and its function, by its body and by its properties, besides. */
function isOtherKind(names: readonly string[], kind: string, { gone, added }: SchemaDifference): boolean {
  const isColumn = (line: string) => line.startsWith("columns: ");
  const isTrigger = (line: string) =>
    line.includes("CREATE TRIGGER ") || line.startsWith("types: function ") || line.startsWith("others: function ");
  const plain = gone.map((line) => line.replace(/, generated stored, default .*$/s, ""));
  const instead = added.filter(isColumn).map((line) => line.replace(/, generated virtual, default .*$/s, ""));
  const others = added.filter((line) => !isColumn(line));
  return (
    gone.every((line) => isColumn(line) && line.includes(", generated stored")) &&
    gone.length === names.length &&
    plain.join() === instead.join() &&
    others.every(isTrigger) &&
    others.length === (kind === "VIRTUAL" ? 0 : 3 * names.length)
  );
}

/** Whether one condition of the domain is gone, and each of the columns (`orders (total`) has it instead, validated. */
function areOnTables(columns: readonly string[], domain: string, { gone, added }: SchemaDifference): boolean {
  const [line = ""] = gone;
  const own = added.filter((each) => !isOfPartition(each, added));
  return (
    gone.length === 1 &&
    line.startsWith(`constraints: ${domain}.`) &&
    own.length === columns.length &&
    columns.every((each) => {
      const [table = "", column = ""] = each.replace(/\)$/, "").split(" (");
      const written = /^[a-z_]+$/.test(column) ? column : `"${column}"`;
      const said = bareCondition(line.replaceAll(/\bVALUE\b(?!')/g, written));
      return own.some((check) => check.startsWith(`constraints: ${table}.`) && bareCondition(check) === said);
    })
  );
}

/** A CHECK without the casts and parentheses that Postgres prints, which differ by whether a value is the domain's own. */
function bareCondition(line: string): string {
  return line.slice(line.indexOf(": CHECK")).replaceAll(/::[a-z]+|[()]/g, "");
}

/** Whether it says of a partition what another line says of its parent, whose name it begins with. */
function isOfPartition(line: string, lines: readonly string[]): boolean {
  const table = line.slice(0, line.indexOf("."));
  return lines.some((other) => other !== line && table.startsWith(`${other.slice(0, other.indexOf("."))}_`));
}

/** Whether nothing differs but that the constraint is valid. A NOT NULL that is so is a part of its column's line. */
function isOnlyValidated(name: string, { gone, added }: SchemaDifference): boolean {
  const [line = ""] = gone;
  const quoted = /^[a-z_]+$/.test(name) ? name : `"${name}"`;
  const isThat = gone.length === 1 && line.includes(`.${quoted}: `) && line.endsWith(", not valid");
  const valid = line.replace(/(?: NOT VALID)?, not valid$/, "");
  return isThat && (added.join() === valid || (added.length === 0 && line.includes(": NOT NULL ")));
}
