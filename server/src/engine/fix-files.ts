import type { OverlaidFiles } from "../project/overlaid-files.ts";
import { isWithin } from "../project/paths.ts";
import { isReviewable } from "../project/reviewable-files.ts";
import { type LinePosition, lineIndexOf } from "../text/line-index.ts";
import { applyEdits } from "../text/text-edit.ts";
import { type ChosenFix, editsOf, type IsWanted, isLocal, localFixes } from "./chosen-fixes.ts";
import type { FindingFix } from "./finding.ts";
import { type Review, review } from "./review.ts";
import type { Workspace } from "./workspace.ts";

/** What fixing files comes to. Paths are absolute; nothing of it is on disk. */
export interface FixedFiles {
  readonly applied: readonly AppliedFix[];
  /** Files with another text than before, in the order in which they were first changed. */
  readonly changed: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly created: readonly { readonly path: string; readonly text: string }[];
  /** Fixes that were wanted and could not be done, with the reason. */
  readonly refused: readonly { readonly path: string; readonly title: string; readonly reason: string }[];
  /** What is left to be found in the files that were named, and in those that were created. */
  readonly left: readonly Review[];
}

/** A fix where its finding stood at the moment, fixes before it already done. */
export interface AppliedFix {
  readonly path: string;
  readonly rule: string;
  readonly title: string;
  readonly at: LinePosition;
}

/** A fix may leave something that another fix mends; one that always leaves its own finding must not go on forever. */
const MOST_ROUNDS = 50;

/** What is done so far. */
interface Progress {
  readonly workspace: Workspace;
  readonly files: OverlaidFiles;
  readonly applied: AppliedFix[];
  readonly before: Map<string, string>;
  readonly created: Set<string>;
  readonly refused: Map<string, FixedFiles["refused"][number]>;
}

/**
 * Applies the wanted fixes to the files, over and over until none is left. The workspace must read `files`, which take the
 * new texts. What another file already is, or would leave the workspace, is refused.
 */
export function fixFiles(
  workspace: Workspace,
  files: OverlaidFiles,
  paths: readonly string[],
  isWanted: IsWanted,
): FixedFiles {
  const progress: Progress = {
    workspace,
    files,
    applied: [],
    before: new Map(),
    created: new Set(),
    refused: new Map(),
  };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const done = [...paths, ...newOnes(progress, paths)].map((path) => fixOnce(progress, path, isWanted));
    if (!done.includes(true)) break;
  }
  const textOf = (path: string) => workspace.documents.get(path)?.text ?? "";
  const changed = [...progress.before].map(([path, before]) => ({ path, before, after: textOf(path) }));
  return {
    applied: progress.applied,
    changed: changed.filter(({ before, after }) => before !== after),
    created: [...progress.created].map((path) => ({ path, text: textOf(path) })),
    refused: [...progress.refused.values()],
    left: [...paths, ...newOnes(progress, paths)].map((path) => review(workspace, path)),
  };
}

/** Migrations that were created: what moved there may have to be mended as well. */
function newOnes({ created }: Progress, paths: readonly string[]): readonly string[] {
  return [...created].filter((path) => isReviewable(path) && !paths.includes(path));
}

/** Applies what can be applied at once; returns whether anything was. */
function fixOnce(progress: Progress, path: string, isWanted: IsWanted): boolean {
  const { findings, document } = review(progress.workspace, path);
  if (document === undefined) return false;
  const local = localFixes(findings, isWanted);
  const chosen = local.length > 0 ? local : spreadFix(progress, path, findings, isWanted);
  if (chosen.length === 0) return false;
  const lines = lineIndexOf(document.text);
  for (const { finding, fix } of chosen) {
    progress.applied.push({ path, rule: finding.rule, title: fix.title, at: lines.positionAt(finding.range.start) });
  }
  change(progress, path, applyEdits(document.text, editsOf(chosen)));
  const touched = [path, ...chosen.flatMap(({ fix }) => doElsewhere(progress, fix))];
  progress.workspace.refresh(touched);
  return true;
}

/** The first fix of several files that can be done: what it creates may change what others would. */
function spreadFix(
  progress: Progress,
  path: string,
  findings: Review["findings"],
  isWanted: IsWanted,
): readonly ChosenFix[] {
  for (const finding of findings) {
    const fix = finding.fixes.find((each) => isWanted(finding, each));
    if (fix === undefined || isLocal(fix)) continue;
    const reason = obstacle(progress, path, fix);
    if (reason === undefined) return [{ finding, fix }];
    progress.refused.set(`${path} ${fix.title}`, { path, title: fix.title, reason });
  }
  return [];
}

/** Why the fix cannot be done; undefined where it can. */
function obstacle(
  { workspace, files }: Progress,
  path: string,
  { creates, elsewhere }: FindingFix,
): string | undefined {
  const roots = [workspace.project(path).root, ...workspace.options.roots];
  const outside = [...creates, ...elsewhere].find((one) => !roots.some((root) => isWithin(root, one.path)));
  if (outside !== undefined) return `${outside.path} is outside of the workspace`;
  const taken = creates.find((one) => files.read(one.path).kind !== "missing");
  if (taken !== undefined) return `${taken.path} is there already`;
  const gone = elsewhere.find((one) => files.read(one.path).kind !== "text");
  return gone === undefined ? undefined : `${gone.path} cannot be read`;
}

function doElsewhere(progress: Progress, { creates, elsewhere }: FindingFix): readonly string[] {
  for (const { path, text } of creates) {
    progress.files.put(path, text);
    progress.created.add(path);
  }
  const others = [...new Set(elsewhere.map((edit) => edit.path))];
  for (const path of others) {
    const answer = progress.files.read(path);
    if (answer.kind !== "text") continue;
    const edits = elsewhere.filter((edit) => edit.path === path);
    change(progress, path, applyEdits(answer.text, edits));
  }
  return [...creates.map(({ path }) => path), ...others];
}

function change({ files, before, created }: Progress, path: string, text: string): void {
  const answer = files.read(path);
  if (!before.has(path) && !created.has(path)) before.set(path, answer.kind === "text" ? answer.text : "");
  files.put(path, text);
}
