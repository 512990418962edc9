import type { Client } from "pg";
import type { Finding } from "../../../server/src/engine/finding.ts";
import type { TransactionHabit } from "../../../server/src/project/project.ts";
import { blocksOf, sectionsOf } from "../../../server/src/sql/sections.ts";
import { isSent } from "../../../server/src/sql/segments.ts";
import { applyEdits } from "../../../server/src/text/text-edit.ts";
import { type ExampleHistory, workspaceOf } from "../../rules/review-example.ts";

/** A migration as its tool runs it. */
export interface MigrationRun {
  /** What is sent one after the other, without semicolons; where goose's marks make several statements one, that is one. */
  readonly sent: readonly string[];
  readonly transaction: TransactionHabit;
}

/** The history with the fix in it: the reviewed file edited, and what the fix creates beside it. */
export function withFix(history: ExampleHistory, fix: Finding["fixes"][number]): ExampleHistory {
  const { files, reviewed } = history;
  const created = Object.fromEntries(fix.creates.map(({ path, text }) => [path, text]));
  return { reviewed, files: { ...files, ...created, [reviewed]: applyEdits(files[reviewed] ?? "", fix.edits) } };
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
  return { sent, transaction: workspace.facts(document).transaction };
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
