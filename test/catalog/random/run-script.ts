import type { Client } from "pg";
import type { Catalog } from "../../../server/src/catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../../server/src/catalog/quoted-name.ts";
import { randomFrom } from "../../support/random.ts";
import { catalogLines } from "../support/catalog-lines.ts";
import { postgresLines } from "../support/postgres-lines.ts";
import { catalogPrivileges, postgresPrivileges } from "../support/privilege-lines.ts";
import { replay } from "../support/replay.ts";
import { makeStatement } from "./make-statement.ts";
import { worldOf } from "./world.ts";

/** What became of a script. */
export interface Outcome {
  readonly accepted: readonly string[];
  /** Each refused statement with the server's words. */
  readonly refused: readonly string[];
  /** Lines that only one side has, `-` before Postgres's and `+` before the catalogue's. */
  readonly differences: readonly string[];
}

/** Makes and runs so many statements in a transaction that is taken back, and compares what both sides hold then. */
export async function runScript(client: Client, version: number, seed: number, length: number): Promise<Outcome> {
  const random = randomFrom(seed);
  let counted = 0;
  const count = () => ++counted;
  const accepted: string[] = [];
  const refused: string[] = [];
  await client.query("BEGIN");
  try {
    let world = await worldOf(client);
    while (accepted.length + refused.length < length) {
      const statement = makeStatement({ random, version, world, accepted, count });
      const complaint = await attempt(client, statement);
      if (complaint === undefined) {
        accepted.push(statement);
        world = await worldOf(client);
      } else refused.push(`${statement}\n    ${complaint}`);
    }
    return { accepted, refused, differences: await differencesAfter(client, version, accepted) };
  } finally {
    await client.query("ROLLBACK");
  }
}

/** Runs the statement; what the server says where it refuses it. */
async function attempt(client: Client, statement: string): Promise<string | undefined> {
  // On its own, for of a text that it cannot parse the server runs nothing.
  await client.query("SAVEPOINT before");
  try {
    await client.query(`${statement}; RELEASE before`);
    return undefined;
  } catch (error) {
    await client.query("ROLLBACK TO before");
    return error instanceof Error ? error.message : String(error);
  }
}

async function differencesAfter(
  client: Client,
  version: number,
  statements: readonly string[],
): Promise<readonly string[]> {
  const catalog = replay(statements.map((statement) => `${statement};\n`).join(""));
  const held = await postgresLines(client);
  const isKnown = knownLines(catalog, held);
  const ours = catalogLines(catalog).filter(isKnown);
  const theirs = held.filter(isKnown);
  const granted = catalogPrivileges(catalog, version);
  const given = await postgresPrivileges(client);
  return [...linesOfOne(theirs, ours), ...linesOfOne(given.filter(isGrantKnown(catalog)), granted)];
}

function linesOfOne(theirs: readonly string[], ours: readonly string[]): readonly string[] {
  const ourSet = new Set(ours);
  const theirSet = new Set(theirs);
  return [
    ...theirs.filter((line) => !ourSet.has(line)).map((line) => `- ${line}`),
    ...ours.filter((line) => !theirSet.has(line)).map((line) => `+ ${line}`),
  ];
}

/** False for what is granted on columns that the catalogue does not claim to know. */
function isGrantKnown(catalog: Catalog): (line: string) => boolean {
  const unknown = Array.from(catalog.entries.values()).flatMap((entry) => {
    const isTable = entry.kind === "table" && !entry.columnsKnown;
    const isView = (entry.kind === "view" || entry.kind === "materialized view") && entry.columns === undefined;
    return isTable || isView ? [`${quoteIdentifier(entry.schema)}.${quoteIdentifier(entry.name)}.`] : [];
  });
  return (line) => !unknown.some((name) => line.startsWith(name));
}

/** False for the columns, their comments and sequences, of tables that the catalogue does not claim to know: those of a query that it cannot follow. */
function knownLines(catalog: Catalog, held: readonly string[]): (line: string) => boolean {
  const unknown = Array.from(catalog.entries.values()).flatMap((entry) => {
    if (entry.kind !== "table" || entry.columnsKnown) return [];
    const name = entry.schema === "pg_temp" ? `pg_temp.${entry.name}` : quotedName(entry.schema, entry.name);
    return [`${name}.`];
  });
  const sequences = held.filter((line) => unknown.some((table) => line.includes(` of ${table}`)));
  const owned = new Set(sequences.map((line) => line.split(" of ")[0]));
  return (line) =>
    !unknown.some((table) => line.startsWith(`column ${table}`) || line.startsWith(`comment ${table}`)) &&
    !owned.has(line.split(" of ")[0] ?? line);
}

/** The fewest of the statements that still make a difference, in order: one after the other is left out where it can be. */
export async function shrink(
  client: Client,
  version: number,
  statements: readonly string[],
): Promise<readonly string[]> {
  let kept = statements;
  for (let at = kept.length - 1; at >= 0; at -= 1) {
    // Without its schema a statement means something else.
    if (kept[at]?.startsWith("CREATE SCHEMA")) continue;
    const without = kept.filter((_, index) => index !== at);
    if ((await differencesOf(client, version, without)).length > 0) kept = without;
  }
  return kept;
}

/** The differences after the statements; those that the server refuses now are passed over. */
export async function differencesOf(
  client: Client,
  version: number,
  statements: readonly string[],
): Promise<readonly string[]> {
  await client.query("BEGIN");
  try {
    const accepted: string[] = [];
    for (const statement of statements) if ((await attempt(client, statement)) === undefined) accepted.push(statement);
    return await differencesAfter(client, version, accepted);
  } finally {
    await client.query("ROLLBACK");
  }
}
