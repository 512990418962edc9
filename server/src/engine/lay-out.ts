import type { NewFiles, NewMigration } from "../project/new-migration.ts";
import type { FileFacts } from "../project/project.ts";
import { blocksOf } from "../sql/sections.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent, segmentStarts } from "../sql/segments.ts";
import type { Statement } from "../sql/statement.ts";
import { type Range, shiftRange } from "../text/range.ts";
import { applyEdits } from "../text/text-edit.ts";
import { carryAlong } from "./carry-along.ts";
import type { FindingFix } from "./finding.ts";
import { type LaterFiles, laterMigrations } from "./later-migrations.ts";
import type { Edit, LineBreak, Rewrite, RewriteStep, SqlContext } from "./rule.ts";
import { withoutAction } from "./without-action.ts";

/** A file as rewrites are laid out over it. */
export interface Layout {
  readonly file: FileFacts;
  readonly segments: readonly Segment[];
  /** Who opened the block that each segment runs in. */
  readonly transactions: readonly SqlContext["transaction"][];
  readonly isUp: (index: number) => boolean;
  readonly lineBreak: LineBreak;
  /** The files of migrations right behind this one; undefined where no way is known. */
  later(migrations: readonly NewMigration[]): NewFiles | undefined;
}

/** Holds the file as it was at the last review, since findings outlive a review and fixes are asked for after it. */
export interface LayoutMemory {
  layout: Layout | undefined;
}

/** The rewrite of a part of the segment that starts at the offset, as edits; undefined where it has no place. */
export function layOut(rewrite: Rewrite, start: number, layout: Layout): FindingFix | undefined {
  const index = segmentStarts(layout.segments).indexOf(start);
  const segment = layout.segments[index];
  const statement = segment?.parsed?.statement;
  if (segment === undefined || statement === undefined) return undefined;
  const place: StatementPlace = { rewrite, segment, statement, start, index };
  const split = splitGroups(groupsOf(stepsOf(place)), layout, place);
  if (split === undefined) return undefined;
  const moves = split.after.length > 0 || split.later.length > 0;
  const isNeeded = moves && isNeededBehind(rewrite, layout, index);
  const carried = isNeeded ? carryAlong(rewrite, layout, index) : undefined;
  if (isNeeded && carried === undefined) return undefined;
  const files = laterMigrations(carried === undefined ? split.later : [...split.later, carried.steps], layout);
  if (files === undefined) return undefined;
  const wayOut = split.usesWayOut ? layout.file.wayOut : undefined;
  const here = split.here.length === 0 ? [removal(layout, place, files)] : editsHere(split.here, layout, place);
  const creates = [...(wayOut?.creates ?? []), ...files.creates];
  return {
    title: files.afterwards === undefined ? rewrite.title : `${rewrite.title}; then ${files.afterwards}`,
    safe: rewrite.safe && creates.length === 0 && files.edits.length === 0,
    edits: [
      ...(wayOut?.edits ?? []),
      ...here,
      ...editsAfterBlock(split.after, layout, index),
      ...(carried?.edits ?? []),
    ],
    elsewhere: files.edits,
    creates,
  };
}

/** Steps that may run in one transaction, or one that runs in none. */
export type StepGroup = readonly RewriteStep[];

/** What is rewritten, and where it stands. */
interface StatementPlace {
  readonly rewrite: Rewrite;
  readonly segment: Segment;
  readonly statement: Statement;
  readonly start: number;
  readonly index: number;
}

/** The steps, each with a text that can stand anywhere. */
function stepsOf({ rewrite: { replaces, steps }, statement, segment }: StatementPlace): readonly RewriteStep[] {
  const text = segment.text.slice(replaces.start, replaces.end);
  return steps.map((step) => {
    if (step.edits === undefined || !isSame(replaces, statement.range)) return step;
    const inside = step.edits.map((edit) => ({ ...edit, range: shiftRange(edit.range, -replaces.start) }));
    return { ...step, sql: applyEdits(text, inside) };
  });
}

function isSame(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

function groupsOf(steps: readonly RewriteStep[]): readonly StepGroup[] {
  const groups: RewriteStep[][] = [];
  for (const step of steps) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isWith =
      step.transaction === "with-last" && last?.transaction !== "outside" && deployOf(last) === deployOf(step);
    if (group !== undefined && last !== undefined && isWith) group.push(step);
    else groups.push([step]);
  }
  return groups;
}

function deployOf(step: RewriteStep | undefined): number {
  return step?.deploy ?? 1;
}

/** What stays in the statement's place, what goes behind the file's own COMMIT, and what goes to later migrations. */
interface Split {
  /** Empty where all of it leaves. */
  readonly here: StepGroup;
  /** Whether the file leaves its tool's transaction. */
  readonly usesWayOut: boolean;
  readonly after: readonly StepGroup[];
  readonly later: readonly StepGroup[];
}

function splitGroups(groups: readonly StepGroup[], layout: Layout, { index }: StatementPlace): Split | undefined {
  const now = groups.filter(([step]) => deployOf(step) === 1);
  const later = groups.filter(([step]) => deployOf(step) > 1);
  const [first = [], ...rest] = now;
  const { file, segments, transactions, isUp } = layout;
  const isAlone = segments.filter((segment, other) => isSent(segment) && isUp(other)).length === 1;
  const inOneBlock = blocksOf(segments)[index] !== undefined;
  const stays: Split = { here: first, usesWayOut: false, after: [], later: [...rest, ...later] };
  const leaves: Split = { here: [], usesWayOut: false, after: [], later: [...now, ...later] };
  // A first step that must not share a transaction with what stands before it leaves, where anything does.
  const mustLeave = needsOutside(first) || (first[0]?.transaction === "own" && !isAlone);
  if (file.transaction === "implicit" && !inOneBlock) return isAlone || !mustLeave ? stays : leaves;
  const transaction = transactions[index] ?? "none";
  if (transaction === "none") {
    if (inOneBlock && now.flat().length > 1) return undefined;
    return { here: now.flat(), usesWayOut: false, after: [], later };
  }
  if (transaction === "file") {
    if (inOneBlock || file.transaction !== "none") return undefined;
    return mustLeave ? { ...leaves, after: now, later } : { ...stays, after: rest, later };
  }
  if (isAlone && file.wayOut?.alone === false && now.some(needsOutside) && !(inOneBlock && now.flat().length > 1)) {
    return { here: now.flat(), usesWayOut: true, after: [], later };
  }
  if (!mustLeave) return inOneBlock && first.length > 1 ? undefined : stays;
  return inOneBlock ? undefined : leaves;
}

function needsOutside([step]: StepGroup): boolean {
  return step?.transaction === "outside";
}

/** Whether a later statement of the file names what the steps make. */
function isNeededBehind({ makes = [] }: Rewrite, { segments, isUp }: Layout, index: number): boolean {
  return segments.some((segment, at) => at > index && isUp(at) && makes.some((name) => segment.text.includes(name)));
}

function editsHere(here: StepGroup, layout: Layout, place: StatementPlace): readonly Edit[] {
  const { rewrite, segment, statement, start, index } = place;
  const { lineBreak } = layout;
  const isTerminated = segment.text.startsWith(";", segment.body.end);
  const end = segment.body.end + (isTerminated ? 1 : 0);
  const shifted = (edits: readonly Edit[]) => edits.map((edit) => ({ ...edit, range: shiftRange(edit.range, start) }));
  const inBlock = blocksOf(layout.segments)[index] !== undefined;
  const whole = (steps: StepGroup) => steps.map((step) => sentAsOne(`${textOf(step, lineBreak)};`, layout, inBlock));
  const behind = (steps: StepGroup): readonly Edit[] => {
    const text = whole(steps).map((each) => lineBreak + each);
    return steps.length === 0
      ? []
      : shifted([{ range: { start: end, end }, text: `${isTerminated ? "" : ";"}${text.join("")}` }]);
  };
  const [first, ...rest] = here;
  if (first?.edits !== undefined) return [...shifted(first.edits), ...behind(rest)];
  const taken = isSame(rewrite.replaces, statement.range)
    ? "all of it"
    : withoutAction(statement, rewrite.replaces, segment.text);
  if (taken !== "all of it") return [...shifted([taken]), ...behind(here)];
  const text = whole(here).join(lineBreak);
  const isMarked = text.endsWith(MARK_END);
  // What stands between the statement and its semicolon is a comment that may stay.
  return shifted([
    {
      range: { start: statement.range.start, end: isMarked ? end : statement.range.end },
      text: isMarked ? text : text.slice(0, -1),
    },
  ]);
}

const MARK_END = "-- +goose StatementEnd";

/** goose cuts at each semicolon, those in a body between dollar quotes too, unless its marks hold the statement together. */
function sentAsOne(text: string, { file, lineBreak }: Layout, inBlock: boolean): string {
  if (file.tool !== "goose" || inBlock || !text.slice(0, -1).includes(";")) return text;
  return ["-- +goose StatementBegin", text, MARK_END].join(lineBreak);
}

/** A step with the comment above it. */
export function textOf({ sql, comment }: RewriteStep, lineBreak: LineBreak): string {
  const lines = comment === undefined ? [] : comment.split("\n").map((line) => `-- ${line}`.trimEnd());
  return [...lines, ...sql.split(/\r?\n/)].join(lineBreak);
}

/** A comment in place of the statement that has moved, so that the file says where it is. */
function removal(
  { lineBreak }: Layout,
  { rewrite, segment, statement, start }: StatementPlace,
  files: LaterFiles,
): Edit {
  const words = rewrite.steps[0]?.words ?? "";
  const target = files.creates[0]?.path.split("/") ?? [];
  const name = target.slice(target.at(-1) === "migration.sql" || target.at(-1) === "up.sql" ? -2 : -1).join("/");
  const says = target.length === 0 ? `-- ${words}: behind the COMMIT` : `-- ${words}: moved to ${name}`;
  const taken = withoutAction(statement, rewrite.replaces, segment.text);
  if (!isSame(rewrite.replaces, statement.range) && taken !== "all of it") {
    return { ...taken, range: shiftRange(taken.range, start) };
  }
  const end = segment.text.startsWith(";", segment.body.end) ? segment.body.end + 1 : segment.body.end;
  // What stands behind it on its line would end up inside the comment.
  const isLineEnd = /^[ \t]*(?:\r?\n|$)/.test(segment.text.slice(end));
  const range = shiftRange({ start: segment.body.start, end }, start);
  return { range, text: isLineEnd && end < segment.text.length ? says : `${says}${lineBreak}` };
}

function editsAfterBlock(after: readonly StepGroup[], layout: Layout, index: number): readonly Edit[] {
  if (after.length === 0) return [];
  const { segments, lineBreak } = layout;
  const commit = segments.findIndex(({ parsed }, other) => {
    const statement = other > index ? parsed?.statement : undefined;
    return statement?.kind === "transaction" && statement.action === "commit";
  });
  const segment = segments[commit];
  const start = segmentStarts(segments)[commit];
  if (segment === undefined || start === undefined) return [];
  const isTerminated = segment.text.startsWith(";", segment.body.end);
  const text = after.flat().map((step) => `${lineBreak}${textOf(step, lineBreak)};`);
  const end = start + segment.body.end + (isTerminated ? 1 : 0);
  return [{ range: { start: end, end }, text: `${isTerminated ? "" : ";"}${text.join("")}` }];
}
