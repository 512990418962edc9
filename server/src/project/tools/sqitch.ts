import { below } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { presence, type Tool } from "./tool.ts";

/**
 * Sqitch: `deploy/<change>.sql` and `revert/<change>.sql`; `verify/` changes nothing. It hands a script to psql
 * (`psql --file`), which sends it statement by statement; the scripts write their own BEGIN and COMMIT.
 */
export const sqitch: Tool = {
  name: "sqitch",
  about: {
    title: "Sqitch",
    recognised: ["`sqitch.plan` in the folder"],
    order:
      "the changes of `sqitch.plan` as they stand there; a reworked change keeps its old script under the name of the tag between",
    down: "`revert/<change>.sql`",
    optOut: undefined,
    sources: [
      "https://sqitch.org/docs/manual/sqitch/",
      "https://sqitch.org/docs/manual/sqitch-rework/",
      "https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Engine/pg.pm",
    ],
  },
  transaction: "none",
  marks: (folder) => (folder.files.includes("sqitch.plan") ? [presence(below(folder.path, "sqitch.plan"))] : []),
  arrange(folder) {
    const scripts = scriptNames(folder.read("sqitch.plan"));
    return { files: existing(folder, "deploy", scripts), down: existing(folder, "revert", scripts) };
  },
};

/** A change that is worked on again keeps its old script under the name of the tag that came between. */
function scriptNames(plan: string): readonly (readonly string[])[] {
  const entries = plan.split(/\r?\n/).flatMap((line) => /^(?:[+-]\s*)?(@?[^\s%#[]+)/.exec(line.trim())?.[1] ?? []);
  return entries.flatMap((entry, index) => {
    if (entry.startsWith("@")) return [];
    const later = entries.slice(index + 1);
    const tag = later.includes(entry) ? later.find((next) => next.startsWith("@")) : undefined;
    return [tag === undefined ? [entry] : [entry + tag, entry]];
  });
}

function existing(
  folder: FolderView,
  kind: "deploy" | "revert",
  scripts: readonly (readonly string[])[],
): readonly string[] {
  const top = topFolder(folder);
  return scripts.flatMap((candidates) => {
    const found = candidates.find((name) => hasFile(top, `${kind}/${name}.sql`));
    return found === undefined ? [] : [below(top.path, `${kind}/${found}.sql`)];
  });
}

/** `sqitch.conf` may put the scripts into another folder with `top_dir`. */
function topFolder(folder: FolderView): FolderView {
  const name = /^[ \t]*top_dir[ \t]*=[ \t]*([\w.-]+)/m.exec(folder.read("sqitch.conf"))?.[1];
  return (name === undefined ? undefined : folder.folder(name)) ?? folder;
}

function hasFile(folder: FolderView, relative: string): boolean {
  const parts = relative.split("/");
  const name = parts.pop() ?? "";
  let view: FolderView | undefined = folder;
  for (const part of parts) view = view?.folder(part);
  return view?.files.includes(name) === true;
}
