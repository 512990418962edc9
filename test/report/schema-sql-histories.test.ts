import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Origin } from "../../server/src/catalog/catalog.ts";
import { schemaSql } from "../../server/src/report/schema/schema-sql.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { CORPUS_HISTORIES } from "../catalog/support/corpus-histories.ts";
import { databaseFor, type LoadedHistory, loadHistory, runHistory } from "../catalog/support/run-history.ts";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";
import { schemaDifference } from "../postgres/support/schema-difference.ts";
import { type SchemaSnapshot, schemaSnapshot } from "../postgres/support/schema-snapshot.ts";

const PRINTED = ["gitness", "documenso", "temporal", "authelia", "danbooru", "crates.io"];
const HISTORIES = CORPUS_HISTORIES.filter(({ name }) => PRINTED.includes(name));

beforeAll(loadParser);

describe.skipIf(HISTORIES.length === 0)(
  "the script of a real history's schema makes that schema on Postgres 16:",
  () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres(16);
    });
    afterAll(() => server?.stop());

    it.each(HISTORIES)("$name", async (history) => {
      const loaded = loadHistory(history);
      const wanted = await snapshotOf(await databaseFor(server, history), async (client) => {
        expect(await runHistory(client, loaded.files)).toEqual([]);
      });
      const sql = schemaSql(loaded.catalog, sourceIn(loaded), 16);
      const made = await snapshotOf(await server.createDatabase(), (client) => client.query(sql));
      console.log(`${history.name}: ${summary(wanted, made)}`);
      expect(schemaDifference(tablesOf(wanted), tablesOf(made))).toEqual({ gone: [], added: [] });
      expect(wanted.constraints.length).toBeGreaterThan(10);
    });

    async function snapshotOf(database: string, make: (client: Client) => Promise<unknown>): Promise<SchemaSnapshot> {
      const client = await server.connect(database);
      try {
        await make(client);
        await client.query("SET search_path = public");
        return await schemaSnapshot(client);
      } finally {
        await client.end();
      }
    }
  },
);

/** The text of the statement that an origin names, as the product finds it. */
function sourceIn({ files }: LoadedHistory): (origin: Origin) => string | undefined {
  const texts = files.flatMap(({ path, segments }) =>
    segments.map(({ id, text, body }) => [`${path} ${id}`, text.slice(body.start, body.end)] as const),
  );
  const byPlace = new Map(texts);
  return ({ file, segment }) => byPlace.get(`${file} ${segment}`);
}

/** What is printed as the catalogue knows it; views, routines and triggers are printed as they were written. */
function tablesOf({
  relations,
  columns,
  constraints,
  indexes,
  privileges,
  settings,
  comments,
}: SchemaSnapshot): SchemaSnapshot {
  const views = new Set(relations.flatMap((line) => /^(?:materialized )?view (\S+?):/.exec(line)?.[1] ?? []));
  return {
    relations: relations.filter((line) => /^(?:partitioned )?table /.test(line)),
    columns: columns.filter((line) => !views.has(line.slice(0, line.lastIndexOf(".", line.indexOf(":"))))),
    constraints,
    indexes,
    rules: [],
    types: [],
    privileges,
    settings: settings.filter((line) => !/^(?:trigger of|sequence) /.test(line)),
    comments,
    others: [],
  };
}

function summary(wanted: SchemaSnapshot, made: SchemaSnapshot): string {
  const { gone, added } = schemaDifference(wanted, made);
  const lines = Object.values(wanted).flat().length;
  const shown = [...gone.map((line) => `  - ${line}`), ...added.map((line) => `  + ${line}`)];
  return [`${lines - gone.length} of ${lines} lines are made again`, ...shown].join("\n");
}
