import { type Catalog, type CatalogReader, withChanges } from "../catalog/catalog.ts";
import { endsWithSession } from "../catalog/keys.ts";
import { type CatalogDraft, draftOver } from "./catalog-draft.ts";
import { haveCommon, type Patch, patchedCatalog, repatched } from "./patched-catalog.ts";
import type { Step } from "./step.ts";

/**
 * Some consecutive steps of a file between two schemas. Where the schema before them changes in nothing that they read,
 * the stretch is passed as a whole: so an edit costs what it reaches, however long the file or the history.
 */
export interface Stretch {
  readonly steps: readonly Step[];
  readonly base: Catalog;
  readonly end: Catalog;
  /** Keys that the steps change. */
  readonly changed: ReadonlySet<string>;
  /** Those of them that end with the session. */
  readonly ofSession: readonly string[];
  /** What was made of its reads; gone after a review of one of the steps. */
  read: StretchReads;
}

/** Keys that the steps of a stretch, and what was said of them, read or change; put together when they are asked for a second time. */
interface StretchReads {
  before?: ReadonlySet<string> | "asked once";
  /** Of the schema after the history. */
  final?: ReadonlySet<string> | "asked once";
}

/** Where a replay stands. */
export interface Flow {
  /** The schema now. */
  now: Catalog;
  /** The schema at the same place in the replay before. */
  was: Catalog;
  /** Where the one is not the other; undefined where that is not known. */
  differing: Patch | undefined;
}

/** How many steps make a stretch: so many are looked at where one is edited, and so many are passed at once elsewhere. */
const MOST_STEPS = 32;

/** Gives the step of each index, in the schema before it. */
export type StepAt = (index: number, before: CatalogDraft) => Step;

/** The stretch in the schema that now stands before it; undefined where it may have read something of what differs. */
export function passed(stretch: Stretch, flow: Flow): Stretch | undefined {
  const { now, differing } = flow;
  if (differing === undefined || (differing.size > 0 && readsAny(stretch, "before", differing))) return undefined;
  // What it changes it reads, so that what differs before it differs behind it.
  const end = patchedCatalog(stretch.end, differing);
  if (end === undefined) return undefined;
  flow.now = end;
  flow.was = stretch.end;
  return differing.size === 0 ? stretch : { ...stretch, base: now, end };
}

/** New stretches of `count` steps in place of the old ones. */
export function stretchesOf(count: number, stepAt: StepAt, old: readonly Stretch[], flow: Flow): readonly Stretch[] {
  const parts = Math.ceil(count / MOST_STEPS);
  const bounds = Array.from({ length: parts + 1 }, (_, part) => Math.floor((count * part) / Math.max(parts, 1)));
  const touched = new Set(old.flatMap(({ changed }) => [...changed]));
  flow.was = old.at(-1)?.end ?? flow.was;
  const made: Stretch[] = [];
  for (let part = 0; part < parts; part += 1) {
    const base = flow.now;
    const { steps, draft } = stepsOf(bounds[part] ?? 0, bounds[part + 1] ?? count, stepAt, base);
    const changes = draft.changes();
    const changed = new Set(changes.map(({ key }) => key));
    for (const key of changed) touched.add(key);
    const isLast = part === parts - 1;
    const end = (isLast ? endLike(flow, touched, draft) : undefined) ?? withChanges(base, changes);
    made.push({ steps, base, end, changed, ofSession: [...changed].filter(endsWithSession), read: {} });
    flow.now = end;
  }
  if (parts === 0) endLike(flow, touched, flow.now);
  return made;
}

/** Finds where the schema now differs, and gives it as the one of before with that laid over it. */
function endLike(flow: Flow, touched: ReadonlySet<string>, now: CatalogReader): Catalog | undefined {
  if (flow.differing === undefined) return undefined;
  flow.differing = repatched(flow.differing, touched, now, flow.was);
  return patchedCatalog(flow.was, flow.differing);
}

function stepsOf(from: number, until: number, stepAt: StepAt, base: Catalog) {
  const draft = draftOver(base);
  const steps: Step[] = [];
  for (let index = from; index < until; index += 1) {
    const step = stepAt(index, draft);
    draft.apply(step.changes);
    steps.push(step);
  }
  return { steps, draft };
}

/**
 * Whether the stretch read any of the keys in the schema before its steps, or in the one after the history. Steps that
 * are being edited are asked one by one; of those that stay, all is put together when they are asked again.
 */
export function readsAny(stretch: Stretch, of: keyof StretchReads, keys: Patch): boolean {
  const { read, steps, changed } = stretch;
  let known = read[of];
  if (known === undefined) {
    read[of] = "asked once";
    return (of === "before" && haveCommon(keys, changed)) || steps.some((step) => stepReadsAny(step, of, keys));
  }
  if (known === "asked once") {
    known = readsOf(stretch, of);
    read[of] = known;
  }
  return haveCommon(keys, known);
}

function stepReadsAny({ reads, kept }: Step, of: keyof StretchReads, keys: Patch): boolean {
  if (kept !== undefined && haveCommon(keys, kept.review.reads[of])) return true;
  return of === "before" && haveCommon(keys, reads);
}

function readsOf({ steps, changed }: Stretch, of: keyof StretchReads): ReadonlySet<string> {
  const all = new Set(of === "before" ? changed : []);
  for (const { reads, kept } of steps) {
    for (const key of kept?.review.reads[of].keys() ?? []) all.add(key);
    if (of === "before") for (const key of reads.keys()) all.add(key);
  }
  return all;
}
