import assert from "node:assert/strict";
import {
  type CodeAction,
  CodeActionKind,
  commands,
  type Diagnostic,
  extensions,
  languages,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { LockkeeperApi } from "../../../client/src/extension.ts";
import { until } from "./runner.ts";

/** The files of the sample project that the tests look at. */
export const FILES = {
  init: "db/migrations/0001_init.sql",
  orders: "db/migrations/0002_add_orders.sql",
  foreignKey: "db/migrations/0003_orders_belong_to_customers.sql",
  index: "db/migrations/0004_find_orders_by_status.sql",
  shipments: "db/migrations/0005_shipments.sql",
  prisma: "prisma/schema.prisma",
  config: "lockkeeper.json",
} as const;

/** A file of the opened sample project. */
export function sampleUri(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, "the sample project is open");
  return Uri.joinPath(folder.uri, path);
}

/** Opens a file of the sample project in the editor. */
export async function open(path: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(sampleUri(path));
  await window.showTextDocument(document, { preview: false });
  return document;
}

/** What Lockkeeper says of a document now, by rule where one is named, in order of place. */
export function findings(document: TextDocument, rule?: string): readonly Diagnostic[] {
  const ours = languages.getDiagnostics(document.uri).filter(({ source }) => source === "lockkeeper");
  const named = rule === undefined ? ours : ours.filter((found) => ruleOf(found) === rule);
  return [...named].sort((one, other) => one.range.start.compareTo(other.range.start));
}

/** The id of the rule that a finding is of. */
export function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Waits until a rule has exactly so many findings in a document, and gives them. */
export function findingsOf(document: TextDocument, rule: string, count: number): Promise<readonly Diagnostic[]> {
  const ask = () => {
    const found = findings(document, rule);
    return found.length === count && found;
  };
  return until(`${count} findings of ${rule} in ${document.uri.path}`, ask, () => shownFor(document));
}

/** Waits for the first finding of a rule in a document. */
export function firstFinding(document: TextDocument, rule: string): Promise<Diagnostic> {
  const ask = () => findings(document, rule)[0];
  return until(`a finding of ${rule} in ${document.uri.path}`, ask, () => shownFor(document));
}

/** All that is known of a document: whether it failed to be reviewed, or was reviewed and its findings not shown. */
async function shownFor(document: TextDocument): Promise<unknown> {
  const { status } = await api();
  return { shown: findings(document).map(ruleOf), status: status(document.uri.toString()), version: document.version };
}

/** The quick fixes that are offered for a finding; waits until at least one is. */
export function quickFixes(document: TextDocument, finding: Diagnostic): Promise<readonly CodeAction[]> {
  return until(`a quick fix of ${ruleOf(finding)}`, async () => {
    const actions = await commands.executeCommand<CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      finding.range,
      CodeActionKind.QuickFix.value,
      // Without the edits of so many actions, VS Code leaves them to be resolved.
      20,
    );
    return actions.length > 0 && actions;
  });
}

/** Does what a click on a code action does. */
export async function apply(action: CodeAction): Promise<void> {
  if (action.edit !== undefined) assert.ok(await workspace.applyEdit(action.edit), `the edit of "${action.title}"`);
  if (action.command === undefined) return;
  await commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** Replaces a document's text. */
export async function write(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
  assert.ok(await workspace.applyEdit(edit), `an edit of ${document.uri.path}`);
}

/** Tries something that changes a document, and puts its text back whatever happens. */
export async function changing(document: TextDocument, change: () => Promise<void>): Promise<void> {
  const text = document.getText();
  try {
    await change();
  } finally {
    await write(document, text);
    await document.save();
  }
}

/** What the extension gives to others; waits until it is active. */
export async function api(): Promise<LockkeeperApi> {
  const extension = extensions.getExtension<LockkeeperApi>("lockkeeper.lockkeeper");
  assert.ok(extension, "the extension is installed");
  return extension.activate();
}
