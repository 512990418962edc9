import type { Range } from "../../text/range.ts";
import type { StatementSource } from "../statement-source.ts";
import { quotedBody } from "./quoted-body.ts";

/** The text that a string literal stands for, and where its characters stand. */
export interface InnerText {
  readonly text: string;
  /** From an offset in that text to one in the text that holds the literal. */
  offsetAt(offset: number): number;
}

/** What the string at an index says; undefined where it has escapes of a kind that nobody writes SQL in. */
export function innerText(source: StatementSource, index: number): InnerText | undefined {
  const range = quotedBody(source, index);
  const token = source.tokens[index];
  if (range === undefined || token === undefined) return undefined;
  const written = source.text.slice(range.start, range.end);
  if (token.kind === "dollarString") return { text: written, offsetAt: (offset) => range.start + offset };
  const prefix = source.text.slice(token.start, range.start).toLowerCase();
  const isPlain = prefix === "'" || prefix === "n'" || (prefix === "e'" && !written.includes("\\"));
  return isPlain ? withoutDoubled(written, range.start) : undefined;
}

/** `''` stands for one quote. */
function withoutDoubled(written: string, start: number): InnerText {
  const text = written.replaceAll("''", "'");
  if (text.length === written.length) return { text, offsetAt: (offset) => start + offset };
  const offsets: number[] = [];
  for (let at = 0; at < written.length; at += written.startsWith("''", at) ? 2 : 1) offsets.push(start + at);
  return { text, offsetAt: (offset) => offsets[offset] ?? start + written.length };
}

/** The value with all that it says of places moved to the text that holds the literal. */
export function movedOut<Value>(value: Value, inner: InnerText): Value {
  return moved(value, inner, new Map()) as Value;
}

/** Statements share what surrounds them, so `done` keeps what was moved already. */
function moved(value: unknown, inner: InnerText, done: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isRange(value)) return { start: inner.offsetAt(value.start), end: inner.offsetAt(value.end) };
  const known = done.get(value);
  if (known !== undefined) return known;
  const result = Array.isArray(value) ? value.map((item) => moved(item, inner, done)) : movedFields(value, inner, done);
  done.set(value, result);
  return result;
}

/** `concurrentlyAt` is the one place that the vocabulary gives as a number. */
function movedFields(value: object, inner: InnerText, done: Map<object, unknown>): unknown {
  const fields: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const isPlace = key === "concurrentlyAt" && typeof item === "number";
    fields[key] = isPlace ? inner.offsetAt(item) : moved(item, inner, done);
  }
  return fields;
}

function isRange(value: object): value is Range {
  return "start" in value && "end" in value && typeof value.start === "number";
}
