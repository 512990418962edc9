import { below } from "../paths.ts";
import { evidenceOf, findLine } from "../text-lines.ts";
import { nearestFile } from "../tree.ts";
import { downText, type Making, nameFrom, numberedName } from "./making.ts";
import { byVersion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";

/** One file with both sections (`sqlMigration.ts`); in SQL no migration leaves the transaction. */
const making: Making = {
  unit: "file",
  place: "anywhere",
  takeApart: numberedName,
  write: (made) => [
    {
      path: below(made.folder, nameFrom(made.parts)),
      text: `-- Up Migration\n${made.migration.up}\n-- Down Migration\n${downText(made)}`,
    },
  ],
};

/**
 * node-pg-migrate's migrations in SQL. All pending migrations run in one transaction (`--single-transaction`, on unless it is
 * turned off), and only migrations in JavaScript can leave it (`pgm.noTransaction`).
 */
export const nodePgMigrate: Tool = {
  name: "node-pg-migrate",
  about: {
    title: "node-pg-migrate",
    recognised: ["`node-pg-migrate` in `package.json`, and files that begin with a number", "a line `-- Up Migration`"],
    order: "by the number that the name begins with",
    down: "the part of the same file after `-- Down Migration`",
    optOut: undefined,
    sources: [
      "https://github.com/salsita/node-pg-migrate/blob/main/docs/src/cli.md",
      "https://github.com/salsita/node-pg-migrate/blob/main/src/sqlMigration.ts",
    ],
  },
  transaction: "all-files",
  marks(folder) {
    const files = folder.files.filter((name) => isSql(name) && leadingDigits(name) !== undefined);
    if (files.length === 0) return [];
    const manifest = nearestFile(folder, ["package.json"]);
    const dependency = manifest && findLine(manifest.text, (line) => line.includes('"node-pg-migrate"'));
    if (manifest !== undefined && dependency !== undefined) return [evidenceOf(manifest.path, dependency)];
    return markedLine(folder, (line) => /^\s*--[\s-]*up migration/i.test(line));
  },
  arrange: (folder) => ({
    files: byVersion(folder, (name) => (isSql(name) ? leadingDigits(name) : undefined)),
    down: [],
  }),
  making,
};
