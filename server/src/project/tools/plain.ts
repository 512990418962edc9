import { below, byCodeUnit, byNumber, nameOf } from "../paths.ts";
import { isSql, leadingDigits, presence, type Tool } from "./tool.ts";

const DOWN = /(?:^|[._-])(?:down|revert|rollback|undo)\.sql$/i;

/** Whether the name says that the file takes a migration back. */
export function isDownName(name: string): boolean {
  return DOWN.test(name) || /^U\d+(?:[._]\d+)*__.*\.sql$/.test(name);
}

/** Numbered files with no tool to be seen: by number, then by name. How they are sent is not known. */
export const plain: Tool = {
  name: "plain",
  about: {
    title: "Numbered files",
    recognised: ["files that begin with a number, with no tool to be seen"],
    order: "by number, then by name",
    down: "files whose names end in `down`, `revert`, `rollback` or `undo`",
    optOut: undefined,
    sources: [],
  },
  transaction: "none",
  marks(folder) {
    const sql = folder.files.filter(isSql);
    const numbered = sql.filter((name) => leadingDigits(name) !== undefined);
    const enough = /migration/i.test(folder.name) ? 1 : 2;
    return numbered.length >= enough && numbered.length * 2 >= sql.length
      ? numbered.slice(0, 1).map((name) => presence(below(folder.path, name)))
      : [];
  },
  arrange(folder) {
    const sorted = folder.files
      .filter((name) => isSql(name) && leadingDigits(name) !== undefined)
      .sort((a, b) => byNumber(leadingDigits(a) ?? "", leadingDigits(b) ?? "") || byCodeUnit(a, b))
      .map((name) => below(folder.path, name));
    const down = sorted.filter((path) => isDownName(nameOf(path)));
    return { files: sorted.filter((path) => !down.includes(path)), down };
  },
};
