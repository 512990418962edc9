import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isConfiguration, isPrisma } from "../engine/documents.ts";
import type { Git } from "../engine/git.ts";
import { isFarFromRead } from "../engine/read-ahead.ts";
import { type Review, review } from "../engine/review.ts";
import { reviewAlone } from "../engine/review-alone.ts";
import { createWorkspace, type Workspace } from "../engine/workspace.ts";
import { ignoreTest } from "../project/reviewable-files.ts";
import { FOREIGN_FOLDERS } from "../project/tree.ts";
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
  /** An open configuration changed. */
  refresh(): void;
  /** Files or folders on disk changed; returns whether anything rests on them. */
  changedOnDisk(changes: readonly DiskChange[]): boolean;
  get(uri: string): OpenDocument | undefined;
  readonly opened: Iterable<OpenDocument>;
  /** Whether nothing is open. */
  isIdle(): boolean;
  /** Whether the document's history is long and not read yet, so that what nobody asked for in so many words can wait for it. */
  isWaiting(open: OpenDocument): boolean;
  /** What is found in the document; of one whose history is long and not read yet, what can be said without it. */
  review(open: OpenDocument): Review;
  /** Has long histories read by somebody, in place of waiting for them. */
  readInBackground(by: BackgroundReader): void;
  /** A history was read to its end: answers are others from now on. */
  hasRead(): void;
  readonly workspace: Workspace;
  /** Grows with every change of anything: two answers with the same epoch are the same. */
  readonly epoch: number;
}

/** Reads what stands around a document while answers are given without it. */
export interface BackgroundReader {
  /** Whether the editor can be told when there is a better answer. */
  isWanted(): boolean;
  /** Begins to read, unless it is being done. */
  start(open: OpenDocument): void;
}

/** A file or folder that is not what it was on disk. */
export interface DiskChange {
  readonly path: string;
  /** Whether it is there and was before: then only its text can be new. */
  readonly isOnlyText: boolean;
}

/** What the editor says of itself. */
export interface SessionConfiguration {
  /** Absolute folders. */
  readonly roots: readonly string[];
  readonly postgres: number | undefined;
  /** Undefined where Git is not to be run. */
  readonly git: Git | undefined;
}

/** A session without open documents; `log` hears what went wrong inside. */
export function createSession(log: (message: string) => void): Session {
  const documents = new Map<string, OpenDocument>();
  let epoch = 0;
  let configuration: SessionConfiguration = { roots: [], postgres: undefined, git: undefined };
  let workspace = workspaceFor(configuration, log);
  let listener: BackgroundReader = { isWanted: () => false, start: () => undefined };
  const changed = () => {
    epoch += 1;
  };
  const isWaiting = ({ path }: OpenDocument) => listener.isWanted() && isUnread(workspace, path);
  return {
    isWaiting,
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
    review: (open) => {
      const { path } = open;
      if (isIgnored(workspace, path)) return nothingFound(path);
      const document = workspace.documents.get(path);
      if (document === undefined || !isWaiting(open)) return review(workspace, path);
      listener.start(open);
      return reviewAlone(workspace, document);
    },
    readInBackground: (by) => {
      listener = by;
    },
    hasRead: () => changed(),
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
    changedOnDisk: (changes) => {
      const paths = changes.filter((change) => concerns(workspace, change)).map(({ path }) => path);
      if (paths.length === 0) return false;
      changed();
      workspace.refresh(paths);
      return true;
    },
  };
}

/** The version of the path's document that is open; null where none is. */
export function versionIn({ opened }: Session, path: string): number | null {
  for (const open of opened) if (open.path === path) return open.document.version;
  return null;
}

function workspaceFor({ roots, postgres, git }: SessionConfiguration, log: (message: string) => void): Workspace {
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
    git,
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

/**
 * Whether a change on disk may change an answer. What was never read said nothing, whatever its name; a file that comes or
 * goes may be evidence by its name alone, but not among the files of others (packages, build folders, Git's own).
 */
function concerns(workspace: Workspace, { path, isOnlyText }: DiskChange): boolean {
  if (isOnlyText) return workspace.wasRead(path);
  return !path.split("/").some((name) => FOREIGN_FOLDERS.has(name)) || workspace.wasRead(path);
}

function isUnread(workspace: Workspace, path: string): boolean {
  return !isConfiguration(path) && !isPrisma(path) && isFarFromRead(workspace, path);
}

function isIgnored(workspace: Workspace, path: string): boolean {
  return !isConfiguration(path) && ignoreTest(workspace.configurations.configFor(path))(path);
}

function nothingFound(path: string): Review {
  return { path, facts: undefined, document: undefined, findings: [], suppressed: 0, statements: 0 };
}
