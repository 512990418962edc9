import type { Evidence } from "../project.ts";
import { evidenceOf, findLine, lineEnd } from "../text-lines.ts";
import { type FolderView, nearestFile } from "../tree.ts";
import { type Making, NUMBERED_FILES, plainFiles } from "./making.ts";
import { byVersion, insertion, isSql, leadingDigits, markedLine, siblings, type Tool } from "./tool.ts";

const MARK = "-- postgres-migrations disable-transaction";

/** Its numbers must follow one another without a gap, so that a new one comes at the end. */
const making: Making = {
  ...NUMBERED_FILES,
  place: "end",
  write: (made) =>
    plainFiles(made).map((file) => (made.migration.outside ? { ...file, text: `${MARK}\n${file.text}` } : file)),
};

/** postgres-migrations: `<id><name>.sql`, no way back. A file is one query, in its transaction or outside of it. */
export const postgresMigrations: Tool = {
  name: "postgres-migrations",
  about: {
    title: "postgres-migrations",
    recognised: [
      "`postgres-migrations` in `package.json`, and files that begin with a number",
      "a file with its annotation, in the folder or one beside it",
    ],
    order: "by the number that the name begins with",
    down: "none: there is deliberately no way back",
    optOut: { how: "`-- postgres-migrations disable-transaction` in the file", runs: "implicit" },
    sources: [
      "https://github.com/ThomWright/postgres-migrations#each-migration-run-in-a-transaction",
      "https://github.com/ThomWright/postgres-migrations/blob/master/src/run-migration.ts",
    ],
  },
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
  making,
};

function marked(folder: FolderView): readonly Evidence[] {
  return markedLine(folder, (line) => line.includes(MARK));
}
