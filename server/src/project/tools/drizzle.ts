import { shiftRange } from "../../text/range.ts";
import { applyEdits } from "../../text/text-edit.ts";
import { jsonFields, nodeRange, readJson } from "../json-nodes.ts";
import type { FileEdit } from "../new-migration.ts";
import { below } from "../paths.ts";
import { sentPieces } from "../sent-pieces.ts";
import type { FolderView } from "../tree.ts";
import { type Listing, type Making, NUMBERED_FILES, nameFrom, stemFrom } from "./making.ts";
import { isSql, leadingDigits, lineOrPresence, markedLine, presence, type Tool } from "./tool.ts";

/**
 * A file and its entry in the journal. The migrator runs what the journal dates later than the last migration that ran, so
 * that a new one comes at the end. The newer layout has a snapshot in each folder, which only Drizzle can write.
 */
const making: Making = {
  ...NUMBERED_FILES,
  place: "end",
  write(made) {
    const pieces = sentPieces(made.migration.up).map(({ text }) => text);
    const text = pieces.length < 2 ? made.migration.up : `${pieces.join("\n--> statement-breakpoint\n")}\n`;
    return [{ path: below(made.folder, nameFrom(made.parts)), text }];
  },
  list: (listing) => (hasJournal(listing.history) ? journalEdits(listing) : []),
};

/** New entries behind the last, each a copy of it with a number, a time and a name of its own. */
function journalEdits({ history, made }: Listing): readonly FileEdit[] | undefined {
  const text = history.read("meta/_journal.json");
  const last = journalEntries(text).at(-1);
  if (last === undefined) return undefined;
  const fields = new Map(jsonFields(last).map(({ name, value }) => [name, value]));
  const [index, when, tag] = [fields.get("idx"), fields.get("when"), fields.get("tag")];
  if (typeof index?.value !== "number" || typeof when?.value !== "number" || tag === undefined) return undefined;
  const [number, time] = [index.value, when.value];
  const start = last.offset;
  const local = (node: typeof tag) => shiftRange(nodeRange(node), -start);
  const entry = text.slice(start, start + last.length);
  const lead = entryLead(text, start);
  const copies = made.map(({ parts }, place) =>
    applyEdits(entry, [
      { range: local(index), text: String(number + place + 1) },
      { range: local(when), text: String(time + place + 1) },
      { range: local(tag), text: JSON.stringify(stemFrom(parts)) },
    ]),
  );
  const end = start + last.length;
  const added = copies.map((copy) => `,${lead}${copy}`).join("");
  return [{ path: below(history.path, "meta/_journal.json"), range: { start: end, end }, text: added }];
}

/** The blanks before an entry. */
function entryLead(text: string, start: number): string {
  let at = start;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at -= 1;
  return text.slice(at, start);
}

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
  making,
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

function journalEntries(text: string) {
  const { root } = readJson(text);
  const entries = root === undefined ? undefined : jsonFields(root).find((field) => field.name === "entries")?.value;
  return entries?.children ?? [];
}

/** `readMigrationFiles` takes the entries as they stand in the journal, not by `idx`. */
function journalTags(text: string): readonly string[] {
  return journalEntries(text).flatMap((entry) => {
    const tag = jsonFields(entry).find((field) => field.name === "tag")?.value.value;
    return typeof tag === "string" ? [tag] : [];
  });
}
