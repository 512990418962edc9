import type { Client } from "pg";
import type { Catalog, Origin } from "../../../server/src/catalog/catalog.ts";
import type { WrittenStatement } from "../../../server/src/report/rollback/former-setting.ts";
import { type Rollback, rollbackOf } from "../../../server/src/report/rollback/rollback.ts";
import { isSent } from "../../../server/src/sql/segments.ts";
import type { CorpusHistory } from "../../catalog/support/corpus-histories.ts";
import { afterFile, type LoadedFile, type LoadedHistory, startOf } from "../../catalog/support/run-history.ts";

/** A migration of a history with the rollback that is made for it. */
export interface RolledBack {
  readonly file: LoadedFile;
  readonly rollback: Rollback;
}

/** The rollback of each file of a history, as the product makes it. */
export function rollbacksOf(history: CorpusHistory, loaded: LoadedHistory): readonly RolledBack[] {
  const sourceOf = sourceIn(loaded);
  const earlier: WrittenStatement[] = [];
  let before: Catalog = startOf(history);
  return loaded.files.map((file) => {
    const after = afterFile(before, file);
    const up = file.segments
      .filter((segment, index) => isSent(segment) && file.isUp(index))
      .map(({ text, body, parsed }, index) => ({
        statement: parsed?.statement,
        text: text.slice(body.start, body.end),
        number: index + 1,
      }));
    const statements = [...earlier];
    const rollback = rollbackOf({
      before: { catalog: before, statements: () => statements },
      after,
      up,
      sourceOf,
      version: 16,
      transaction: file.inTransaction ? "inside" : "outside",
    });
    for (const { statement, text } of up) if (statement !== undefined) earlier.push({ statement, text });
    before = after;
    return { file, rollback };
  });
}

/** The text of the statement that an origin names, as the product finds it. */
function sourceIn({ files }: LoadedHistory): (origin: Origin) => string | undefined {
  const texts = files.flatMap(({ path, segments }) =>
    segments.map(({ id, text, body }) => [`${path} ${id}`, text.slice(body.start, body.end)] as const),
  );
  const byPlace = new Map(texts);
  return ({ file, segment }) => byPlace.get(`${file} ${segment}`);
}

/** Sends a rollback as its tool would; returns what the server says where it refuses one of its statements. */
export async function runRollback(client: Client, rollback: Rollback): Promise<string | undefined> {
  const isInside = rollback.transaction === "inside";
  if (isInside) await client.query("BEGIN");
  const refusal = await sendRollback(client, rollback);
  if (isInside) await client.query(refusal === undefined ? "COMMIT" : "ROLLBACK");
  await client.query("DISCARD ALL");
  return refusal;
}

/** Sends the statements of a rollback, until one is refused. */
export async function sendRollback(client: Client, { statements }: Rollback): Promise<string | undefined> {
  for (const { sql } of statements) {
    try {
      // Nobody has a backup here to fill the column from.
      const table = /^-- Fill .*\nALTER TABLE (\S+) /.exec(sql)?.[1];
      if (table !== undefined) await client.query(`TRUNCATE ${table} CASCADE`);
      await client.query(sql);
    } catch (error) {
      return `${error instanceof Error ? error.message : String(error)}: ${sql}`;
    }
  }
  return undefined;
}
