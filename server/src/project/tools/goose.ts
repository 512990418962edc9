import { findLine, lineEnd } from "../text-lines.ts";
import { byVersion, insertion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";

/**
 * goose: `<version>_<name>.sql` in the order of the versions as numbers (`NumericComponent`), Up and Down in one
 * file. `internal/sqlparser/parser.go`: a line `-- +goose NO TRANSACTION` anywhere takes the whole file out of its
 * transaction and sends it statement by statement. https://pressly.github.io/goose/documentation/annotations/
 */
export const goose: Tool = {
  name: "goose",
  transaction: "each-file",
  marks: (folder) => markedLine(folder, (line) => isAnnotation(line, "up")),
  arrange: (folder) => ({
    files: byVersion(folder, (name) => (isSql(name) && name.includes("_") ? leadingDigits(name) : undefined)),
    down: [],
  }),
  optOut: ({ text }) =>
    findLine(text, (line) => isAnnotation(line, "no transaction")) === undefined ? undefined : "none",
  wayOut: ({ text }) =>
    insertion(
      "goose runs a file with `-- +goose NO TRANSACTION` outside a transaction",
      0,
      `-- +goose NO TRANSACTION${lineEnd(text)}`,
      "in company",
    ),
};

/** Newer versions of goose do not mind the case. */
function isAnnotation(line: string, words: string): boolean {
  if (!line.startsWith("--")) return false;
  const comment = line.slice(2).trim().toLowerCase();
  return comment.startsWith("+goose ") && comment.slice(7).trim() === words;
}
