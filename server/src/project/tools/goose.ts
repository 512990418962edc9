import { findLine, lineEnd } from "../text-lines.ts";
import { byVersion, insertion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";

/** goose: `<version>_<name>.sql`, Up and Down in one file. Its annotations begin their line; their case does not count. */
export const goose: Tool = {
  name: "goose",
  about: {
    title: "goose",
    recognised: ["a line `-- +goose Up` in a file"],
    order: "by version as a number: `9_a.sql` before `10_b.sql`",
    down: "the part of the same file after `-- +goose Down`",
    optOut: { how: "a line `-- +goose NO TRANSACTION`, whatever its case, anywhere in the file", runs: "none" },
    sources: [
      "https://pressly.github.io/goose/documentation/annotations/",
      "https://github.com/pressly/goose/blob/main/internal/sqlparser/parser.go",
    ],
  },
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
