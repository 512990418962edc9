import { type Catalog, withChanges } from "../catalog/catalog.ts";
import type { Segment } from "../sql/segment.ts";
import type { Document } from "./documents.ts";
import { replay, type Step } from "./replay.ts";

/** Replays files one after another, and keeps each one's result for as long as it and what came before are the same. */
export interface Histories {
  /** The schema after the files in order, starting from `base`. `slot` names the sequence, so that two do not mix. */
  through(slot: string, files: readonly ReplayFile[], base: Catalog): Catalog;
  forget(): void;
}

/** A file to replay. */
export interface ReplayFile {
  readonly document: Document;
  /** As origins name it. */
  readonly path: string;
  /** Whether each segment belongs to the migration's way up. */
  readonly isUp: (index: number) => boolean;
}

interface Kept {
  readonly segments: readonly Segment[];
  readonly base: Catalog;
  readonly end: Catalog;
  readonly steps: Map<Segment, Step>;
}

/** Nothing replayed yet; `onError` hears of statements that the catalogue could not take. */
export function createHistories(onError: (error: unknown, path: string) => void): Histories {
  const kept = new Map<string, Kept>();
  const one = (key: string, file: ReplayFile, base: Catalog): Catalog => {
    const old = kept.get(key);
    const { segments } = file.document;
    if (old !== undefined && old.segments === segments && old.base === base) return old.end;
    const known = old?.steps ?? new Map();
    const onReplayError = (error: unknown) => onError(error, file.path);
    const { end: draft } = replay({ file: file.path, segments, base, known, isUp: file.isUp, onError: onReplayError });
    const changes = draft.changes().filter(({ key: changed, entry }) => base.get(changed) !== entry);
    const end = withChanges(base, changes);
    kept.set(key, { segments, base, end, steps: known });
    return end;
  };
  return {
    through: (slot, files, base) => files.reduce((catalog, file) => one(`${slot}\0${file.path}`, file, catalog), base),
    forget: () => kept.clear(),
  };
}
