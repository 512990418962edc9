import type { Range } from "../../text/range.ts";
import type { StatementSource } from "../statement-source.ts";

/** What stands between the quotes of the string at an index; undefined where nothing does, or where it is no one string. */
export function quotedBody(source: StatementSource, index: number): Range | undefined {
  const token = source.tokens[index];
  if (token === undefined || (token.kind !== "string" && token.kind !== "dollarString")) return undefined;
  // A string goes on in the one after it where only a line's end stands between.
  if (token.kind === "string" && source.tokens[index + 1]?.kind === "string") return undefined;
  const { text } = source;
  const isDollar = token.kind === "dollarString";
  const open = (isDollar ? text.indexOf("$", token.start + 1) : text.indexOf("'", token.start)) + 1;
  const close = isDollar ? token.end - (open - token.start) : token.end - 1;
  return close > open ? { start: open, end: close } : undefined;
}
