import { below } from "../paths.ts";
import { lineEnd, linesOf } from "../text-lines.ts";
import type { FolderView } from "../tree.ts";
import { byVersion, insertion, isSql, leadingDigits, presence, type Tool } from "./tool.ts";

/** Graphile Migrate: committed files carry a hash and are not edited; `current` is what is being worked on. */
export const graphileMigrate: Tool = {
  name: "graphile-migrate",
  about: {
    title: "Graphile Migrate",
    recognised: ["`committed/<number>.sql` with the header `--! Previous:`"],
    order: "`committed/` by number, then `current.sql` or `current/` by number",
    down: "none",
    optOut: { how: "`--! no-transaction` as the first line after the headers", runs: "implicit" },
    sources: [
      "https://github.com/graphile/migrate#disable-transaction",
      "https://github.com/graphile/migrate/blob/main/src/header.ts",
    ],
  },
  transaction: "each-file",
  marks(folder) {
    const committed = folder.folder("committed");
    const first = committed?.files.find((name) => isSql(name) && isCommitted(committed.read(name)));
    return committed === undefined || first === undefined ? [] : [presence(below(committed.path, first))];
  },
  arrange: (folder) => ({
    files: [...numbered(folder.folder("committed")), ...current(folder), ...numbered(folder.folder("current"))],
    down: [],
  }),
  optOut({ text }) {
    const first = [...headerLines(text)].at(-1);
    return first !== undefined && /^--!\s*no-transaction\b/.test(first.text) ? "implicit" : undefined;
  },
  wayOut({ path, text }) {
    if (!path.endsWith("/current.sql")) return undefined;
    const says =
      "Graphile Migrate runs a file with `--! no-transaction` at its top outside a transaction, as one query";
    const at = [...headerLines(text)].at(-1)?.start ?? 0;
    return insertion(says, at, `--! no-transaction${lineEnd(text)}`, "alone");
  },
};

function isCommitted(text: string): boolean {
  return text.startsWith("--! Previous:");
}

function numbered(folder: FolderView | undefined): readonly string[] {
  return folder === undefined ? [] : byVersion(folder, (name) => (isSql(name) ? leadingDigits(name) : undefined));
}

function current(folder: FolderView): readonly string[] {
  return folder.files.includes("current.sql") ? [below(folder.path, "current.sql")] : [];
}

/** The headers (`--! Name: value`), the empty lines after them, and the first line that is neither. */
function* headerLines(text: string) {
  for (const line of linesOf(text)) {
    yield line;
    if (line.text.trim() !== "" && !/^--! [A-Z]/.test(line.text)) return;
  }
}
