import { below, byCodeUnit } from "../paths.ts";
import { findLine } from "../text-lines.ts";
import { insertion, isSql, markedLine, type Tool } from "./tool.ts";

/**
 * dbmate: `<digits>….sql` in the order of the names. `pkg/dbmate/migration.go`: `-- migrate:up transaction:false`
 * takes the section out of its transaction; it is still sent as one query (dbmate issue 126), so that a statement
 * that refuses a transaction must stand alone.
 */
export const dbmate: Tool = {
  name: "dbmate",
  transaction: "each-file",
  marks: (folder) => markedLine(folder, isUp),
  arrange: (folder) => ({
    files: folder.files
      .filter((name) => isSql(name) && /^\d/.test(name))
      .sort(byCodeUnit)
      .map((name) => below(folder.path, name)),
    down: [],
  }),
  optOut({ text }) {
    const up = findLine(text, isUp);
    return up?.text.split(/\s+/).includes("transaction:false") ? "implicit" : undefined;
  },
  wayOut({ text }) {
    const up = findLine(text, isUp);
    if (up === undefined) return undefined;
    const says = "dbmate runs a section with `-- migrate:up transaction:false` outside a transaction, as one query";
    return insertion(says, up.start + up.text.trimEnd().length, " transaction:false", "alone");
  },
};

function isUp(line: string): boolean {
  if (!line.startsWith("--")) return false;
  const words = line.slice(2).trimStart();
  return words === "migrate:up" || /^migrate:up\s/.test(words);
}
