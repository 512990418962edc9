/** Longer than this no name is made; words that do not fit are left out from the end. */
const LONGEST = 80;

/** A way of joining words into the name of a file. */
interface Style {
  readonly test: (name: string) => boolean;
  readonly join: (words: readonly string[]) => string;
}

const STYLES: readonly Style[] = [
  { test: (name) => /^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(name), join: (words) => words.join("_") },
  { test: (name) => /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(name), join: (words) => words.join("-") },
  {
    test: (name) => /^[A-Z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(name),
    join: (words) => capital(words.join("_")),
  },
  {
    test: (name) => /^[A-Z][a-z0-9]*(?:_[A-Z0-9][a-z0-9]*)+$/.test(name),
    join: (words) => words.map(capital).join("_"),
  },
  {
    test: (name) => /^[A-Z][a-zA-Z0-9]*$/.test(name) && /[a-z]/.test(name),
    join: (words) => words.map(capital).join(""),
  },
  {
    test: (name) => /^[a-z]+[A-Z][a-zA-Z0-9]*$/.test(name),
    join: (words) => words.map((word, index) => (index === 0 ? word : capital(word))).join(""),
  },
];

/**
 * The words as part of a file's name, joined as most of the examples join theirs, with underscores where they show no
 * style. Only letters and digits are taken over, so that no name leads out of its folder.
 */
export function fileWords(words: string, examples: readonly string[]): string {
  const parts = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += part.length + 1;
    if (length > LONGEST && kept.length > 0) break;
    kept.push(part.slice(0, LONGEST));
  }
  return styleOf(examples).join(kept.length === 0 ? ["change"] : kept);
}

function styleOf(examples: readonly string[]): Style {
  let best = { style: STYLES[0], follow: 0 };
  for (const style of STYLES) {
    const follow = examples.filter(style.test).length;
    if (follow > best.follow) best = { style, follow };
  }
  return best.style ?? { test: () => true, join: (words) => words.join("_") };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
