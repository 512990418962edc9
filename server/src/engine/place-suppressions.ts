import type { Suppression } from "../text/suppression-comment.ts";
import type { CodeLines } from "./code-lines.ts";

/** One name of a suppression with the stretch of the file that it covers; offsets count from the file's start. */
export interface PlacedSuppression {
  readonly suppression: Suppression;
  /** Undefined where the comment names no rule. */
  readonly name: Suppression["rules"][number] | undefined;
  /** The first offset covered. */
  readonly from: number;
  /** The offset after the last covered one. */
  readonly to: number;
}

/**
 * Where each name of each suppression holds, by the first offset covered. The suppressions stand in the file's order.
 * Ours cover the next line of code; a peer's cover from there to the end of the statement, as the peers have it.
 */
export function placeSuppressions(
  suppressions: readonly Suppression[],
  lines: CodeLines,
): readonly PlacedSuppression[] {
  const placed: PlacedSuppression[] = [];
  const closes = new Map<string, number>();
  // From the end to the start, so that what closes a stretch, and the code that follows, are known already.
  for (const suppression of suppressions.toReversed()) {
    const { scope, by, range, rules } = suppression;
    if (scope === "close") {
      if (rules.length === 0) dropOf(closes, by);
      for (const name of rules.length === 0 ? [ANY] : rules.map((rule) => rule.name)) {
        closes.set(`${by} ${name}`, range.start);
      }
      continue;
    }
    for (const name of rules.length === 0 ? [undefined] : rules.toReversed()) {
      placed.push({ suppression, name, ...stretchOf(suppression, name?.name, lines, closes) });
    }
  }
  return placed.reverse().sort((a, b) => a.from - b.from);
}

/** Stands for every rule; no rule is called so. */
const ANY = "*";

/** What closes everything comes before what closes one rule later in the file. */
function dropOf(closes: Map<string, number>, by: Suppression["by"]): void {
  for (const key of closes.keys()) if (key.startsWith(`${by} `)) closes.delete(key);
}

function stretchOf(
  { scope, by, range }: Suppression,
  name: string | undefined,
  lines: CodeLines,
  closes: ReadonlyMap<string, number>,
): { from: number; to: number } {
  if (scope === "file") return { from: 0, to: Number.POSITIVE_INFINITY };
  if (scope === "next-line") {
    const { start, end } = lines.after(range.end);
    return { from: start, to: by === "lockkeeper" ? end : Math.max(end, lines.statementEnd(start)) };
  }
  const close = closes.get(`${by} ${name ?? ANY}`) ?? closes.get(`${by} ${ANY}`);
  return { from: range.end, to: close ?? Number.POSITIVE_INFINITY };
}
