import { below, byCodeUnit, byNumber, nameOf } from "../paths.ts";
import { downText, type Making, NUMBERED_FILES, plainFiles, stemFrom } from "./making.ts";
import { isSql, leadingDigits, presence, type Tool } from "./tool.ts";

const DOWN = /(?:^|[._-])(?:down|revert|rollback|undo)\.sql$/i;

/** Whether the name says that the file takes a migration back. */
export function isDownName(name: string): boolean {
  return DOWN.test(name) || /^U\d+(?:[._]\d+)*__.*\.sql$/.test(name);
}

/** What takes the model back says by its name what takes the new migration back: `0007_a.undo.sql` beside `0007_a.sql`. */
const making: Making = {
  ...NUMBERED_FILES,
  write(made) {
    const files = plainFiles(made);
    const model = nameOf(made.model).replace(/(?:[._-]up)?\.sql$/, "");
    const down = made.history.files.find((name) => isDownName(name) && name.startsWith(model));
    if (down === undefined || files.length > 1) return files;
    const path = below(made.folder, stemFrom(made.parts).replace(/[._-]up$/, "") + down.slice(model.length));
    return [...files, { path, text: downText(made) }];
  },
};

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
  making,
};
