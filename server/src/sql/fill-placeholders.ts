import type { Range } from "../text/range.ts";

/** What came of one guess: a result, where the parser stumbled (UTF-16, in the text), or neither. */
export type GuessAnswer<Result> = { readonly result: Result } | { readonly errorAt: number } | undefined;

/** Most statements need one guess for all; these bound what a text full of placeholders can cost. */
const ATTEMPTS = 24;
const ATTEMPTED_LENGTH = 1 << 20;

/**
 * Replaces each hole with words of equal length until `attempt` gives a result; undefined where nothing tried does.
 * A hole is first taken for a name; where the parser stumbles at or behind it, for the next thing it may be.
 */
export function fillPlaceholders<Result>(
  text: string,
  holes: readonly Range[],
  attempt: (guess: string) => GuessAnswer<Result>,
): Result | undefined {
  const choices = holes.map(({ start, end }) => guesses(text.slice(start, end)));
  const chosen = holes.map(() => 0);
  const attempts = Math.min(ATTEMPTS, Math.ceil(ATTEMPTED_LENGTH / text.length));
  for (let count = 0; count < attempts; count++) {
    const answer = attempt(filled(text, holes, choices, chosen));
    if (answer === undefined) return undefined;
    if ("result" in answer) return answer.result;
    const blamed = holes.findLastIndex(
      ({ start }, index) => start <= answer.errorAt && (chosen[index] ?? 0) + 1 < (choices[index]?.length ?? 0),
    );
    if (blamed < 0) return undefined;
    chosen[blamed] = (chosen[blamed] ?? 0) + 1;
  }
  return undefined;
}

/** What a placeholder may stand for, likeliest first, each as long as it is. */
function guesses(placeholder: string): readonly string[] {
  const { length } = placeholder;
  const name = `p${"_".repeat(length - 1)}`;
  const inside = "_".repeat(Math.max(0, length - 2));
  const blank = " ".repeat(length);
  if (placeholder.startsWith(":'")) return [`'${inside}'`];
  if (placeholder.startsWith(':"')) return [`"${inside}"`];
  if (placeholder.startsWith("{%")) return [blank];
  const number = "1".padStart(length, "0");
  return length < 2 ? [name, number, blank] : [name, number, `'${inside}'`, blank, ",".padEnd(length)];
}

function filled(
  text: string,
  holes: readonly Range[],
  choices: readonly (readonly string[])[],
  chosen: readonly number[],
): string {
  let result = "";
  let at = 0;
  holes.forEach(({ start, end }, index) => {
    result += text.slice(at, start) + (choices[index]?.[chosen[index] ?? 0] ?? "");
    at = end;
  });
  return result + text.slice(at);
}
