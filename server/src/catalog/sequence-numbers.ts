import type { SequenceNumbers as SaidNumbers } from "../sql/statement.ts";
import type { Relation } from "./catalog.ts";

/** What a sequence counts with, in decimal, as `pg_sequence` holds it. */
export interface SequenceNumbers {
  readonly increment: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly start: string;
  readonly cache: string;
  readonly cycle: boolean;
}

type Counted = NonNullable<Relation["type"]>;

const BOUNDS: Readonly<Record<Counted, readonly [lowest: string, highest: string]>> = {
  int2: ["-32768", "32767"],
  int4: ["-2147483648", "2147483647"],
  int8: ["-9223372036854775808", "9223372036854775807"],
};

/** What a sequence that counts in the type, by the increment, has where nothing is said of it. */
function usualNumbers(type: Counted, increment: string): SequenceNumbers {
  const [lowest, highest] = BOUNDS[type];
  const isDown = increment.startsWith("-");
  const [minValue, maxValue] = isDown ? [lowest, "-1"] : ["1", highest];
  return { increment, minValue, maxValue, start: isDown ? maxValue : minValue, cache: "1", cycle: false };
}

/** What a sequence counts with. */
export function numbersOf({ type = "int8", numbers }: Pick<Relation, "type" | "numbers">): SequenceNumbers {
  return numbers ?? usualNumbers(type, "1");
}

/** The numbers of a new sequence; undefined where they are those that one has of which nothing is said. */
export function newNumbers(type: Counted, said: SaidNumbers | undefined): SequenceNumbers | undefined {
  if (said === undefined) return undefined;
  const increment = said.increment ?? "1";
  const usual = usualNumbers(type, increment);
  const [minValue, maxValue] = [said.minValue ?? usual.minValue, said.maxValue ?? usual.maxValue];
  return unlessUsual(type, {
    increment,
    minValue,
    maxValue,
    start: said.start ?? (increment.startsWith("-") ? maxValue : minValue),
    cache: said.cache ?? usual.cache,
    cycle: said.cycle ?? false,
  });
}

/**
 * The sequence with another type and other numbers. A bound that was the old type's own becomes the new type's
 * (`init_params` in sequence.c). Watched on 16 and 18.
 */
export function withNumbers(sequence: Relation, said: SaidNumbers | undefined, type: Counted | undefined): Relation {
  const { numbers: _, ...rest } = sequence;
  const before = numbersOf(sequence);
  const [old, own] = [sequence.type ?? "int8", type ?? sequence.type ?? "int8"];
  const increment = said?.increment ?? before.increment;
  const usual = usualNumbers(own, increment);
  const moves = type !== undefined && old !== type;
  const bound = (name: "minValue" | "maxValue", at: 0 | 1) => {
    const written = said?.[name];
    if (written === null) return usual[name];
    if (written !== undefined) return written;
    return moves && before[name] === BOUNDS[old][at] ? BOUNDS[own][at] : before[name];
  };
  const numbers = unlessUsual(own, {
    increment,
    minValue: bound("minValue", 0),
    maxValue: bound("maxValue", 1),
    start: said?.start ?? before.start,
    cache: said?.cache ?? before.cache,
    cycle: said?.cycle ?? before.cycle,
  });
  return { ...rest, type: own, ...(numbers && { numbers }) };
}

function unlessUsual(type: Counted, numbers: SequenceNumbers): SequenceNumbers | undefined {
  return isSame(numbers, usualNumbers(type, "1")) ? undefined : numbers;
}

/** Whether two sequences count alike. */
export function haveSameNumbers(
  one: Pick<Relation, "type" | "numbers">,
  other: Pick<Relation, "type" | "numbers">,
): boolean {
  return isSame(numbersOf(one), numbersOf(other));
}

function isSame(one: SequenceNumbers, other: SequenceNumbers): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}

const NAMES = ["increment", "minValue", "maxValue", "start", "cache", "cycle"] as const;

const WORDS = {
  increment: "INCREMENT BY",
  minValue: "MINVALUE",
  maxValue: "MAXVALUE",
  start: "START WITH",
  cache: "CACHE",
} as const;

/** The options that give a new sequence its numbers, each led by a space; nothing where they are the usual ones. */
export function numbersWords(sequence: Pick<Relation, "type" | "numbers">): string {
  const own = numbersOf(sequence);
  const usual = usualNumbers(sequence.type ?? "int8", own.increment);
  const start = own.increment.startsWith("-") ? own.maxValue : own.minValue;
  return wordsOf(own, { ...usual, increment: "1", start });
}

/** The options that give a sequence the numbers of another one of the same type, each led by a space. */
export function changedNumbersWords(
  now: Pick<Relation, "type" | "numbers">,
  wanted: Pick<Relation, "type" | "numbers">,
): string {
  return wordsOf(numbersOf(wanted), numbersOf(now));
}

function wordsOf(own: SequenceNumbers, other: SequenceNumbers): string {
  return NAMES.map((name) => {
    if (own[name] === other[name]) return "";
    if (name === "cycle") return own.cycle ? " CYCLE" : " NO CYCLE";
    return ` ${WORDS[name]} ${own[name]}`;
  }).join("");
}
