import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Catalog, EMPTY_CATALOG, type Origin } from "../../server/src/catalog/catalog.ts";
import { type Rollback, rollbackOf } from "../../server/src/report/rollback/rollback.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { isSent, segmentsOf } from "../../server/src/sql/segments.ts";
import { replaySegments } from "../catalog/support/replay.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { NAMED_ROLES } from "./support/privilege-shapes.ts";
import { sendRollback } from "./support/rollback-run.ts";
import { ROLLBACK_SHAPES, type RollbackShape } from "./support/rollback-shapes.ts";
import { schemaDifference } from "./support/schema-difference.ts";
import { schemaSnapshot } from "./support/schema-snapshot.ts";
import { SETTING_SHAPES } from "./support/setting-shapes.ts";
import { versionsToTest } from "./support/versions.ts";

beforeAll(loadParser);

describe.each(versionsToTest())("a rollback brings the schema back on Postgres %i:", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
    const client = await server.connect();
    for (const role of NAMED_ROLES) await client.query(`CREATE ROLE ${role}`);
    await client.end();
  });
  afterAll(() => server?.stop());

  const shapes = [...ROLLBACK_SHAPES, ...SETTING_SHAPES].filter(({ from = 0 }) => from <= version);
  it.each(shapes.map((shape) => [shape.name, shape] as const))("%s", async (_, shape) => {
    const inside = rollbackMade(shape, version, "inside");
    const outside = rollbackMade(shape, version, "outside");
    await check(server, shape, inside);
    // Outside a transaction other statements are written only where something can be CONCURRENTLY, or wait to be validated.
    if (sqlOf(outside) !== sqlOf(inside)) await check(server, shape, outside);
  });
});

async function check(server: PostgresServer, shape: RollbackShape, rollback: Rollback): Promise<void> {
  const left = await upDown(server, shape, rollback);
  const sql = sqlOf(rollback);
  expect(
    left.filter((line) => shape.stays?.test(line) !== true),
    sql,
  ).toEqual([]);
  expect(left.length > 0, sql).toBe(shape.stays !== undefined);
  expect([rollback.grade, rollback.losses], sql).toEqual([shape.grade ?? "reversible", rollback.losses]);
  expect(rollback.losses.length > 0).toBe(shape.grade !== undefined);
}

function sqlOf({ statements }: Rollback): string {
  return statements.map(({ sql }) => sql).join("\n");
}

function rollbackMade({ before, up }: RollbackShape, version: number, transaction: "inside" | "outside"): Rollback {
  const start = afterFile(EMPTY_CATALOG, before, "before.sql");
  const end = afterFile(start.catalog, up, "up.sql");
  const texts = new Map([...start.texts, ...end.texts]);
  return rollbackOf({
    before: {
      catalog: start.catalog,
      statements: () =>
        written(before).flatMap(({ statement, text }) => (statement === undefined ? [] : [{ statement, text }])),
    },
    after: end.catalog,
    up: written(up),
    sourceOf: ({ file, segment }: Origin) => texts.get(`${file} ${segment}`),
    version,
    transaction,
  });
}

function afterFile(base: Catalog, sql: string, file: string) {
  const segments = segmentsOf(sql);
  const texts = segments.map(({ id, text, body }) => [`${file} ${id}`, text.slice(body.start, body.end)] as const);
  return { catalog: replaySegments(base, segments, file), texts };
}

function written(sql: string) {
  return segmentsOf(sql)
    .filter(isSent)
    .map(({ text, body, parsed }, index) => ({
      statement: parsed?.statement,
      text: text.slice(body.start, body.end),
      number: index + 1,
    }));
}

/** In one transaction that is taken back, unless something refuses one: then in a database of its own. */
async function upDown(server: PostgresServer, shape: RollbackShape, rollback: Rollback): Promise<readonly string[]> {
  const isApart = /\bCONCURRENTLY\b/.test(shape.before + shape.up + sqlOf(rollback));
  const database = isApart ? await server.createDatabase() : "postgres";
  const client = await server.connect(database);
  try {
    if (!isApart) await client.query("BEGIN");
    return await upDownIn(client, shape, rollback);
  } finally {
    await client.end();
    if (isApart) await server.dropDatabase(database);
  }
}

async function upDownIn(client: Client, { before, up }: RollbackShape, rollback: Rollback): Promise<readonly string[]> {
  for (const { text } of written(before)) await client.query(text);
  const wanted = await schemaSnapshot(client);
  for (const { text } of written(up)) await client.query(text);
  const refusal = await sendRollback(client, rollback);
  if (refusal !== undefined) return [refusal];
  const { gone, added } = schemaDifference(wanted, await schemaSnapshot(client));
  return [...gone.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
}
