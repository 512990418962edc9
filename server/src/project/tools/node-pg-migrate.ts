import { evidenceOf, findLine } from "../text-lines.ts";
import { nearestFile } from "../tree.ts";
import { byVersion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";

/**
 * node-pg-migrate's migrations in SQL: `<time>_<name>.sql`, `-- Up Migration` and `-- Down Migration` in one file. All
 * pending migrations run in one transaction, and only migrations in JavaScript can leave it (`pgm.noTransaction`).
 * https://salsita.github.io/node-pg-migrate/migrations/misc
 */
export const nodePgMigrate: Tool = {
  name: "node-pg-migrate",
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
};
