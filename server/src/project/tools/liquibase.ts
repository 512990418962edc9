import { below } from "../paths.ts";
import { linesOf } from "../text-lines.ts";
import { insertion, isSql, markedLine, type Tool } from "./tool.ts";

/**
 * Liquibase's formatted SQL: files that begin with `--liquibase formatted sql`, in the order of their names, as
 * `includeAll` takes them; the order of a changelog that names them one by one is not read. A transaction a
 * changeset; `runInTransaction:false` on its line takes it out and sends it statement by statement ("changeset" and
 * "runInTransaction" in Liquibase's manual).
 */
export const liquibase: Tool = {
  name: "liquibase",
  transaction: "each-file",
  marks: (folder) => markedLine(folder, (line) => /^\s*--\s*liquibase formatted sql/i.test(line)),
  arrange: (folder) => ({
    files: folder.files.filter(isSql).map((name) => below(folder.path, name)),
    down: [],
  }),
  optOut({ text }) {
    const sets = changesets(text);
    return sets.length > 0 && sets.every((line) => /\srunInTransaction:"?false/i.test(line.text)) ? "none" : undefined;
  },
  wayOut({ text }) {
    const says = "Liquibase runs a changeset with `runInTransaction:false` outside a transaction";
    const [only, ...others] = changesets(text);
    if (only === undefined || others.length > 0) {
      return { says: `${says}; give this statement a changeset of its own`, edits: [], creates: [], alone: false };
    }
    return insertion(says, only.start + only.text.trimEnd().length, " runInTransaction:false", "in company");
  },
};

function changesets(text: string) {
  return [...linesOf(text)].filter((line) => /^\s*--\s*changeset\s/i.test(line.text));
}
