import { type Review, review } from "../../server/src/engine/review.ts";
import { createWorkspace, type Workspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { memoryFiles } from "../support/memory-files.ts";
import type { PageBlock, PageExample } from "./page.ts";

/** An example of a page as a history in memory. */
export interface ExampleHistory {
  /** Absolute paths and their texts, in apply order. */
  readonly files: Readonly<Record<string, string>>;
  /** The path of the reviewed file. */
  readonly reviewed: string;
}

const ROOT = "/project";
const EXTENSION: Readonly<Record<string, string>> = { sql: "sql", prisma: "prisma" };

/** The files of an example: `before` blocks come first, `after` blocks last. */
export function historyOf(example: PageExample): ExampleHistory {
  const order = [...of(example, "before"), ...of(example, ""), ...of(example, "after")];
  const entries = order.map((block, index) => [pathOf(block, index), block] as const);
  const reviewed = entries.find(([, block]) => block.role === "")?.[0];
  if (reviewed === undefined) throw new Error(`the example "${example.title}" has no block to review`);
  return { files: Object.fromEntries(entries.map(([path, block]) => [path, block.code])), reviewed };
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

/** Reviews the example's file, or `text` in its place. */
export function reviewHistory(history: ExampleHistory, text?: string): Review {
  return review(workspaceOf(history, text), history.reviewed);
}

/** A workspace that holds the example. */
export function workspaceOf({ files, reviewed }: ExampleHistory, text?: string): Workspace {
  return createWorkspace({
    files: memoryFiles(text === undefined ? files : { ...files, [reviewed]: text }),
    roots: [ROOT],
    rules: ALL_RULES,
    config: { kind: "found" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    log: (message) => {
      throw new Error(message);
    },
  });
}
