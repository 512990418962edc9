import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isConfiguration } from "../engine/documents.ts";
import { type Review, review } from "../engine/review.ts";
import { createWorkspace, type Workspace } from "../engine/workspace.ts";
import { ignoreTest } from "../project/reviewable-files.ts";
import { ALL_RULES } from "../service/all-rules.ts";
import { workspaceFiles } from "../service/workspace-files.ts";
import { pathOf } from "./document-path.ts";

/** An open document as the editor sees it, and the path that the engine knows it by. */
export interface OpenDocument {
  readonly path: string;
  readonly document: TextDocument;
}

/** What one editor has open, and the workspace that reviews it. */
export interface Session {
  /** Takes the folders and settings of the editor; open documents stay open. */
  configure(configuration: SessionConfiguration): void;
  open(uri: string, languageId: string, version: number, text: string): void;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  /** Something on disk or in a configuration changed. */
  refresh(): void;
  get(uri: string): OpenDocument | undefined;
  readonly opened: Iterable<OpenDocument>;
  /** Whether nothing is open. */
  isIdle(): boolean;
  review(open: OpenDocument): Review;
  readonly workspace: Workspace;
  /** Grows with every change of anything: two answers with the same epoch are the same. */
  readonly epoch: number;
}

/** What the editor says of itself. */
export interface SessionConfiguration {
  /** Absolute folders. */
  readonly roots: readonly string[];
  readonly postgres: number | undefined;
}

/** A session without open documents; `log` hears what went wrong inside. */
export function createSession(log: (message: string) => void): Session {
  const documents = new Map<string, OpenDocument>();
  let epoch = 0;
  let configuration: SessionConfiguration = { roots: [], postgres: undefined };
  let workspace = workspaceFor(configuration, log);
  const changed = () => {
    epoch += 1;
  };
  return {
    get workspace() {
      return workspace;
    },
    get epoch() {
      return epoch;
    },
    isIdle: () => documents.size === 0,
    get opened() {
      return documents.values();
    },
    get: (uri) => documents.get(uri),
    review: ({ path }) => (isIgnored(workspace, path) ? nothingFound(path) : review(workspace, path)),
    configure: (next) => {
      changed();
      configuration = next;
      workspace = workspaceFor(configuration, log);
      for (const { path, document } of documents.values()) workspace.open(path, document.getText());
    },
    open: (uri, languageId, version, text) => {
      changed();
      const path = pathOf(uri, languageId);
      documents.set(uri, { path, document: TextDocument.create(uri, languageId, version, text) });
      workspace.open(path, text);
    },
    change: (uri, version, changes) => {
      changed();
      const open = documents.get(uri);
      if (open !== undefined) applyChanges(workspace, open, version, changes);
    },
    close: (uri) => {
      changed();
      const open = documents.get(uri);
      documents.delete(uri);
      if (open === undefined) return;
      workspace.close(open.path);
      // Two URIs may name one file, such as `a b` and `a%20b`; the other's text stands for it now.
      for (const { path, document } of documents.values()) {
        if (path === open.path) workspace.open(path, document.getText());
      }
    },
    refresh: () => {
      changed();
      workspace.refresh();
    },
  };
}

function workspaceFor({ roots, postgres }: SessionConfiguration, log: (message: string) => void): Workspace {
  return createWorkspace({
    files: workspaceFiles(roots),
    roots,
    rules: ALL_RULES,
    config: { kind: "found" },
    engine: undefined,
    postgres,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    log,
  });
}

/** Changes of one notification build on each other, so each is placed in the text that the ones before it left. */
function applyChanges(
  workspace: Workspace,
  { path, document }: OpenDocument,
  version: number,
  changes: readonly TextDocumentContentChangeEvent[],
): void {
  const placed = changes.map((change) => {
    const range =
      "range" in change
        ? { start: document.offsetAt(change.range.start), end: document.offsetAt(change.range.end) }
        : { start: 0, end: document.getText().length };
    TextDocument.update(document, [change], version);
    return { range, text: change.text };
  });
  workspace.change(path, placed, document.getText());
}

function isIgnored(workspace: Workspace, path: string): boolean {
  return !isConfiguration(path) && ignoreTest(workspace.configurations.configFor(path))(path);
}

function nothingFound(path: string): Review {
  return { path, facts: undefined, document: undefined, findings: [], suppressed: 0, statements: 0 };
}
