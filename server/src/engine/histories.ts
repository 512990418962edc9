import { type Catalog, withChanges } from "../catalog/catalog.ts";
import { endsWithSession } from "../catalog/keys.ts";
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
  /** Whether each segment belongs to the migration's way up. */
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

interface Kept {
  readonly text: string | undefined;
  readonly base: Catalog;
  readonly end: Catalog;
}

/** Nothing replayed yet. */
export function createHistories(options: HistoriesOptions): Histories {
  const kept = new Map<string, Map<string, Kept>>();
  const memories = new Map<string, ReplayMemory>();
  const memoryOf = (slot: string, path: string): ReplayMemory => {
    if (options.lifetime === "for-one-run") return emptyMemory();
    const key = `${slot}\0${path}`;
    const known = memories.get(key) ?? emptyMemory();
    memories.set(key, known);
    return known;
  };
  const one = (slot: string, path: string, base: Catalog): Catalog => {
    const files = kept.get(slot) ?? new Map<string, Kept>();
    kept.set(slot, files);
    const old = files.get(path);
    if (options.lifetime === "for-one-run" && old?.base === base) return old.end;
    const file = options.file(path);
    const text = file?.document.text;
    if (old?.base === base && old.text === text) return old.end;
    const end = file === undefined ? base : endOf(file, base, memoryOf(slot, path), options.onError);
    files.set(path, { text: options.lifetime === "for-edits" ? text : undefined, base, end });
    return end;
  };
  return {
    memory: memoryOf,
    through: (slot, paths, base) => paths.reduce((catalog, path) => one(slot, path, catalog), base),
  };
}

function endOf(
  { document, path, isUp }: ReplayFile,
  base: Catalog,
  memory: ReplayMemory,
  onError: HistoriesOptions["onError"],
): Catalog {
  const { segments } = document;
  const { end } = replay({ file: path, segments, base, memory, isUp, onError: (error) => onError(error, path) });
  return withChanges(
    base,
    end.changes().filter(({ key, entry }) => !endsWithSession(key) && base.get(key) !== entry),
  );
}
