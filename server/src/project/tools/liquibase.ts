import type { FileEdit } from "../new-migration.ts";
import { below, nameOf } from "../paths.ts";
import { sentPieces } from "../sent-pieces.ts";
import { linesOf } from "../text-lines.ts";
import type { FolderView } from "../tree.ts";
import { changelogEntries } from "./changelog-entries.ts";
import { anyName, type Listing, type Made, type Making, nameFrom, stemFrom } from "./making.ts";
import { insertion, isSql, markedLine, type Tool } from "./tool.ts";

/**
 * A file with one changeset, named in the changelog where that names the others. A script with a semicolon inside a statement
 * is sent whole, which outside a transaction allows one statement only.
 */
const making: Making = {
  unit: "file",
  place: "anywhere",
  takeApart: (name) => (isSql(name) ? anyName(name) : undefined),
  write(made) {
    const pieces = sentPieces(made.migration.up);
    const isWhole = pieces.some((piece) => piece.holdsSemicolon);
    if (made.migration.outside && isWhole && pieces.length > 1) return undefined;
    const header = `--liquibase formatted sql\n\n--changeset ${changesetId(made)}`;
    const options = [
      made.migration.outside ? " runInTransaction:false" : "",
      isWhole ? " splitStatements:false" : "",
    ].join("");
    const path = below(made.folder, nameFrom(made.parts));
    return [{ path, text: `${header}${options}\n${made.migration.up}${rollbackLines(made)}` }];
  },
  list: listEdits,
};

/** The author of the changeset that it belongs to, and an id of the same kind: a number or words. */
function changesetId({ history, model, parts }: Made): string {
  const last = changesets(history.read(nameOf(model))).at(-1)?.text ?? "";
  const [, author = "lockkeeper", id = ""] = /changeset\s+([^\s:]{1,200}):(\S{1,200})/i.exec(last) ?? [];
  return `${author}:${/^\d+$/.test(id) ? "1" : stemFrom(parts)}`;
}

function rollbackLines({ migration }: Made): string {
  if (migration.down === undefined) return "--rollback not required\n";
  const lines = migration.down.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line) => `--rollback ${line}\n`).join("");
}

/** The changelog's entries, where one names the migration that they come after. */
function listEdits({ history, after, made }: Listing): readonly FileEdit[] | undefined {
  const base = nameOf(after);
  const names = made.map(({ parts }) => nameFrom(parts));
  for (const view of [history, history.parent]) {
    for (const name of view === undefined ? [] : changelogs(view)) {
      const text = view?.read(name) ?? "";
      if (!includedNames(text).includes(base)) continue;
      const entries = changelogEntries({ name, text }, base, names);
      const path = below(view?.path ?? "", name);
      return entries && [{ path, range: { start: entries.at, end: entries.at }, text: entries.text }];
    }
  }
  return [];
}

/**
 * Liquibase's formatted SQL: a transaction a changeset, so a file of several changesets has several. What leaves its
 * transaction is sent statement by statement, for `splitStatements` is on unless it is turned off.
 */
export const liquibase: Tool = {
  name: "liquibase",
  about: {
    title: "Liquibase",
    recognised: ["a file that begins with `--liquibase formatted sql`"],
    order: "as a changelog in the folder or the one above names them, then by name as `includeAll` takes them",
    down: "`--rollback` lines, which are comments to Postgres",
    optOut: { how: "`runInTransaction:false` on the line of every changeset of the file", runs: "none" },
    sources: [
      "https://docs.liquibase.com/concepts/changelogs/attributes/run-in-transaction.html",
      "https://github.com/liquibase/liquibase/issues/3806",
    ],
  },
  transaction: "each-file",
  marks: (folder) => markedLine(folder, (line) => /^\s*--\s*liquibase formatted sql/i.test(line)),
  arrange(folder) {
    const named = changelogOrder(folder);
    const rest = folder.files.filter((name) => isSql(name) && !named.includes(name));
    return { files: [...named, ...rest].map((name) => below(folder.path, name)), down: [] };
  },
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
  making,
};

function changesets(text: string) {
  return [...linesOf(text)].filter((line) => /^\s*--\s*changeset\s/i.test(line.text));
}

/** The folder's files that a changelog (XML, YAML or JSON, in the folder or the one above) includes, in its order. */
function changelogOrder(folder: FolderView): readonly string[] {
  const found = new Set<string>();
  for (const view of [folder, folder.parent]) {
    for (const name of view === undefined ? [] : changelogs(view)) {
      for (const base of includedNames(view?.read(name) ?? "")) if (folder.files.includes(base)) found.add(base);
    }
  }
  return [...found];
}

function changelogs(view: FolderView): readonly string[] {
  return view.files.filter((name) => /changelog.*\.(?:xml|ya?ml|json)$/i.test(name));
}

/** The names of the SQL files that a changelog includes, without their folders. */
function includedNames(text: string): readonly string[] {
  return [...linesOf(text.slice(0, 262_144))].flatMap((line) => {
    const path = /\bfile["']?\s?[:=]\s?["']?([^"'\s>]{1,300}\.sql)/.exec(line.text.slice(0, 1000))?.[1];
    return path === undefined ? [] : [nameOf(path)];
  });
}
