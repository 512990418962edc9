import { below } from "../paths.ts";
import { lineEnd } from "../text-lines.ts";
import { insertion, isSql, presence, type Tool } from "./tool.ts";

/**
 * Atlas: `<version>_<name>.sql` in the order of the names beside `atlas.sum`; a transaction a file. `-- atlas:txmode none`
 * in the comment at the top of a file, with an empty line after it, takes the file out of its transaction and sends
 * it statement by statement. https://atlasgo.io/versioned/apply#transaction-configuration
 */
export const atlas: Tool = {
  name: "atlas",
  transaction: "each-file",
  marks: (folder) => (folder.files.includes("atlas.sum") ? [presence(below(folder.path, "atlas.sum"))] : []),
  arrange: (folder) => ({
    files: folder.files.filter(isSql).map((name) => below(folder.path, name)),
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
