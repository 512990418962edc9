import type { Finding } from "../../server/src/engine/finding.ts";
import type { Git } from "../../server/src/engine/git.ts";
import { type Review, review } from "../../server/src/engine/review.ts";
import { createWorkspace, type Workspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { memoryFiles } from "../support/memory-files.ts";
import type { PageBlock, PageExample } from "./page.ts";

/** An example of a page as a history in memory. */
export interface ExampleHistory {
  /** Absolute paths and their texts, in apply order. */
  readonly files: Readonly<Record<string, string>>;
  /** The path of the reviewed file. */
  readonly reviewed: string;
  /** The texts of the main branch by absolute path; undefined where Git is not to be asked. */
  readonly main?: Readonly<Record<string, string>>;
}

const ROOT = "/project";
const EXTENSION: Readonly<Record<string, string>> = { sql: "sql", prisma: "prisma" };

/** The files of an example: `before` blocks come first, `after` blocks last. */
export function historyOf(example: PageExample): ExampleHistory {
  const order = [...of(example, "before"), ...of(example, ""), ...of(example, "after")];
  const entries = order.map((block, index) => [pathOf(block, index), block] as const);
  const reviewed = entries.find(([, block]) => block.role === "")?.[0];
  if (reviewed === undefined) throw new Error(`the example "${example.title}" has no block to review`);
  const files = Object.fromEntries(entries.map(([path, block]) => [path, block.code]));
  const main = of(example, "main").map(({ info: { file }, code }) => [
    file === undefined ? reviewed : `${ROOT}/${file}`,
    code,
  ]);
  return { files, reviewed, ...(main.length === 0 ? {} : { main: Object.fromEntries(main) }) };
}

/** Git, of which only the main branch is known. */
function gitOf(main: Readonly<Record<string, string>>): Git {
  return {
    filesAt: () => new Map(Object.keys(main).map((path) => [path, path])),
    mainBranch: () => ({ name: "origin/main", tip: "tip", base: "tip" }),
    textOf: (_, id) => main[id],
  };
}

function of({ blocks }: PageExample, role: PageBlock["role"]): readonly PageBlock[] {
  return blocks.filter((block) => block.role === role);
}

function pathOf({ language, info }: PageBlock, index: number): string {
  const { file } = info;
  if (file !== undefined) return `${ROOT}/${file}`;
  if (language === "prisma") return `${ROOT}/prisma/schema.prisma`;
  return `${ROOT}/db/migrations/${String(index + 1).padStart(4, "0")}_change.${EXTENSION[language] ?? "sql"}`;
}

/** How an example is reviewed. */
export interface ExampleReview {
  /** In place of the reviewed file's text. */
  readonly text?: string;
  /** A rule that is on whatever set it belongs to. */
  readonly on?: string;
  /** The server's major version. */
  readonly postgres?: number;
}

/** Reviews the example's file. */
export function reviewHistory(history: ExampleHistory, how: ExampleReview = {}): Review {
  return review(workspaceOf(history, how), history.reviewed);
}

/** A workspace that holds the example. */
export function workspaceOf(
  { files, reviewed, main }: ExampleHistory,
  { text, on, postgres }: ExampleReview = {},
): Workspace {
  return createWorkspace({
    files: memoryFiles(text === undefined ? files : { ...files, [reviewed]: text }),
    roots: [ROOT],
    rules:
      on === undefined ? ALL_RULES : ALL_RULES.map((rule) => (rule.id === on ? { ...rule, set: "recommended" } : rule)),
    config: { kind: "found" },
    engine: undefined,
    postgres,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    git: main && gitOf(main),
    log: (message) => {
      throw new Error(message);
    },
  });
}

/** The history with the fix in it: the reviewed file edited, others too, and what the fix creates beside them. */
export function withFix(
  history: ExampleHistory,
  { edits, elsewhere, creates }: Finding["fixes"][number],
): ExampleHistory {
  const { reviewed } = history;
  const files: Record<string, string> = { ...history.files };
  files[reviewed] = applyEdits(files[reviewed] ?? "", edits);
  for (const path of new Set(elsewhere.map((edit) => edit.path))) {
    files[path] = applyEdits(
      files[path] ?? "",
      elsewhere.filter((edit) => edit.path === path),
    );
  }
  for (const { path, text } of creates) files[path] = text;
  return { reviewed, files };
}
