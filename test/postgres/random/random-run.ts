import { DatabaseError } from "pg";
import { effectsOf } from "../../../server/src/effects/effects-of.ts";
import { segmentsOf } from "../../../server/src/sql/segments.ts";
import { type Random, randomFrom } from "../../support/random.ts";
import { catalogAfter, onlyStatement, tablesOf } from "../support/catalog-after.ts";
import { expectedLocks, type Lines, said, shown } from "../support/comparison.ts";
import type { PostgresServer } from "../support/postgres-server.ts";
import { relationsBefore } from "../support/relations-before.ts";
import { watchQuickly } from "../support/watch-quickly.ts";
import { PLAIN_PLANS } from "../support/watcher.ts";
import { randomShape, type Shape } from "./random-shape.ts";
import { randomStatement } from "./random-statement.ts";

/** A statement of which something else was seen than is said. */
export interface Difference {
  readonly seed: number;
  readonly sql: string;
  readonly said: Lines;
  readonly seen: Lines;
}

/** What came of the statements on one random shape. */
export interface RandomRun {
  readonly accepted: number;
  readonly refused: readonly string[];
  readonly differences: readonly Difference[];
}

/** Makes the shape of that seed in a database of its own, and watches as many statements on it. */
export async function randomRun(server: PostgresServer, seed: number, count: number): Promise<RandomRun> {
  const { version } = server;
  const random = randomFrom(seed);
  const shape = randomShape(random, version);
  const database = await server.createDatabase();
  const watched = await server.connect(database);
  const holder = await server.connect(database);
  const observer = await server.connect(database);
  try {
    const setup = await make(shape, (sql) => watched.query(sql));
    const catalog = catalogAfter(setup);
    const sessions = { watched, holder, observer, before: await relationsBefore(observer) };
    await watched.query(PLAIN_PLANS);
    const refused: string[] = [];
    const differences: Difference[] = [];
    for (const sql of statements(random, version, shape, tablesOf(catalog), count)) {
      const effects = effectsOf(onlyStatement(sql), catalog, version);
      try {
        const seen = await watchQuickly(sessions, sql, expectedLocks(effects));
        const both = { said: said(effects), seen: shown(seen) };
        if (JSON.stringify(both.said) !== JSON.stringify(both.seen)) differences.push({ seed, sql, ...both });
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        refused.push(`${error.message}: ${sql}`);
      }
    }
    return { accepted: count - refused.length, refused, differences };
  } finally {
    for (const client of [watched, holder, observer]) await client.end();
    await server.dropDatabase(database);
  }
}

// Runs each statement of the shape; what the server refuses is left out. Returns what it took.
async function make(shape: Shape, run: (sql: string) => Promise<unknown>): Promise<string> {
  const taken: string[] = [];
  for (const { text } of segmentsOf(shape.setup)) {
    try {
      await run(text);
      taken.push(text);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
    }
  }
  return taken.join("");
}

function statements(
  random: Random,
  version: number,
  shape: Shape,
  tables: Parameters<typeof randomStatement>[3],
  count: number,
): readonly string[] {
  return Array.from({ length: count }, () => randomStatement(random, version, shape, tables));
}
