import type { Files, FileText } from "../project/files.ts";
import type { Segment } from "../sql/segment.ts";
import { editSegments, segmentsOf } from "../sql/segments.ts";
import type { Range } from "../text/range.ts";

/** A file's text, and for SQL its segments; a new value whenever the text changes. */
export interface Document {
  readonly path: string;
  readonly text: string;
  /** Empty for what is not SQL. */
  readonly segments: readonly Segment[];
}

/** A change of an open document: what was replaced (offsets in the old text), by what, and the text after it. */
export interface DocumentChange {
  readonly range: Range;
  readonly text: string;
}

/** Open documents over files on disk. */
export interface Documents {
  /** Opens a document, or replaces the whole of an open one. */
  open(path: string, text: string): void;
  /** Applies changes in order; `text` is the whole text after them. */
  change(path: string, changes: readonly DocumentChange[], text: string): void;
  close(path: string): void;
  /**
   * What stands at the paths on disk, files or folders, may have changed: it is read again when it is asked for. A file
   * whose text is the same stays the same value.
   */
  reread(paths: readonly string[]): void;
  /** Whether the file's text was ever asked for, by anybody: another file's change is of no consequence. */
  wasRead(path: string): boolean;
  /** Whether the document was read before; its disk may have changed since. */
  isKnown(path: string): boolean;
  /** The document, open or on disk; undefined where it cannot be read. */
  get(path: string): Document | undefined;
  isOpen(path: string): boolean;
  /** The files with open documents in front of those on disk. */
  readonly files: Files;
}

/** Whether the path names a Prisma schema. */
export function isPrisma(path: string): boolean {
  return path.endsWith(".prisma");
}

/** Whether the path names a configuration file of ours. */
export function isConfiguration(path: string): boolean {
  return path.endsWith("/lockkeeper.json");
}

/** How many segments of files on disk are kept where each file is reviewed once: some tens of MiB. */
const KEPT_SEGMENTS = 10_000;

/** Documents over the files. For one run, those read longest ago make room for the next. */
export function documentsOver(disk: Files, lifetime: "for-edits" | "for-one-run"): Documents {
  const opened = new Map<string, Document>();
  const kept = new Map<string, Document | undefined>();
  const stale = new Set<string>();
  const asked = new Set<string>();
  const make = (path: string, text: string): Document => ({
    path,
    text,
    segments: isSql(path) ? segmentsOf(text) : [],
  });
  const read = (path: string): FileText => {
    asked.add(path);
    const document = opened.get(path);
    return document === undefined ? disk.read(path) : { kind: "text", text: document.text };
  };
  return {
    files: { ...disk, read },
    isOpen: (path) => opened.has(path),
    open: (path, text) => void opened.set(path, make(path, text)),
    close: (path) => void opened.delete(path),
    reread: (paths) => {
      for (const path of paths) for (const known of knownBelow(kept, path)) stale.add(known);
    },
    wasRead: (path) => asked.has(path),
    isKnown: (path) => opened.has(path) || kept.has(path),
    change: (path, changes, text) => {
      const old = opened.get(path);
      if (old === undefined || !isSql(path)) {
        opened.set(path, make(path, text));
        return;
      }
      const segments = changes.reduce(editSegments, old.segments);
      opened.set(path, { path, text, segments });
    },
    get: (path) => {
      const document = opened.get(path);
      if (document !== undefined) return document;
      if (!kept.has(path) || stale.delete(path)) {
        asked.add(path);
        const answer = disk.read(path);
        const text = answer.kind === "text" ? answer.text : undefined;
        const old = kept.get(path);
        if (old === undefined || old.text !== text) kept.set(path, text === undefined ? undefined : make(path, text));
        if (lifetime === "for-one-run") makeRoom(kept);
      }
      return kept.get(path);
    },
  };
}

/** The path where it is known itself; else what is known below it, for a folder may have moved as a whole. */
function knownBelow(kept: ReadonlyMap<string, unknown>, path: string): readonly string[] {
  if (kept.has(path)) return [path];
  return [...kept.keys()].filter((known) => known.startsWith(`${path}/`));
}

function makeRoom(kept: Map<string, Document | undefined>): void {
  let segments = 0;
  for (const document of kept.values()) segments += document?.segments.length ?? 0;
  for (const [path, document] of kept) {
    if (segments <= KEPT_SEGMENTS || kept.size === 1) return;
    segments -= document?.segments.length ?? 0;
    kept.delete(path);
  }
}

function isSql(path: string): boolean {
  return !isPrisma(path) && !isConfiguration(path);
}
