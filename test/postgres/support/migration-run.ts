import type { Client } from "pg";
import { statementEffects } from "../../../server/src/engine/locks.ts";
import type { TransactionHabit } from "../../../server/src/project/project.ts";
import { blocksOf, sectionsOf } from "../../../server/src/sql/sections.ts";
import { isSent } from "../../../server/src/sql/segments.ts";
import { type ExampleHistory, workspaceOf } from "../../rules/review-example.ts";
import { expectedLocks } from "./comparison.ts";
import type { Expected } from "./watch-quickly.ts";

/** A migration as its tool runs it. */
export interface MigrationRun {
  /** What is sent one after the other, without semicolons; where goose's marks make several statements one, that is one. */
  readonly sent: readonly string[];
  readonly transaction: TransactionHabit;
  /** The locks that are expected of what is sent; what is seen does not depend on them. */
  readonly expected: ReadonlyMap<string, Expected>;
}

/** How the tool runs one of the history's files, its way up only. */
export function runOf(history: ExampleHistory, path: string): MigrationRun {
  const workspace = workspaceOf(history);
  const document = workspace.documents.get(path);
  if (document === undefined) throw new Error(`no file ${path}`);
  const { segments } = document;
  const sections = sectionsOf(segments);
  const blocks = blocksOf(segments);
  const sent: string[] = [];
  segments.forEach((segment, index) => {
    if (!isSent(segment) || sections[index] === "down") return;
    const sql = segment.text.slice(segment.body.start, segment.body.end);
    const isWithLast = blocks[index] !== undefined && blocks[index] === blocks[index - 1];
    if (isWithLast) sent.push(`${sent.pop()};\n${sql}`);
    else sent.push(sql);
  });
  const expected = new Map(
    statementEffects(workspace, document).map(({ range, effects }) => [
      document.text.slice(range.start, range.end),
      expectedLocks(effects),
    ]),
  );
  return { sent, transaction: workspace.facts(document).transaction, expected };
}

/** Runs the migration as its tool does. Throws where the server refuses a statement. */
export async function runMigration(client: Client, { sent, transaction }: MigrationRun): Promise<void> {
  const wrapped = transaction === "each-file" || transaction === "all-files";
  const queries = transaction === "implicit" ? [sent.join(";\n")] : sent;
  if (wrapped) await client.query("BEGIN");
  for (const query of queries) await client.query(query);
  if (wrapped) await client.query("COMMIT");
}

/** The paths of the SQL files that run before the reviewed one. */
export function pathsBefore({ files, reviewed }: ExampleHistory): readonly string[] {
  const paths = Object.keys(files);
  return paths.slice(0, paths.indexOf(reviewed)).filter((path) => path.endsWith(".sql"));
}

/** The runs of the reviewed file and of those that a fix created behind it, in the tool's order. */
export function runsFrom(history: ExampleHistory, created: readonly string[]): readonly MigrationRun[] {
  const order = workspaceOf(history).sequence(history.reviewed);
  const added = order.filter((path) => created.includes(path));
  if (added.length < created.filter(isUpMigration).length)
    throw new Error(`${created.join()} are not all in ${order.join()}`);
  return [history.reviewed, ...added].map((path) => runOf(history, path));
}

function isUpMigration(path: string): boolean {
  return path.endsWith(".sql") && !/(?:^|[/._])down\.sql$|\/(?:revert|verify)\//.test(path);
}
