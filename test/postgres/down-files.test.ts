import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Document } from "../../server/src/engine/documents.ts";
import { downOf } from "../../server/src/engine/down-check.ts";
import { wayUp } from "../../server/src/engine/way-up.ts";
import { createWorkspace, type Workspace } from "../../server/src/engine/workspace.ts";
import { nodeFiles } from "../../server/src/project/node-files.ts";
import { isTakenBackBy } from "../../server/src/project/taken-back.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { isSent } from "../../server/src/sql/segments.ts";
import { CORPUS_HISTORIES, type CorpusHistory, repositoryOf } from "../catalog/support/corpus-histories.ts";
import { databaseFor, loadHistory, runHistory } from "../catalog/support/run-history.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { schemaDifference } from "./support/schema-difference.ts";
import { type SchemaSnapshot, schemaSnapshot } from "./support/schema-snapshot.ts";

/** In milliseconds: hundreds of migrations, each taken back by its own file. */
const LONG = 600_000;

/** Histories with ways back that Postgres 16 takes whole. */
/**
 * Where the catalogue says another thing than Postgres does, and why: the text of an index's expression is kept as it was
 * written, and Postgres makes `date(date)` a plain column when that becomes a date. Of what is made anew by its old name
 * nothing is said, and the last of them makes a function anew without the search path that it had.
 */
const OTHERWISE: ReadonlySet<string> = new Set([
  "migrations/20170322130523_version_downloads_needs_no_id/up.sql",
  "migrations/2018-04-27-194025_remove_unused_indexes/up.sql",
  "migrations/2019-09-18-233204_fix_int_type_in_to_semver_no_prerelease/up.sql",
]);

const TAKEN_BACK = ["gitness", "crates.io", "authelia", "river", "hatchet"];
const HISTORIES = CORPUS_HISTORIES.filter(({ name }) => TAKEN_BACK.includes(name));

beforeAll(loadParser);

describe.skipIf(HISTORIES.length === 0)(
  "what is said of committed ways back is what Postgres 16 makes of them:",
  () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres(16);
    });
    afterAll(() => server?.stop());

    it.each(HISTORIES)(
      "$name",
      async (history) => {
        const verdicts = await judge(server, history);
        const agreeing = verdicts.filter(({ said, left }) => (said.length === 0) === (left.length === 0));
        const whole = verdicts.filter(({ left }) => left.length === 0).length;
        console.log(
          `${history.name}: ${verdicts.length} ways back, ${whole} restore the schema; ${agreeing.length} verdicts agree`,
        );
        expect(verdicts.filter((verdict) => !agreeing.includes(verdict) && !OTHERWISE.has(verdict.path))).toEqual([]);
        expect(verdicts.length).toBeGreaterThan(0);
      },
      LONG,
    );
  },
);

interface Verdict {
  readonly path: string;
  /** What the rule says is not as it was. */
  readonly said: readonly string[];
  /** What Postgres has otherwise, or its refusal. */
  readonly left: readonly string[];
}

async function judge(server: PostgresServer, history: CorpusHistory): Promise<readonly Verdict[]> {
  const root = repositoryOf(history);
  const workspace = workspaceOver(root);
  const { down = [] } =
    workspace
      .historiesAround(join(root, history.folder, "x.sql"))
      .find(({ folder }) => folder === join(root, history.folder)) ?? {};
  const client = await server.connect(await databaseFor(server, history));
  const verdicts: Verdict[] = [];
  let before = await snapshot(client);
  for (const file of loadHistory(history).files) {
    await runHistory(client, [file]);
    const path = join(root, file.path);
    const document = documentAt(workspace, down.find((other) => isTakenBackBy(path, other)) ?? path);
    const said = document && downOf(workspace, document, workspace.facts(document));
    const after = await snapshot(client);
    if (document !== undefined && said !== undefined) {
      const all = await takenBack(client, before, downStatements(workspace, document));
      // Partitions that a function makes by the clock.
      const left = all.filter((line) => !/\bv1_\w+_\d{8}/.test(line));
      verdicts.push({ path: file.path, said: said.differences, left });
    }
    before = after;
  }
  await client.end();
  return verdicts;
}

function workspaceOver(root: string): Workspace {
  return createWorkspace({
    files: nodeFiles(root),
    roots: [root],
    rules: [],
    config: { kind: "none" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    log: () => undefined,
  });
}

function documentAt(workspace: Workspace, path: string): Document | undefined {
  return workspace.documents.get(path);
}

function downStatements(workspace: Workspace, document: Document): readonly string[] {
  const facts = workspace.facts(document);
  const isUp = facts.direction === "down" ? () => false : wayUp(document.segments, facts);
  return document.segments
    .filter((segment, index) => isSent(segment) && !isUp(index))
    .filter(({ parsed }) => parsed?.statement?.kind !== "transaction")
    .map(({ text, body }) => text.slice(body.start, body.end).replace(/\bCONCURRENTLY\b/gi, ""));
}

/** Runs the way back and takes that back again. */
async function takenBack(
  client: Client,
  before: SchemaSnapshot,
  statements: readonly string[],
): Promise<readonly string[]> {
  await client.query("BEGIN");
  try {
    for (const statement of statements) await client.query(statement);
    const { gone, added } = schemaDifference(before, await snapshot(client));
    return [...compared(gone, added).map((line) => `- ${line}`), ...compared(added, gone).map((line) => `+ ${line}`)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    await client.query("ROLLBACK");
  }
}

/** Left out is what the rule leaves out where both have it: values that an enum keeps, bodies of functions, the words of views. */
function compared(lines: readonly string[], others: readonly string[]): readonly string[] {
  const nameOf = (line: string) => /^(?:types: |relations: (?:materialized )?view )[^:]*:/.exec(line)?.[0];
  const names = new Set(others.map(nameOf));
  return lines.filter((line) => nameOf(line) === undefined || !names.has(nameOf(line)));
}

async function snapshot(client: Client): Promise<SchemaSnapshot> {
  await client.query("SET search_path = public");
  const found = await schemaSnapshot(client);
  await client.query("RESET search_path");
  return found;
}
