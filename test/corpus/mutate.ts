import type { Random } from "../support/random.ts";

/** What people and broken tools leave in a file: half quotes, marks, other scripts, controls, lone surrogates. */
const ODD = [
  "'",
  '"',
  "$$",
  "$a$",
  "/*",
  "*/",
  "--",
  ";",
  "(",
  ")",
  "\\",
  "\0",
  "\r",
  "\n",
  "\u{1F600}",
  "\ud800",
  ":x",
  "${",
  "{{",
  "`",
  "\ufeff",
  "BEGIN ATOMIC",
  "\\.",
  "E'",
  "COPY t FROM stdin;\n",
];

/** One change of a text: what is replaced, by what. */
export interface Mutation {
  readonly range: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** A random deletion, insertion of something odd, doubling, or replacement by another stretch of the same text. */
export function mutationOf(text: string, random: Random): Mutation {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(random.pick([2, 10, 200])));
  const other = random.below(text.length + 1);
  const stretch = text.slice(other, other + random.below(100));
  return random.pick<() => Mutation>([
    () => ({ range: { start, end }, text: "" }),
    () => ({ range: { start, end: start }, text: random.pick(ODD) }),
    () => ({ range: { start, end: start }, text: text.slice(start, end) }),
    () => ({ range: { start, end }, text: stretch }),
  ])();
}
