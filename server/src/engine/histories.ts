import type { Catalog } from "../catalog/catalog.ts";
import type { Document } from "./documents.ts";
import { emptyMemory, type ReplayMemory, replay } from "./replay.ts";

/** Replays files one after another, and keeps each one's result for as long as it and what came before are the same. */
export interface Histories {
  /**
   * The schema after the files in order, starting from `base`. `slot` names the sequence, so that two do not mix. Each
   * file is taken to run in a session of its own: its settings and temporary tables end with it.
   */
  through(slot: string, paths: readonly string[], base: Catalog): Catalog;
  /** What is kept of a file between replays, for a review of it to share. */
  memory(slot: string, path: string): ReplayMemory;
}

/** A file to replay. */
export interface ReplayFile {
  readonly document: Document;
  /** As origins name it. */
  readonly path: string;
  /** Whether each segment belongs to the migration's way up; the same function for the same segments. */
  readonly isUp: (index: number) => boolean;
}

/** What histories need of the workspace around them. */
export interface HistoriesOptions {
  /** The file at a path, or undefined where it is not Postgres or cannot be read. */
  file(path: string): ReplayFile | undefined;
  /** `for-edits`: files change, and steps are kept so that an edit stays local. `for-one-run`: they do not. */
  readonly lifetime: "for-edits" | "for-one-run";
  /** Hears of statements that the catalogue could not take. */
  onError(error: unknown, path: string): void;
}

/** Where a file that will not change again led from where. */
interface Passage {
  readonly base: Catalog;
  readonly end: Catalog;
}

/** Nothing replayed yet. */
export function createHistories(options: HistoriesOptions): Histories {
  const memories = new Map<string, Map<string, ReplayMemory>>();
  const passages = new Map<string, Passage>();
  const memoryOf = (slot: string, path: string): ReplayMemory => {
    if (options.lifetime === "for-one-run") return emptyMemory();
    const files = memories.get(slot) ?? new Map<string, ReplayMemory>();
    memories.set(slot, files);
    const known = files.get(path) ?? emptyMemory();
    files.set(path, known);
    return known;
  };
  const endOf = (slot: string, path: string, base: Catalog): Catalog => {
    const file = options.file(path);
    if (file === undefined) return base;
    const { document, isUp } = file;
    const onError = (error: unknown) => options.onError(error, file.path);
    return replay({ file: file.path, segments: document.segments, base, memory: memoryOf(slot, path), isUp, onError })
      .end;
  };
  const onceOf = (slot: string, path: string, base: Catalog): Catalog => {
    const key = `${slot}\0${path}`;
    const known = passages.get(key);
    if (known?.base === base) return known.end;
    const end = endOf(slot, path, base);
    passages.set(key, { base, end });
    return end;
  };
  const one = options.lifetime === "for-one-run" ? onceOf : endOf;
  return {
    memory: memoryOf,
    through: (slot, paths, base) => paths.reduce((catalog, path) => one(slot, path, catalog), base),
  };
}
