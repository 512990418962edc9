import type { Project } from "../project/detect-project.ts";
import { relativeTo } from "../project/paths.ts";
import type { FileFacts } from "../project/project.ts";
import { isSent } from "../sql/segments.ts";
import { nextLineStart } from "../text/line-ends.ts";
import type { Range } from "../text/range.ts";
import { askRules } from "./ask-rules.ts";
import type { Document } from "./documents.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import { errorWords } from "./error-words.ts";
import type { Finding } from "./finding.ts";
import { firstLine } from "./first-line.ts";
import type { Git, MainBranch, RevisionFiles } from "./git.ts";
import type { Applied } from "./rule.ts";
import type { Workspace } from "./workspace.ts";

/** The main branch as a history's folder stands on it. */
interface Stored {
  readonly branch: MainBranch;
  readonly tip: RevisionFiles;
  readonly base: RevisionFiles;
}

const storedOf = new WeakMap<Project, Map<string, Stored | undefined>>();

/** Findings about what the main branch has of a migration and of those behind it; none where Git is not to be asked. */
export function reviewApplied(
  workspace: Workspace,
  document: Document,
  file: FileFacts,
  rules: readonly EnabledRule[],
): readonly Finding[] {
  const { git } = workspace.options;
  const listening = git === undefined ? [] : rules.filter(({ rule }) => rule.on.applied !== undefined);
  if (git === undefined || listening.length === 0 || file.direction === "down") return [];
  const applied = appliedOf(workspace.project(document.path), git, document);
  if (applied === undefined) return [];
  return askRules(
    listening,
    ({ rule, options }, report) => rule.on.applied?.(applied, { file, options, report }),
    (error, rule) => workspace.options.log(`${rule.id} failed on ${document.path}: ${errorWords(error)}`),
  );
}

function appliedOf(project: Project, git: Git, { path, text, segments }: Document): Applied | undefined {
  const history = project.histories.find(({ files }) => files.includes(path));
  const stored = history && storedIn(project, git, history.folder);
  if (history === undefined || stored === undefined) return undefined;
  const { branch, tip, base } = stored;
  const id = base.get(path);
  const before = id === undefined ? undefined : git.textOf(history.folder, id);
  if (before !== undefined) {
    const changed = firstDifference(withoutMark(before), text);
    return changed && { kind: "edited", branch: branch.name, range: changed };
  }
  if (tip.has(path) || base.has(path)) return undefined;
  const behind = history.files.slice(history.files.indexOf(path) + 1).filter((other) => tip.has(other));
  if (behind.length === 0) return undefined;
  return {
    kind: "before applied ones",
    branch: branch.name,
    behind: behind.map((other) => relativeTo(project.root, other)),
    // A comment above the first statement is none of the migration.
    range: firstLine(segments, segments.findIndex(isSent)),
  };
}

/** Found out once, for the project is another value when a file changes on disk. */
function storedIn(project: Project, git: Git, folder: string): Stored | undefined {
  const known = storedOf.get(project) ?? new Map<string, Stored | undefined>();
  storedOf.set(project, known);
  if (known.has(folder)) return known.get(folder);
  const branch = git.mainBranch(folder);
  const tip = branch && git.filesAt(folder, branch.tip);
  const base = branch?.base === branch?.tip ? tip : branch && git.filesAt(folder, branch.base);
  const stored = branch && tip && base ? { branch, tip, base } : undefined;
  known.set(folder, stored);
  return stored;
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

const SUPPRESSION = /^\s*--\s*lockkeeper-(?:disable|enable)/;

/**
 * The first line of the text that another one has not; undefined where they differ in nothing but their line breaks.
 * A comment that is there to hide this very finding is passed over.
 */
function firstDifference(before: string, after: string): Range | undefined {
  const old = before.split(/\r?\n/);
  let start = 0;
  for (let line = 0; start < after.length || line < old.length; line += 1) {
    const next = nextLineStart(after, start);
    const own = after.slice(start, next).replace(/\r?\n$/, "");
    if (own !== (old[line] ?? "") && SUPPRESSION.test(own)) {
      start = next;
      line -= 1;
      continue;
    }
    if (own !== (old[line] ?? "") || (start >= after.length && line < old.length - 1)) {
      const last = start >= after.length ? Math.max(0, after.length - 1) : start;
      return { start: last, end: Math.max(last, last === start ? start + own.length : after.length) };
    }
    if (start >= after.length) return undefined;
    start = next;
  }
  return undefined;
}
