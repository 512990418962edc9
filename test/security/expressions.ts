import type { SourceFile } from "../house/sources.ts";

/** A regular expression as it stands in a source file. */
export interface Expression {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/**
 * One after another what the code is made of: comments, strings, templates, expressions, and the words and marks
 * before them. A slash opens an expression where a value may begin, as after `(`, `=` or `return`.
 */
const PIECES =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=(?:[(,=:[!&|?{};>+]|\breturn)\s*)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+)\/([a-z]*)/g;

/** Every regular expression literal of the files; the tests look that none of the well-known ones is missed. */
export function expressionsIn(files: readonly SourceFile[]): readonly Expression[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(PIECES)].flatMap(({ 1: source, 2: flags = "", index }) => {
      if (source === undefined) return [];
      const line = text.slice(0, index).split("\n").length;
      return [{ place: `${path}:${line}`, source, flags }];
    }),
  );
}

/** Characters that stand for the classes that expressions name, one or two of each. */
const KINDS = [" ", "\n", "0", "a", "_", "-", ".", "/", "\\", '"', "é"];

/**
 * Inputs of about the length on which an expression that is not linear takes minutes: what its own words say, then a
 * unit of one or two of its characters over and over, then an end that no expression takes.
 */
export function* hostileInputs({ source }: Expression, length: number): Generator<string> {
  const words = source.match(/[A-Za-z"'<%$+@.-]+(?: [A-Za-z]+)*/g) ?? [];
  const beginnings = [...new Set(["", ...words])].slice(0, 8);
  const own = [...new Set(source.replace(/[[\](){}|^?*]/g, ""))].slice(0, 24);
  const pairs = own.slice(0, 12).flatMap((first) => [" ", "a", "0", "\n"].map((second) => first + second));
  const units = [...new Set([...KINDS, ...own, ...pairs, ...words.slice(0, 12)])];
  for (const beginning of beginnings) {
    for (const unit of units) yield `${beginning}${unit.repeat(Math.ceil(length / unit.length))}\u0001`;
  }
}
