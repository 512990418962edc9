import { evidenceOf, findLine, lineEnd } from "../text-lines.ts";
import { nearestFile } from "../tree.ts";
import { isDownOutside, type Making, NUMBERED_FILES, plainFiles } from "./making.ts";
import { byVersion, insertion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";
import { directed } from "./up-down.ts";

/** The annotation counts for each file by itself, the one that takes the migration back included. */
const making: Making = {
  ...NUMBERED_FILES,
  write: (made) =>
    plainFiles(made).map((file) => {
      const isOutside = file.path.endsWith(".down.sql") ? isDownOutside(made) : made.migration.outside;
      return isOutside ? { ...file, text: `-- no-transaction\n${file.text}` } : file;
    }),
};

/** sqlx: `<version>_<name>.sql`, or `.up.sql` and `.down.sql`; a file is one query, in its transaction or outside of it. */
export const sqlx: Tool = {
  name: "sqlx",
  about: {
    title: "sqlx",
    recognised: [
      "`sqlx` among the dependencies of `Cargo.toml`, and files named `<version>_<name>.sql`",
      "a file that begins with `-- no-transaction`",
    ],
    order: "by version as a number",
    down: "`<version>_<name>.down.sql` beside `.up.sql`",
    optOut: { how: "`-- no-transaction` as the first bytes of the file", runs: "implicit" },
    sources: [
      "https://github.com/transact-rs/sqlx/blob/main/sqlx-core/src/migrate/source.rs",
      "https://github.com/transact-rs/sqlx/blob/main/sqlx-postgres/src/migrate.rs",
      "https://github.com/transact-rs/sqlx/issues/3693",
    ],
  },
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
  making,
};

function version(name: string): string | undefined {
  return isSql(name) && /^\d+_/.test(name) ? leadingDigits(name) : undefined;
}
