import { evidenceOf, findLine, lineEnd } from "../text-lines.ts";
import { nearestFile } from "../tree.ts";
import { byVersion, insertion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";
import { directed } from "./up-down.ts";

/**
 * sqlx: `<version>_<name>.sql`, or `.up.sql` and `.down.sql`, by version as a number. `sqlx-core/src/migrate/source.rs`:
 * a file whose first bytes are `-- no-transaction` runs outside its transaction (sqlx 0.8 and later); it is sent as one
 * query.
 */
export const sqlx: Tool = {
  name: "sqlx",
  transaction: "each-file",
  marks(folder) {
    if (!folder.files.some((name) => version(name) !== undefined)) return [];
    const cargo = nearestFile(folder, ["Cargo.toml"]);
    const dependency = cargo === undefined ? undefined : findLine(cargo.text, (line) => /^\s*sqlx\b/.test(line));
    if (cargo !== undefined && dependency !== undefined) return [evidenceOf(cargo.path, dependency)];
    return markedLine(folder, (line) => line.startsWith("-- no-transaction"));
  },
  arrange: (folder) => ({
    files: byVersion(folder, (name) => (directed(name, "down") === undefined ? version(name) : undefined)),
    down: byVersion(folder, (name) => directed(name, "down")),
  }),
  optOut: ({ text }) => (text.startsWith("-- no-transaction") ? "implicit" : undefined),
  wayOut: ({ text }) =>
    insertion(
      "sqlx runs a file that begins with `-- no-transaction` outside a transaction, as one query",
      0,
      `-- no-transaction${lineEnd(text)}`,
      "alone",
    ),
};

function version(name: string): string | undefined {
  return isSql(name) && /^\d+_/.test(name) ? leadingDigits(name) : undefined;
}
