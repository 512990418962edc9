/** A habit of spelling names, with how many names follow it. */
export interface WordHabit {
  /** `snake_case plural`, `PascalCase`. */
  readonly says: string;
  readonly follow: number;
  /** Whether a name follows it. */
  readonly test: (name: string) => boolean;
}

const CASES = [
  { says: "snake_case", test: (name: string) => /^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name) },
  { says: "camelCase", test: (name: string) => /^[a-z][a-zA-Z0-9]*$/.test(name) },
  { says: "PascalCase", test: (name: string) => /^[A-Z][a-zA-Z0-9]*$/.test(name) && /[a-z]/.test(name) },
  { says: "UPPER_CASE", test: (name: string) => /^[A-Z0-9]+(?:_[A-Z0-9]+)*$/.test(name) },
];

/** The case that most names are written in, where at least two are and most of all; a word of one case alone is both. */
export function caseHabit(names: readonly string[]): WordHabit | undefined {
  let best: WordHabit | undefined;
  for (const { says, test } of CASES) {
    const follow = names.filter(test).length;
    if (follow > (best?.follow ?? 1)) best = { says, follow, test };
  }
  return best !== undefined && best.follow * 2 > names.length ? best : undefined;
}

/** The case of tables' names, and whether they name one row or many, where at least seven of ten do. */
export function tableHabit(names: readonly string[]): WordHabit | undefined {
  const written = caseHabit(names);
  if (written === undefined) return undefined;
  for (const [word, isSo] of [
    ["plural", isPlural],
    ["singular", (name: string) => !isPlural(name)],
  ] as const) {
    const test = (name: string) => written.test(name) && isSo(name);
    const follow = names.filter(test).length;
    if (follow * 10 >= names.length * 7) return { says: `${written.says} ${word}`, follow, test };
  }
  return written;
}

/** Words that name many without ending in `s`. */
const PLURALS: ReadonlySet<string> = new Set([
  "people",
  "children",
  "data",
  "media",
  "criteria",
  "feet",
  "men",
  "women",
]);

/** Whether the last word of the name reads as a plural in English. */
function isPlural(name: string): boolean {
  const word = (name.split(/_|(?<=[a-z0-9])(?=[A-Z])/).at(-1) ?? "").toLowerCase();
  return PLURALS.has(word) || (word.endsWith("s") && !/(?:ss|us|is|news)$/.test(word));
}
