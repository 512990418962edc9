import { blocksOf } from "../sql/sections.ts";
import type { Segment } from "../sql/segment.ts";
import { segmentStarts } from "../sql/segments.ts";
import type { Layout } from "./lay-out.ts";
import type { Edit, Rewrite, RewriteStep } from "./rule.ts";

/** What stands behind a rewritten statement and follows its steps into a migration of its own. */
export interface Carried {
  readonly steps: readonly RewriteStep[];
  /** Takes the statements out of the file. */
  readonly edits: readonly Edit[];
}

/**
 * The statements behind the one at the index, which need what its steps make and so must come behind them; undefined
 * where they cannot leave the file: it has transactions of its own, something there is no statement that parses, or a
 * step belongs to a later deploy and would come in between.
 */
export function carryAlong({ steps }: Rewrite, layout: Layout, index: number): Carried | undefined {
  const { segments, transactions, isUp } = layout;
  const blocks = blocksOf(segments);
  const behind = segments.flatMap(({ kind }, at) => (at > index && isUp(at) && kind !== "empty" ? [at] : []));
  const canLeave = (at: number) =>
    transactions[at] === "tool" && blocks[at] === undefined && isPlainStatement(segments[at]);
  if (steps.some(({ deploy = 1 }) => deploy > 1) || behind.length === 0 || !behind.every(canLeave)) return undefined;
  const words = `after ${steps[0]?.words ?? ""}`;
  const settings = segments.filter(({ parsed }, at) => at < index && isUp(at) && parsed?.statement?.kind === "set");
  const moved = [...settings, ...behind.flatMap((at) => segments[at] ?? [])];
  return {
    steps: moved.map(({ text, body }, at) => ({
      sql: text.slice(body.start, body.end),
      transaction: at === 0 ? "own" : "with-last",
      words,
    })),
    edits: behind.map((at, place) => removed(layout, at, place === 0 ? "-- What stood here comes behind it." : "")),
  };
}

function isPlainStatement(segment: Segment | undefined): boolean {
  const statement = segment?.parsed?.statement;
  return statement !== undefined && statement.kind !== "transaction" && statement.kind !== "copy";
}

function removed({ segments }: Layout, at: number, says: string): Edit {
  const segment = segments[at];
  const start = segmentStarts(segments)[at] ?? 0;
  const body = segment?.body ?? { start: 0, end: 0 };
  const end = body.end + (segment?.text.startsWith(";", body.end) ? 1 : 0);
  return { range: { start: start + body.start, end: start + end }, text: says };
}
