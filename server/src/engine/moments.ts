import { applyStatement } from "../catalog/apply-statement.ts";
import type { CatalogEntry, CatalogReader, Change } from "../catalog/catalog.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent } from "../sql/segments.ts";
import { textHash } from "../text/text-hash.ts";
import { type CatalogDraft, draftOver } from "./catalog-draft.ts";
import { replay, walk } from "./replay.ts";
import type { TimelineFile } from "./timeline.ts";
import { wayUp } from "./way-up.ts";

/** A statement in its file with the schema around it. The readers are true only during the visit. */
export interface Moment {
  readonly file: TimelineFile;
  readonly segment: Segment;
  /** Where the segment starts in the file, in UTF-16 code units. */
  readonly start: number;
  /** Counts from 1 what is sent to the server. */
  readonly statement: number;
  readonly before: CatalogReader;
  readonly after: CatalogReader;
  /** What the statement changes in the schema; what takes a migration back changes only what the rest of it sees. */
  readonly changes: readonly Change[];
  /** Whether it belongs to the migration's way up. */
  readonly isUp: boolean;
}

/** Calls `visit` for each segment of the file in order; one that answers `stop` is the last. */
export function visitMoments(file: TimelineFile, visit: (moment: Moment) => "stop" | undefined): void {
  const { document, facts, base, memory } = file;
  const { segments } = document;
  const isUp = wayUp(segments, facts);
  const { steps } = replay({ file: facts.path, segments, base, memory, isUp, onError: () => undefined });
  let start = 0;
  let statement = 0;
  let down: CatalogDraft | undefined;
  let isStopped = false;
  walk(base, steps, ({ segment, changes, counts }, before) => {
    if (isStopped) return;
    if (isSent(segment)) statement += 1;
    // The way down is taken as one: each statement sees what those before it undo.
    if (counts) down = undefined;
    else down ??= draftOver(draftOver(before));
    const own = counts ? changes : changesBack(file, segment, down ?? before);
    const reader = down ?? before;
    const moment = { file, segment, start, statement, before: reader, changes: own, isUp: counts };
    isStopped = visit({ ...moment, after: changedReader(reader, own) }) === "stop";
    down?.apply(own);
    start += segment.text.length;
  });
}

const UNCHANGED: readonly Change[] = [];

function changesBack({ facts }: TimelineFile, segment: Segment, before: CatalogReader): readonly Change[] {
  const statement = segment.parsed?.statement;
  if (statement === undefined) return UNCHANGED;
  try {
    return applyStatement(before, statement, { file: facts.path, segment: textHash(segment.text) });
  } catch {
    // What fails in a way down is heard of where the way up is replayed.
    return UNCHANGED;
  }
}

/** The schema with changes laid over it. */
function changedReader(reader: CatalogReader, changes: readonly Change[]): CatalogReader {
  if (changes.length === 0) return reader;
  let laid: Map<string, CatalogEntry | undefined> | undefined;
  return {
    get: (key) => {
      laid ??= new Map(changes.map(({ key: changed, entry }) => [changed, entry]));
      return laid.has(key) ? laid.get(key) : reader.get(key);
    },
  };
}
