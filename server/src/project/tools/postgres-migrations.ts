import type { Evidence } from "../project.ts";
import { evidenceOf, findLine, lineEnd } from "../text-lines.ts";
import { type FolderView, nearestFile } from "../tree.ts";
import { byVersion, insertion, isSql, leadingDigits, markedLine, type Tool } from "./tool.ts";

const MARK = "-- postgres-migrations disable-transaction";

/**
 * postgres-migrations: `<id><name>.sql` by id as a number, no way back. `src/run-migration.ts`: a transaction a file, unless
 * the text holds `-- postgres-migrations disable-transaction`; the file is sent as one query either way.
 */
export const postgresMigrations: Tool = {
  name: "postgres-migrations",
  transaction: "each-file",
  marks(folder) {
    if (!folder.files.some((name) => isSql(name) && leadingDigits(name) !== undefined)) return [];
    const manifest = nearestFile(folder, ["package.json"]);
    const dependency = manifest && findLine(manifest.text, (line) => line.includes('"postgres-migrations"'));
    if (manifest !== undefined && dependency !== undefined) return [evidenceOf(manifest.path, dependency)];
    const own = marked(folder);
    return own.length > 0 ? own : siblings(folder).flatMap(marked).slice(0, 1);
  },
  arrange: (folder) => ({
    files: byVersion(folder, (name) => (isSql(name) ? leadingDigits(name) : undefined)),
    down: [],
  }),
  optOut: ({ text }) => (text.includes(MARK) ? "implicit" : undefined),
  wayOut: ({ text }) =>
    insertion(
      `postgres-migrations runs a file with \`${MARK}\` outside a transaction, as one query`,
      0,
      MARK + lineEnd(text),
      "alone",
    ),
};

function marked(folder: FolderView): readonly Evidence[] {
  return markedLine(folder, (line) => line.includes(MARK));
}

/** One runner applies folders that stand side by side: a database for tenants, one for what they share. */
function siblings(folder: FolderView): readonly FolderView[] {
  return (folder.parent?.folders ?? []).flatMap((name) => folder.parent?.folder(name) ?? []);
}
