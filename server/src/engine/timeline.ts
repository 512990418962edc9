import { type Catalog, EMPTY_CATALOG } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";
import type { Document } from "./documents.ts";
import type { Histories } from "./histories.ts";
import type { ReplayMemory } from "./replay.ts";

/** A file of a history with the schema that it starts from. */
export interface TimelineFile {
  readonly document: Document;
  readonly facts: FileFacts;
  readonly base: Catalog;
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
  const pass = (path: string, slot: string | undefined) => {
    const file = source.file(path);
    if (file === undefined) return;
    const own = slot ?? file.slot;
    found.push({ document: file.document, facts: file.facts, base: now, memory: histories.memory(own, path) });
    now = histories.through(own, [path], now);
    ends.set(path, now);
  };
  for (const path of paths.schema) pass(path, "schema");
  for (const path of paths.files) pass(path, undefined);
  for (const path of paths.down) {
    const file = source.file(path);
    if (file === undefined) continue;
    const taken = paths.files.find((up) => takesBack(path, up));
    const base = (taken === undefined ? undefined : ends.get(taken)) ?? now;
    found.push({ document: file.document, facts: file.facts, base, memory: histories.memory(file.slot, path) });
  }
  return found;
}

/** Whether the names say that one file takes the other back: `1_a.down.sql` and `1_a.up.sql`, `1/down.sql` and `1/up.sql`, `revert/a.sql` and `deploy/a.sql`. */
function takesBack(down: string, up: string): boolean {
  return withoutDirection(down) === withoutDirection(up);
}

function withoutDirection(path: string): string {
  return path.replace(/([./_-])(?:up|down|do|undo|deploy|revert)(?=[./])/g, "$1");
}
