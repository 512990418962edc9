import { commands, languages, Uri, window, workspace } from "vscode";
import { COMMANDS } from "../../shared/src/commands.ts";

/** The extension's folder of rule pages. */
const PAGES = ["docs", "rules"];

/** A rule id and nothing else, so that no argument of the command can name a file elsewhere. */
const RULE_ID = /^[a-z][a-z0-9-]*$/;

/** Shows a rule's page as it ships with the extension. Without an id, asks which one. */
export async function openRule(extension: Uri, argument: unknown): Promise<void> {
  const folder = Uri.joinPath(extension, ...PAGES);
  const id = typeof argument === "string" ? argument : await chooseRule(folder);
  if (id === undefined) return;
  const page = Uri.joinPath(folder, `${id}.md`);
  if (!RULE_ID.test(id) || !(await exists(page))) {
    window.showWarningMessage(`Lockkeeper has no page for a rule named "${id}".`);
    return;
  }
  await commands.executeCommand("markdown.showPreview", page);
}

/** Shows the page of the lock modes and of what each statement locks, as it ships with the extension. */
export async function openLocks(extension: Uri): Promise<void> {
  await commands.executeCommand("markdown.showPreview", Uri.joinPath(extension, "docs", "locks.md"));
}

/** The address that opens a rule's page from a finding's code: no network, and the version that made the finding. */
export function ruleAddress(id: string): Uri {
  return Uri.parse(`command:${COMMANDS.openRule.id}?${encodeURIComponent(JSON.stringify([id]))}`);
}

async function chooseRule(folder: Uri): Promise<string | undefined> {
  const pages = await workspace.fs.readDirectory(folder);
  const ids = pages.flatMap(([name]) => (name.endsWith(".md") ? [name.slice(0, -".md".length)] : []));
  const here = rulesAtCursor();
  const items = ids.map((id) => (here.has(id) ? { label: id, description: "at the cursor" } : { label: id }));
  items.sort((one, other) => Number(here.has(other.label)) - Number(here.has(one.label)));
  return (await window.showQuickPick(items, { placeHolder: "Which rule's page?" }))?.label;
}

function rulesAtCursor(): ReadonlySet<string> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return new Set();
  const found = languages.getDiagnostics(editor.document.uri);
  const under = found.filter(({ range }) => range.contains(editor.selection.active));
  return new Set(under.flatMap(({ code }) => (typeof code === "object" ? [String(code.value)] : [])));
}

async function exists(file: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
