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
  /** Forgets what was read from disk: of one path, or all. */
  forget(path?: string): void;
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
  const make = (path: string, text: string): Document => ({
    path,
    text,
    segments: isSql(path) ? segmentsOf(text) : [],
  });
  const read = (path: string): FileText => {
    const document = opened.get(path);
    return document === undefined ? disk.read(path) : { kind: "text", text: document.text };
  };
  return {
    files: { ...disk, read },
    isOpen: (path) => opened.has(path),
    open: (path, text) => void opened.set(path, make(path, text)),
    close: (path) => void opened.delete(path),
    forget: (path) => void (path === undefined ? kept.clear() : kept.delete(path)),
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
      if (!kept.has(path)) {
        const answer = disk.read(path);
        kept.set(path, answer.kind === "text" ? make(path, answer.text) : undefined);
        if (lifetime === "for-one-run") makeRoom(kept);
      }
      return kept.get(path);
    },
  };
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
