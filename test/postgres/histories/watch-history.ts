import { DatabaseError } from "pg";
import type { PostgresServer } from "../support/postgres-server.ts";
import type { Watched } from "../support/watched.ts";
import { type LiveDatabase, openLive } from "./live-database.ts";
import type { RelationNow } from "./relations-now.ts";
import { changesRows, differenceOf, type HistoryDifference } from "./said-and-seen.ts";
import type { SaidStatement } from "./said-of-history.ts";

/** What came of a history's statements. */
export interface WatchedHistory {
  readonly statements: number;
  /** Those that define something and were compared. */
  readonly definitions: number;
  /** Those that change or read rows and were compared. */
  readonly changes: number;
  /** Definitions that were compared with the tables that they lock emptied: they refuse every row that we know to write. */
  readonly onEmptyTables: readonly string[];
  /** What the server refuses on empty tables too, with its words. */
  readonly refused: readonly string[];
  readonly differences: readonly HistoryDifference[];
}

type Relations = ReadonlyMap<number, RelationNow>;

/** Runs the statements one after the other in the database; each that is not about the session alone is watched first. */
export async function watchHistory(
  server: PostgresServer,
  database: string,
  statements: readonly SaidStatement[],
): Promise<WatchedHistory> {
  const live = await openLive(server, database);
  const onEmptyTables: string[] = [];
  const refused: string[] = [];
  const differences: HistoryDifference[] = [];
  let changes = 0;
  let definitions = 0;
  let now: Relations = await live.relations();
  for (const statement of statements) {
    const { sql } = statement;
    if (OF_SESSION.test(sql)) continue;
    const outcome = await watchAndApply(live, now, statement);
    now = await live.relations();
    if ("refusal" in outcome) {
      refused.push(`${outcome.refusal}: ${sql}`);
      continue;
    }
    if (changesRows(sql)) changes += 1;
    else definitions += 1;
    if (outcome.emptied && !changesRows(sql)) onEmptyTables.push(sql);
    differences.push(...differenceOf(statement, outcome.seen, outcome.before, now));
  }
  await live.close();
  return { statements: statements.length, definitions, changes, onEmptyTables, refused, differences };
}

// What changes no schema that others see. The tool's transaction is left out: each statement is watched in its own.
const OF_SESSION = /^\s*(?:SET|RESET|BEGIN|START|COMMIT|END|ROLLBACK)\b/i;

type Outcome =
  | { readonly seen: Watched; readonly before: Relations; readonly emptied: boolean }
  | { readonly refusal: string };

const IS_NULL = "23502";
const DATA_IS_AGAINST_IT = /^2[23]/;

async function watchAndApply(live: LiveDatabase, now: Relations, statement: SaidStatement): Promise<Outcome> {
  const before = (await live.rows.fill(tablesOf(now))) ? await live.relations() : now;
  const first = await attempt(live, before, statement);
  if (!("refusal" in first) || !DATA_IS_AGAINST_IT.test(first.code)) return first;
  const locked = new Set(statement.locks.map(({ relation }) => relation));
  const tables = tablesOf(before).filter(({ name }) => locked.has(name));
  // A null may be gone from the full row; no row has a value for a column that is still to be added.
  const rows = first.code === IS_NULL ? 1 : Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows && (await live.rows.tryRow(tables, row)); row += 1) {
    const next = await attempt(live, await live.relations(), statement);
    if (!("refusal" in next)) return next;
  }
  await live.rows.empty(tables);
  const last = await attempt(live, await live.relations(), statement);
  return "refusal" in last ? last : { ...last, emptied: true };
}

function tablesOf(relations: Relations): readonly RelationNow[] {
  return [...relations.values()].filter(({ kind }) => kind === "table");
}

async function attempt(
  live: LiveDatabase,
  before: Relations,
  statement: SaidStatement,
): Promise<Exclude<Outcome, { readonly refusal: string }> | { readonly refusal: string; readonly code: string }> {
  try {
    const seen = await live.watch(statement, before);
    await live.apply(statement.sql);
    return { seen, before, emptied: false };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { refusal: error.message, code: error.code ?? "" };
  }
}
