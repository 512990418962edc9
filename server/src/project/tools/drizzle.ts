import { jsonFields, readJson } from "../json-nodes.ts";
import { below } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { lineOrPresence, presence, type Tool } from "./tool.ts";

/**
 * Drizzle: the files of `meta/_journal.json` in its order, or `<time>_<name>/migration.sql` beside `snapshot.json`.
 * `drizzle-orm/src/pg-core/dialect.ts`, `migrate`: one `session.transaction` around all pending migrations, with no
 * way for one of them to step outside.
 */
export const drizzle: Tool = {
  name: "drizzle",
  transaction: "all-files",
  marks(folder) {
    if (hasJournal(folder)) {
      const dialect = (line: string) => line.includes('"dialect"');
      return [lineOrPresence(below(folder.path, "meta/_journal.json"), folder.read("meta/_journal.json"), dialect)];
    }
    const first = steps(folder)[0];
    return first === undefined ? [] : [presence(below(first.path, "snapshot.json"))];
  },
  arrange(folder) {
    const files = hasJournal(folder)
      ? journalTags(folder.read("meta/_journal.json")).filter((tag) => folder.files.includes(`${tag}.sql`))
      : [];
    return {
      files: [
        ...files.map((tag) => below(folder.path, `${tag}.sql`)),
        ...steps(folder).map((step) => below(step.path, "migration.sql")),
      ],
      down: [],
    };
  },
};

function hasJournal(folder: FolderView): boolean {
  return folder.folder("meta")?.files.includes("_journal.json") === true;
}

function steps(folder: FolderView): readonly FolderView[] {
  return folder.folders.flatMap((name) => {
    const step = folder.folder(name);
    return step?.files.includes("migration.sql") && step.files.includes("snapshot.json") ? [step] : [];
  });
}

/** `readMigrationFiles` takes the entries as they stand in the journal, not by `idx`. */
function journalTags(text: string): readonly string[] {
  const { root } = readJson(text);
  const entries = root === undefined ? undefined : jsonFields(root).find((field) => field.name === "entries")?.value;
  return (entries?.children ?? []).flatMap((entry) => {
    const tag = jsonFields(entry).find((field) => field.name === "tag")?.value.value;
    return typeof tag === "string" ? [tag] : [];
  });
}
