import { below } from "../paths.ts";
import { linesOf } from "../text-lines.ts";
import type { FolderView } from "../tree.ts";
import { insertion, isSql, markedLine, type Tool } from "./tool.ts";

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
};

function changesets(text: string) {
  return [...linesOf(text)].filter((line) => /^\s*--\s*changeset\s/i.test(line.text));
}

/** The folder's files that a changelog (XML, YAML or JSON, in the folder or the one above) includes, in its order. */
function changelogOrder(folder: FolderView): readonly string[] {
  const found = new Set<string>();
  for (const view of [folder, folder.parent]) {
    for (const name of view?.files ?? []) {
      if (!/changelog.*\.(?:xml|ya?ml|json)$/i.test(name)) continue;
      for (const line of linesOf(view?.read(name).slice(0, 262_144) ?? "")) {
        const path = /\bfile["']?\s?[:=]\s?["']?([^"'\s>]{1,300}\.sql)/.exec(line.text.slice(0, 1000))?.[1];
        const base = path?.slice(path.lastIndexOf("/") + 1);
        if (base !== undefined && folder.files.includes(base)) found.add(base);
      }
    }
  }
  return [...found];
}
