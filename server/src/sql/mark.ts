import type { Range } from "../text/range.ts";
import type { Comment } from "./segment.ts";

/** What a comment tells a migration tool. */
export interface Mark {
  readonly tool: Tool;
  /** The comment without its dashes and outer blanks: `+goose Up`. */
  readonly text: string;
  /** Whether a statement that lacks its semicolon ends before or after the comment. */
  readonly ends: "before" | "after" | undefined;
  /** The part of the file that starts here. */
  readonly section: "up" | "down" | undefined;
}

/** Migration tools that read comments. */
export type Tool =
  | "goose"
  | "sql-migrate"
  | "dbmate"
  | "liquibase"
  | "drizzle"
  | "atlas"
  | "sqlx"
  | "flyway"
  | "postgres-migrations";

/** How each tool's comments start, after the dashes and blanks. */
const tools: readonly (readonly [Tool, RegExp])[] = [
  ["goose", /^\+goose\s+\S/i],
  ["sql-migrate", /^\+migrate\s+\S/i],
  ["dbmate", /^migrate:(?:up|down)\b/i],
  ["liquibase", /^(?:liquibase formatted sql|changeset\s+\S+:\S|rollback\s|preconditions?\b|validCheckSum:?\s)/i],
  ["drizzle", /^> statement-breakpoint/],
  ["atlas", /^atlas:\w/],
  ["sqlx", /^no-transaction\b/],
  ["flyway", /^flyway:\w/i],
  ["postgres-migrations", /^postgres-migrations\s+\S/],
];

/** Most comments are prose: only these characters start a mark. */
const firstCharacters = "+>mMlLcCrRpPvVaAnNfF";

/** What the line comment says to a migration tool; undefined for prose and for block comments. */
export function markOf(comment: string): Mark | undefined {
  if (!comment.startsWith("--")) return undefined;
  let start = 2;
  while (comment.charCodeAt(start) === 32 || comment.charCodeAt(start) === 9) start++;
  if (!firstCharacters.includes(comment.charAt(start) || " ")) return undefined;
  const text = comment.slice(start).trimEnd();
  const tool = tools.find(([, form]) => form.test(text))?.[0];
  return tool === undefined ? undefined : { tool, text, ends: endsOf(tool, text), section: sectionOf(tool, text) };
}

/** Where a comment ends a statement without a semicolon; hatchet's goose files and drizzle's rely on it. */
function endsOf(tool: Tool, text: string): Mark["ends"] {
  if (tool === "drizzle") return "after";
  if (tool === "dbmate") return "before";
  if (tool === "liquibase") return /^changeset\s/i.test(text) ? "before" : undefined;
  if (tool !== "goose" && tool !== "sql-migrate") return undefined;
  if (/\sStatementEnd\b/i.test(text)) return "after";
  return /\s(?:StatementBegin|Up|Down)\b/i.test(text) ? "before" : undefined;
}

function sectionOf(tool: Tool, text: string): Mark["section"] {
  const form = {
    goose: /^\+goose\s+(up|down)\b/i,
    "sql-migrate": /^\+migrate\s+(up|down)\b/i,
    dbmate: /^migrate:(up|down)/i,
  };
  if (tool !== "goose" && tool !== "sql-migrate" && tool !== "dbmate") return undefined;
  const name = form[tool].exec(text)?.[1]?.toLowerCase();
  return name === "up" || name === "down" ? name : undefined;
}

/** A mark and where its comment stands in the segment. */
export interface PlacedMark {
  readonly mark: Mark;
  readonly range: Range;
}

const NO_MARKS: readonly PlacedMark[] = [];

/** The marks among a segment's comments, in order. */
export function marksIn(text: string, comments: readonly Comment[]): readonly PlacedMark[] {
  const found: PlacedMark[] = [];
  for (const { range, style } of comments) {
    const mark = style === "line" ? markOf(text.slice(range.start, range.end)) : undefined;
    if (mark !== undefined) found.push({ mark, range });
  }
  return found.length === 0 ? NO_MARKS : found;
}
