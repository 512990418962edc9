import type {
  ChangeAnnotation,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import type { Document } from "../engine/documents.ts";
import type { FindingFix } from "../engine/finding.ts";
import type { Edit } from "../engine/rule.ts";
import type { NewFile } from "../project/new-migration.ts";
import type { LineIndex } from "../text/line-index.ts";
import { lspRange, type UriOf } from "./location.ts";

/** What the client can do with an edit of several files. */
export interface EditSupport {
  /** Whether it creates files that an edit names. */
  readonly creates: boolean;
  /** Whether it shows an edit before it is done, where an annotation asks for that. */
  readonly annotates: boolean;
}

/** The file that fixes stand in, and those beside it. */
export interface FixPlace {
  readonly uri: string;
  readonly version: number | null;
  readonly lines: LineIndex;
  readonly support: EditSupport;
  /** From an absolute path to the URI that the editor knows it by. */
  readonly uriOf: UriOf;
  /** Another file as it is now, with the version that is open in the editor. */
  other(path: string): { readonly document: Document; readonly version: number | null } | undefined;
}

/**
 * What makes an editor show the whole edit first. VS Code leaves out what asks to be confirmed until somebody ticks it, part
 * by part, and half of a rewrite is worse than none; so what asks is an edit that changes nothing, and the rest is ticked.
 */
const LOOK_FIRST = "Nothing of this is done before you accept it";

/**
 * A fix as one edit of the workspace: files to create first, then edits. One that touches other files asks to be confirmed,
 * so that the editor shows what it will do everywhere. Undefined where the client could do only a part of it.
 */
export function fixEdit(place: FixPlace, fix: FindingFix): WorkspaceEdit | undefined {
  const spreads = fix.creates.length > 0 || fix.elsewhere.length > 0;
  if (fix.creates.length > 0 && !place.support.creates) return undefined;
  const annotations: Record<string, ChangeAnnotation> = {};
  const annotate: Annotate = (label) => {
    if (!spreads || !place.support.annotates) return {};
    annotations[label] = { label };
    return { annotationId: label };
  };
  const changes: (TextDocumentEdit | CreateFile)[] = fix.creates.map(({ path }) => creation(place, path, annotate));
  // All creations stand before all texts: VS Code takes back at once what stands together, and so only is one undo enough.
  for (const { path, text } of fix.creates) changes.push(filling(place, { path, text }, annotate));
  for (const path of new Set(fix.elsewhere.map((edit) => edit.path))) {
    const other = place.other(path);
    if (other === undefined) return undefined;
    const noted = annotate(`Add to ${shortName(path)}`);
    const edits = fix.elsewhere
      .filter((edit) => edit.path === path)
      .map(({ range, text }) => ({ range: lspRange(other.document, range), newText: text, ...noted }));
    changes.push({ textDocument: { uri: place.uriOf(path), version: other.version }, edits });
  }
  if (fix.edits.length > 0) {
    const noted = annotate(fix.title);
    const edits = fix.edits.map((edit) => ({ ...textEdit(place.lines, edit), ...noted }));
    changes.push({ textDocument: ownDocument(place), edits });
  }
  if (Object.keys(annotations).length > 0) {
    annotations[LOOK_FIRST] = { label: LOOK_FIRST, needsConfirmation: true };
    const nothing = { ...textEdit(place.lines, { range: { start: 0, end: 0 }, text: "" }), annotationId: LOOK_FIRST };
    changes.push({ textDocument: ownDocument(place), edits: [nothing] });
  }
  const isAnnotated = Object.keys(annotations).length > 0;
  return { documentChanges: changes, ...(isAnnotated ? { changeAnnotations: annotations } : {}) };
}

function ownDocument({ uri, version }: FixPlace) {
  return { uri, version };
}

/** Puts an edit under a label, where the client shows labels. */
type Annotate = (label: string) => { annotationId?: string };

/** A file that came to be in the meantime stops the whole edit: nothing is written over or into. */
function creation({ uriOf }: FixPlace, path: string, annotate: Annotate): CreateFile {
  const options = { overwrite: false, ignoreIfExists: false };
  return { kind: "create", uri: uriOf(path), options, ...annotate(`Create ${shortName(path)}`) };
}

function filling({ uriOf }: FixPlace, { path, text }: NewFile, annotate: Annotate): TextDocumentEdit {
  const start = { line: 0, character: 0 };
  const edit = { range: { start, end: start }, newText: text, ...annotate(`Create ${shortName(path)}`) };
  return { textDocument: { uri: uriOf(path), version: null }, edits: [edit] };
}

/** The file's name, with its folder where migrations are folders and their files have all the same name. */
function shortName(path: string): string {
  const [folder = "", name = ""] = path.split("/").slice(-2);
  return /\d/.test(name) || folder === "" ? name : `${folder}/${name}`;
}

function textEdit(lines: LineIndex, { range, text }: Edit): TextEdit {
  return { range: { start: lines.positionAt(range.start), end: lines.positionAt(range.end) }, newText: text };
}
