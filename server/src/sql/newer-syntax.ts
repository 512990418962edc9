import type { Range } from "../text/range.ts";
import { attempt, wellFormed } from "./attempt.ts";
import { type Token, tokenize } from "./lexer.ts";
import type { NewerForm } from "./newer-form.ts";
import { NEWER_FORMS } from "./newer-forms.ts";
import { NEWER_FUNCTIONS, NEWER_TYPES } from "./newer-names.ts";
import { lastName, nodesOf, type Tree } from "./tree-words.ts";

export type { NewerForm } from "./newer-form.ts";

/** A form in a statement that some versions of Postgres do not take. */
export interface FoundForm {
  readonly form: NewerForm;
  /** From the text's start. */
  readonly range: Range;
  /** The function or type, where that is what is new: a project may have made one of that name itself. */
  readonly made: { readonly kind: "function" | "type"; readonly name: string } | undefined;
}

/** The forms in the text of one statement that not every version from 12 on takes, each once; none where it does not parse. */
export function newerSyntax(text: string): readonly FoundForm[] {
  if (!mayHold(text)) return [];
  const read = attempt(wellFormed(text));
  if (read.kind !== "tree" || read.node === undefined) return [];
  const found = new Map<string, Omit<FoundForm, "range">>();
  for (const node of nodesOf(read.node)) {
    for (const each of formsOf(node)) if (!found.has(each.form.name)) found.set(each.form.name, each);
  }
  const tokens = tokenize(text).filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment");
  return Array.from(found.values(), (each) => ({ ...each, range: rangeOf(text, tokens, each.form) }));
}

/** Fields that hold a node without a wrapper that names its kind. */
const UNWRAPPED: Readonly<Record<string, string>> = {
  returningClause: "ReturningClause",
  pubtable: "PublicationTable",
};

function* formsOf(node: Tree): Generator<Omit<FoundForm, "range">> {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== "object" || value === null) continue;
    for (const form of NEWER_FORMS.get(UNWRAPPED[key] ?? key) ?? []) {
      if (form.shows(value as Tree)) yield { form, made: undefined };
    }
  }
  // A routine that is made has its name in the same field.
  const { funcname, names, options, returnType } = node;
  if (options !== undefined || returnType !== undefined) return;
  yield* named("function", funcname, NEWER_FUNCTIONS);
  yield* named("type", names, NEWER_TYPES);
}

function* named(
  kind: "function" | "type",
  names: unknown,
  versions: ReadonlyMap<string, number>,
): Generator<Omit<FoundForm, "range">> {
  if (!Array.isArray(names) || names.length > 2) return;
  const name = lastName(names) ?? "";
  const since = versions.get(name);
  const isOfPostgres = names.length === 1 || lastName(names.slice(0, 1)) === "pg_catalog";
  if (since === undefined || !isOfPostgres) return;
  const shown = kind === "function" ? `the function ${name}` : `the type ${name}`;
  yield { form: { name: shown, since, words: name.toUpperCase() }, made: { kind, name } };
}

/** The first words of each form, one of which a statement must hold to be worth a second look. */
const HINTS: ReadonlySet<string> = new Set(
  [
    ...Array.from(NEWER_FORMS.values())
      .flat()
      .flatMap(({ name, words = name }) => words.split("|").map(longest)),
    ...NEWER_FUNCTIONS.keys(),
    ...NEWER_TYPES.keys(),
    "normalized",
  ].map((word) => word.toLowerCase()),
);

function longest(words: string): string {
  return words.split(" ").reduce((one, other) => (other.length > one.length ? other : one), "");
}

function mayHold(text: string): boolean {
  for (const [word] of text.matchAll(/\w+/g)) if (HINTS.has(word.toLowerCase())) return true;
  return false;
}

/** The first place where the form's words stand; the statement's first word where they do not stand side by side. */
function rangeOf(text: string, tokens: readonly Token[], { name, words = name }: NewerForm): Range {
  const written = tokens.map(({ start, end }) => text.slice(start, end).replaceAll('"', "").toUpperCase());
  for (const phrase of words.split("|").map((each) => each.split(" "))) {
    const first = written.findIndex((_, index) => phrase.every((word, place) => written[index + place] === word));
    const start = tokens[first];
    const end = tokens[first + phrase.length - 1];
    if (start !== undefined && end !== undefined) return { start: start.start, end: end.end };
  }
  return { start: tokens[0]?.start ?? 0, end: tokens[0]?.end ?? 0 };
}
