import { jsonFields, readJson } from "../json-nodes.ts";
import { below } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { isSql, leadingDigits, lineOrPresence, markedLine, presence, type Tool } from "./tool.ts";

/**
 * Drizzle: the files of `meta/_journal.json` in its order, or `<time>_<name>/migration.sql` beside `snapshot.json`; one
 * transaction around all pending migrations (`docs/tools/drizzle.md`). Where the journal is not at hand,
 * `--> statement-breakpoint` tells and the names, which begin with a number of four digits or a time, give the order.
 */
export const drizzle: Tool = {
  name: "drizzle",
  about: {
    title: "Drizzle",
    recognised: [
      "`meta/_journal.json`",
      "`<time>_<name>/migration.sql` beside `snapshot.json`",
      "a line with `--> statement-breakpoint`",
    ],
    order: "the entries of `meta/_journal.json` as they stand there; without it, by name",
    down: "none",
    optOut: undefined,
    sources: [
      "https://github.com/drizzle-team/drizzle-orm/blob/main/drizzle-orm/src/migrator.ts",
      "https://github.com/drizzle-team/drizzle-orm/issues/860",
      "https://github.com/drizzle-team/drizzle-orm/pull/6133",
    ],
  },
  transaction: "all-files",
  marks(folder) {
    if (hasJournal(folder)) {
      const dialect = (line: string) => line.includes('"dialect"');
      return [lineOrPresence(below(folder.path, "meta/_journal.json"), folder.read("meta/_journal.json"), dialect)];
    }
    const first = steps(folder)[0];
    if (first !== undefined) return [presence(below(first.path, "snapshot.json"))];
    return markedLine(folder, (line) => line.includes("--> statement-breakpoint"));
  },
  arrange(folder) {
    const names = hasJournal(folder)
      ? journalTags(folder.read("meta/_journal.json")).map((tag) => `${tag}.sql`)
      : folder.files.filter((name) => isSql(name) && leadingDigits(name) !== undefined);
    return {
      files: [
        ...names.filter((name) => folder.files.includes(name)).map((name) => below(folder.path, name)),
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
