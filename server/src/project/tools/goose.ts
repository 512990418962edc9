import { below } from "../paths.ts";
import { sentPieces } from "../sent-pieces.ts";
import { findLine, lineEnd } from "../text-lines.ts";
import { downText, isDownOutside, type Making, nameFrom, numberedName } from "./making.ts";
import { byVersion, insertion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";

/** One file with both sections. A statement with a semicolon in it (a function's body) must stand between two annotations. */
const making: Making = {
  unit: "file",
  place: "anywhere",
  takeApart: numberedName,
  write(made) {
    const outside = made.migration.outside || isDownOutside(made) ? "-- +goose NO TRANSACTION\n" : "";
    const text = `${outside}-- +goose Up\n${bracketed(made.migration.up)}\n-- +goose Down\n${bracketed(downText(made))}`;
    return [{ path: below(made.folder, nameFrom(made.parts)), text }];
  },
};

function bracketed(script: string): string {
  const pieces = sentPieces(script);
  if (!pieces.some((piece) => piece.holdsSemicolon)) return script;
  const bracket = (text: string) => `-- +goose StatementBegin\n${text}\n-- +goose StatementEnd`;
  return `${pieces.map(({ text, holdsSemicolon }) => (holdsSemicolon ? bracket(text) : text)).join("\n")}\n`;
}

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
  making,
};

/** Newer versions of goose do not mind the case. */
function isAnnotation(line: string, words: string): boolean {
  if (!line.startsWith("--")) return false;
  const comment = line.slice(2).trim().toLowerCase();
  return comment.startsWith("+goose ") && comment.slice(7).trim() === words;
}
