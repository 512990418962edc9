import type { Range } from "../text/range.ts";
import { textHash } from "../text/text-hash.ts";

/** What is looked for: a table, or a column of it; names as they are stored. */
export interface Wanted {
  readonly table: string;
  readonly column?: string;
}

/** A word in the form that it shares with its other spellings: `orderItems`, `OrderItems` and `order_items` are one. */
function formOf(word: string): string {
  return word.replaceAll("_", "").toLowerCase();
}

/** The hashes of the forms of all words of a text, each once, in order. */
export function wordHashes(text: string): Uint32Array {
  const words = new Set(text.match(WORD));
  const hashes = new Set<number>();
  for (const word of words) hashes.add(textHash(formOf(word)));
  return Uint32Array.from(hashes).sort();
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/g;
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a name is of several words, so that few other things have it. */
function isTelling(name: string): boolean {
  return PLAIN.test(name) && (/[A-Za-z0-9]_+[A-Za-z0-9]/.test(name) || /[a-z0-9][A-Z]/.test(name));
}

/** A table's name, and what a class or a variable of one of its rows is called. */
function tableForms(table: string): readonly string[] {
  const form = formOf(table);
  const one = [form.replace(/s$/, ""), form.replace(/es$/, ""), form.replace(/ies$/, "y")];
  return [...new Set([form, ...one])].filter((each) => each.length > 2);
}

/** How a text is asked for a name. */
export interface Question {
  /** Hashes of which a text has at least one of each list, where it has the name. */
  readonly hashes: readonly (readonly number[])[];
  /** Where the text has the name; at most so many places. */
  places(text: string, most: number): readonly Range[];
}

/**
 * How to ask for a name; undefined where a search for words would find too much else, or the name is no word. A table of
 * several words is looked for as it is. `orders` is looked for behind FROM and its like, and its column `status` in
 * `orders.status`; a column of several words in files that name its table too.
 */
export function questionOf({ table, column }: Wanted): Question | undefined {
  if (!PLAIN.test(table) || (column !== undefined && !PLAIN.test(column))) return undefined;
  const forms = tableForms(table);
  const ofTable = forms.map(textHash);
  if (column !== undefined) {
    const form = formOf(column);
    const test = isTelling(column) ? isWord(new Set([form])) : isColumnOf(new Set(forms), form);
    return { hashes: [ofTable, [textHash(form)]], places: (text, most) => placesIn(text, most, test) };
  }
  const test = isTelling(table) ? isWord(new Set(forms)) : isQueried(formOf(table));
  return { hashes: [ofTable], places: (text, most) => placesIn(text, most, test) };
}

type Test = (word: string, text: string, start: number) => boolean;

function isWord(forms: ReadonlySet<string>): Test {
  return (word) => forms.has(formOf(word));
}

/** `orders.status`, `order.status`, `"orders"."status"`. */
function isColumnOf(tables: ReadonlySet<string>, column: string): Test {
  return (word, text, start) => {
    if (formOf(word) !== column) return false;
    const owner = ownerBefore(text, start);
    return owner !== undefined && tables.has(formOf(owner));
  };
}

/** The name that the one at `start` is written behind, with a dot between them and quotes around either. */
function ownerBefore(text: string, start: number): string | undefined {
  const dot = isQuote(text[start - 1]) ? start - 2 : start - 1;
  if (text[dot] !== ".") return undefined;
  const end = isQuote(text[dot - 1]) ? dot - 1 : dot;
  let from = end;
  while (from > 0 && end - from < LONGEST_NAME && PART.test(text[from - 1] ?? "")) from -= 1;
  return text.slice(from, end);
}

const LONGEST_NAME = 63;
const PART = /[A-Za-z0-9_]/;

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'" || character === "`";
}

/** Behind a word of SQL in capitals, or in a line that is SQL by other words too: `from` also begins imports and prose. */
function isQueried(form: string): Test {
  return (word, text, start) => {
    if (formOf(word) !== form) return false;
    const line = text.slice(Math.max(text.lastIndexOf("\n", start - 1) + 1, start - 200), start);
    if (/\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:[a-z_]+\.)?["`]?$/.test(line)) return true;
    return /\b(?:from|join|into)\s+["`]?$/.test(line) && /\b(?:select|delete|insert|left|inner|right)\b/.test(line);
  };
}

/** A line that is a comment as a whole is no code. */
const COMMENT = /^\s*(?:\/\/|--|#\s|\*|\/\*)/;

function placesIn(text: string, most: number, test: Test): readonly Range[] {
  const places: Range[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!test(word, text, index) || COMMENT.test(text.slice(text.lastIndexOf("\n", index) + 1, index + 1))) continue;
    places.push({ start: index, end: index + word.length });
    if (places.length >= most) break;
  }
  return places;
}
