import { type Catalog, EMPTY_CATALOG } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";
import { withoutDirection } from "../project/taken-back.ts";
import type { Document } from "./documents.ts";
import type { Histories } from "./histories.ts";
import type { ReplayMemory } from "./replay.ts";

/** A file of a history with the schema that it starts from. */
export interface TimelineFile {
  readonly document: Document;
  readonly facts: FileFacts;
  readonly base: Catalog;
  /** The schema that it leaves behind; of a file that takes a migration back, the one that it starts from. */
  readonly end: Catalog;
  /** Whether it takes a migration back. */
  readonly isDown: boolean;
  readonly memory: ReplayMemory;
}

/** Paths whose files belong together. */
export interface TimelinePaths {
  /** Files that say what there is before the first of the history. */
  readonly schema: readonly string[];
  /** In apply order. */
  readonly files: readonly string[];
  /** Files that take migrations back. */
  readonly down: readonly string[];
}

/** What a timeline needs of the workspace. */
export interface TimelineSource {
  readonly histories: Histories;
  /** The Postgres file at a path with its facts, and the name that its replays are kept under. */
  file(path: string): { readonly document: Document; readonly facts: FileFacts; readonly slot: string } | undefined;
}

/**
 * The files, each with the schema that it starts from: schema files, the history, then the files that take it back, of
 * which each starts where the migration that it takes back ended.
 */
export function timelineOf(source: TimelineSource, paths: TimelinePaths): readonly TimelineFile[] {
  const found: TimelineFile[] = [];
  const ends = new Map<string, Catalog>();
  const { histories } = source;
  let now = EMPTY_CATALOG;
  const pass = (path: string, given: string | undefined) => {
    const file = source.file(path);
    if (file === undefined) return;
    const { document, facts } = file;
    const slot = given ?? file.slot;
    const base = now;
    now = histories.through(slot, [path], base);
    found.push({ document, facts, base, end: now, isDown: false, memory: histories.memory(slot, path) });
    ends.set(withoutDirection(path), now);
  };
  for (const path of paths.schema) pass(path, "schema");
  for (const path of paths.files) pass(path, undefined);
  for (const path of paths.down) {
    const file = source.file(path);
    if (file === undefined) continue;
    const { document, facts, slot } = file;
    const base = ends.get(withoutDirection(path)) ?? now;
    found.push({ document, facts, base, end: base, isDown: true, memory: histories.memory(slot, path) });
  }
  return found;
}
