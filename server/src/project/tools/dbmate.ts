import { below, byCodeUnit } from "../paths.ts";
import { findLine } from "../text-lines.ts";
import { downText, isDownOutside, type Making, nameFrom, numberedName } from "./making.ts";
import { insertion, isSql, markedLine, type Tool } from "./tool.ts";

/** One file with both sections, of which each says for itself whether it leaves its transaction. */
const making: Making = {
  unit: "file",
  place: "anywhere",
  takeApart: numberedName,
  write(made) {
    const option = (isOutside: boolean) => (isOutside ? " transaction:false" : "");
    const up = `-- migrate:up${option(made.migration.outside)}\n${made.migration.up}`;
    const down = `-- migrate:down${option(isDownOutside(made))}\n${downText(made)}`;
    return [{ path: below(made.folder, nameFrom(made.parts)), text: `${up}\n${down}` }];
  },
};

/**
 * dbmate: `<digits>….sql`, up and down in one file. A section that left its transaction is still sent as one query, so that a
 * statement that refuses a transaction must stand alone in it.
 */
export const dbmate: Tool = {
  name: "dbmate",
  about: {
    title: "dbmate",
    recognised: ["a line `-- migrate:up` in a file"],
    order: "by name, code unit by code unit",
    down: "the part of the same file after `-- migrate:down`",
    optOut: { how: "`transaction:false` behind `-- migrate:up` on its line", runs: "implicit" },
    sources: [
      "https://github.com/amacneil/dbmate#migration-options",
      "https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/migration.go",
      "https://github.com/amacneil/dbmate/issues/182",
      "https://github.com/amacneil/dbmate/issues/126",
    ],
  },
  transaction: "each-file",
  marks: (folder) => markedLine(folder, isUp),
  arrange: (folder) => ({
    files: folder.files
      .filter((name) => isSql(name) && /^\d/.test(name))
      .sort(byCodeUnit)
      .map((name) => below(folder.path, name)),
    down: [],
  }),
  optOut({ text }) {
    const up = findLine(text, isUp);
    return up?.text.split(/\s+/).includes("transaction:false") ? "implicit" : undefined;
  },
  wayOut({ text }) {
    const up = findLine(text, isUp);
    if (up === undefined) return undefined;
    const says = "dbmate runs a section with `-- migrate:up transaction:false` outside a transaction, as one query";
    return insertion(says, up.start + up.text.trimEnd().length, " transaction:false", "alone");
  },
  making,
};

function isUp(line: string): boolean {
  if (!line.startsWith("--")) return false;
  const words = line.slice(2).trimStart();
  return words === "migrate:up" || /^migrate:up\s/.test(words);
}
