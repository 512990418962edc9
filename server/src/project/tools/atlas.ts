import { below } from "../paths.ts";
import { lineEnd } from "../text-lines.ts";
import { anyName, type Making, NUMBERED_FILES, nameFrom } from "./making.ts";
import { insertion, isSql, presence, type Tool } from "./tool.ts";

/** The hashes in `atlas.sum` are of all files together, and Atlas writes them anew for the edited migration as well. */
const making: Making = {
  ...NUMBERED_FILES,
  takeApart: anyName,
  write(made) {
    const directive = made.migration.outside ? "-- atlas:txmode none\n\n" : "";
    return [{ path: below(made.folder, nameFrom(made.parts)), text: directive + made.migration.up }];
  },
  afterwards: "run `atlas migrate hash`",
};

/** Atlas: `<version>_<name>.sql` beside `atlas.sum`, which holds a hash of every file and is written anew after an edit. */
export const atlas: Tool = {
  name: "atlas",
  about: {
    title: "Atlas",
    recognised: ["`atlas.sum` in the folder"],
    order: "by name; files that begin with `-- atlas:checkpoint` stand for what came before them and are left out",
    down: "none: Atlas plans the way back itself",
    optOut: {
      how: "`-- atlas:txmode none` in the comment at the top of the file, which an empty line ends",
      runs: "none",
    },
    sources: [
      "https://atlasgo.io/versioned/apply#transaction-configuration",
      "https://github.com/ariga/atlas/blob/master/doc/md/versioned/apply.mdx",
    ],
  },
  transaction: "each-file",
  marks: (folder) => (folder.files.includes("atlas.sum") ? [presence(below(folder.path, "atlas.sum"))] : []),
  arrange: (folder) => ({
    files: folder.files
      .filter((name) => isSql(name) && !folder.read(name).startsWith("-- atlas:checkpoint"))
      .map((name) => below(folder.path, name)),
    down: [],
  }),
  optOut: ({ text }) => (directives(text).includes("none") ? "none" : undefined),
  wayOut({ text }) {
    const end = lineEnd(text);
    const directive = `-- atlas:txmode none${end}`;
    const says =
      "Atlas runs a file that begins with `-- atlas:txmode none` outside a transaction; run `atlas migrate hash` after the edit";
    return insertion(says, 0, text.startsWith("-- atlas:") ? directive : directive + end, "in company");
  },
  making,
};

/** The values of `txmode` in the comment at the top, which an empty line must end. */
function directives(text: string): readonly string[] {
  const values: string[] = [];
  for (const line of text.split("\n", 50)) {
    if (line.trim() === "") return values;
    if (!line.startsWith("--")) return [];
    const words = line.slice(2).trim().split(/\s+/);
    if (words[0] === "atlas:txmode") values.push(words[1] ?? "");
  }
  return [];
}
