import type { Range } from "../text/range.ts";
import type { Finding, FindingFix } from "./finding.ts";
import type { Edit } from "./rule.ts";

/** A finding with the fix of it that is taken. */
export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: FindingFix;
}

/** Whether a fix is one that may be taken. */
export type IsWanted = (finding: Finding, fix: FindingFix) => boolean;

/** Whether it changes its own file and nothing else. */
export function isLocal({ creates, elsewhere }: FindingFix): boolean {
  return creates.length + elsewhere.length === 0;
}

/**
 * The first wanted fix of each finding where it changes only its file, but for those whose edits overlap an earlier one's.
 * All of them can be applied at once.
 */
export function localFixes(findings: readonly Finding[], isWanted: IsWanted): readonly ChosenFix[] {
  const taken: Edit[] = [];
  return findings.flatMap((finding) => {
    const fix = finding.fixes.find((each) => isWanted(finding, each));
    if (fix === undefined || !isLocal(fix)) return [];
    const fresh = fix.edits.filter((edit) => !taken.some((other) => sameEdit(other, edit)));
    if (fresh.some((edit) => taken.some((other) => collides(other.range, edit.range)))) return [];
    taken.push(...fresh);
    return [{ finding, fix }];
  });
}

/** The edits of the fixes, one that several have only once. */
export function editsOf(fixes: readonly ChosenFix[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const edit of fixes.flatMap(({ fix }) => fix.edits)) {
    if (!edits.some((other) => sameEdit(other, edit))) edits.push(edit);
  }
  return edits;
}

function sameEdit(a: Edit, b: Edit): boolean {
  return a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text;
}

/** Two insertions at one place do not collide; anything else that shares a code unit does. */
function collides(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}
