import { join } from "node:path";
import type { Client } from "pg";
import { type Catalog, withChanges } from "../../../server/src/catalog/catalog.ts";
import { endsWithSession } from "../../../server/src/catalog/keys.ts";
import { wayUp } from "../../../server/src/engine/way-up.ts";
import { defaultConfig } from "../../../server/src/project/configuration.ts";
import { detectProject, fileFacts, type Project } from "../../../server/src/project/detect-project.ts";
import { nodeFiles } from "../../../server/src/project/node-files.ts";
import { blocksOf } from "../../../server/src/sql/sections.ts";
import type { Segment } from "../../../server/src/sql/segment.ts";
import { segmentsOf } from "../../../server/src/sql/segments.ts";
import type { PostgresServer } from "../../postgres/support/postgres-server.ts";
import { type CorpusHistory, repositoryOf } from "./corpus-histories.ts";
import { replay, replaySegments } from "./replay.ts";

/** A history as the product takes it apart. */
export interface LoadedHistory {
  readonly files: readonly LoadedFile[];
  /** The schema after all files. */
  readonly catalog: Catalog;
}

/** One file of it. */
export interface LoadedFile {
  readonly segments: readonly Segment[];
  readonly path: string;
  readonly isUp: (index: number) => boolean;
  /** Whether its tool runs the file in one transaction. */
  readonly inTransaction: boolean;
}

/** Finds the history as the product does, and replays it, each file in a session of its own. */
export function loadHistory(history: CorpusHistory): LoadedHistory {
  const root = repositoryOf(history);
  const disk = nodeFiles(root);
  const project = detectProject(disk, root, defaultConfig(root));
  const paths = history.files?.map((file) => join(root, file)) ?? detectedFiles(project, join(root, history.folder));
  const taken = paths.filter((path) => history.without === undefined || !path.endsWith(history.without));
  const files = taken.map((path): LoadedFile => {
    const answer = disk.read(path);
    if (answer.kind !== "text") throw new Error(`${path} cannot be read`);
    const text = history.replaced === undefined ? answer.text : answer.text.replaceAll(history.replaced, "");
    const facts = fileFacts(project, path, text);
    const segments = segmentsOf(text);
    const isUp = wayUp(segments, { ...facts, direction: "up" });
    return { segments, path: facts.path, isUp, inTransaction: facts.transaction !== "none" && !facts.optsOut };
  });
  return { files, catalog: files.reduce(afterFile, startOf(history)) };
}

function detectedFiles({ histories }: Project, folder: string): readonly string[] {
  const found = histories.find((candidate) => candidate.folder === folder);
  if (found === undefined) throw new Error(`no history is detected in ${folder}`);
  return found.files;
}

/** The schema after the file, without what its session alone sees. */
export function afterFile(base: Catalog, { segments, path, isUp }: LoadedFile): Catalog {
  const end = replaySegments(
    base,
    segments.filter((_, index) => isUp(index)),
    path,
  );
  const ofSession = [...end.entries.keys()].filter((key) => endsWithSession(key) && end.get(key) !== base.get(key));
  return withChanges(
    end,
    ofSession.map((key) => ({ key, entry: base.get(key) })),
  );
}

/** The schema before the first file. */
export function startOf({ schemas, settings }: CorpusHistory): Catalog {
  const sql = (schemas ?? []).map((schema) => `CREATE SCHEMA ${schema};`);
  const path = settings?.search_path;
  return replay([...sql, path === undefined ? "" : `SET search_path = ${path};`].join("\n"));
}

/** Makes a database as it stands before the history's first file. */
export async function databaseFor(server: PostgresServer, { schemas, settings }: CorpusHistory): Promise<string> {
  const database = await server.createDatabase();
  const client = await server.connect(database);
  for (const schema of schemas ?? []) await client.query(`CREATE SCHEMA ${schema}`);
  for (const [name, value] of Object.entries(settings ?? {})) {
    const written = name === "search_path" ? value : `'${value}'`;
    await client.query(`ALTER DATABASE ${database} SET ${name} = ${written}`);
  }
  await client.end();
  return database;
}

/** A statement that the server refused. */
export interface Refusal {
  readonly file: string;
  readonly message: string;
  readonly statement: string;
}

/**
 * Sends the files' statements to the server, each file in a session as good as new. A file whose tool opens a
 * transaction runs in one; where the server takes that not, its statements run on their own, as a person would try it
 * next, and those that are refused even so are returned.
 */
export async function runHistory(client: Client, files: readonly LoadedFile[]): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const file of files) {
    const statements = statementsOf(file);
    const whole = file.inTransaction && (await runInTransaction(client, statements));
    if (!whole) refusals.push(...(await runEach(client, file, statements)));
    await client.query("DISCARD ALL");
  }
  return refusals;
}

/** What is sent, in order: each statement, or all of a goose block as one. */
function statementsOf({ segments, isUp }: LoadedFile): readonly string[] {
  const blocks = blocksOf(segments);
  const sent: { text: string; readonly block: number | undefined }[] = [];
  for (const [index, segment] of segments.entries()) {
    const isCopy = segment.parsed?.statement?.kind === "copy";
    if (segment.kind !== "statement" || !isUp(index) || isCopy) continue;
    const text = segment.text.slice(segment.body.start, segment.body.end);
    const [block, last] = [blocks[index], sent.at(-1)];
    if (last !== undefined && block !== undefined && last.block === block) last.text += `;\n${text}`;
    else sent.push({ text, block });
  }
  return sent.map(({ text }) => text);
}

async function runInTransaction(client: Client, statements: readonly string[]): Promise<boolean> {
  if (statements.some((statement) => /^\s*(?:BEGIN|COMMIT|ROLLBACK|START TRANSACTION)\b/i.test(statement)))
    return false;
  await client.query("BEGIN");
  try {
    for (const statement of statements) await client.query(statement);
    await client.query("COMMIT");
    return true;
  } catch {
    await client.query("ROLLBACK");
    return false;
  }
}

async function runEach(client: Client, file: LoadedFile, statements: readonly string[]): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const statement of statements) {
    try {
      await client.query(statement);
    } catch (error) {
      refusals.push({ file: file.path, message: error instanceof Error ? error.message : String(error), statement });
    }
  }
  await client.query("ROLLBACK");
  return refusals;
}
