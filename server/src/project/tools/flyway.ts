import { below, byCodeUnit, nameOf } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { byVersionParts, presence, type Tool } from "./tool.ts";

/**
 * Flyway: `V<version>__<name>.sql` by version as numbers, then `R__<name>.sql` by name; `U<version>__<name>.sql` takes
 * back; "Versioned migrations" and "Repeatable migrations" in Redgate's manual. A baseline (`B`) stands for what
 * came before it and is not applied after it.
 *
 * `PostgreSQLParser.detectCanExecuteInTransaction` knows the statements that refuse a transaction, and Flyway runs
 * a file of nothing else outside of one by itself; a file that mixes them with others is refused ("even though
 * mixed is false"), with `executeInTransaction=false` too. `<file>.conf` with that key does it for the statements that
 * Flyway does not know. Since 9.1.2 its own lock is held in a transaction that CREATE INDEX CONCURRENTLY waits for,
 * unless `flyway.postgresql.transactional.lock=false` (flyway issue 3682).
 */
export const flyway: Tool = {
  name: "flyway",
  transaction: "each-file",
  marks(folder) {
    const first = versioned(folder, "V")[0] ?? repeatable(folder)[0];
    return first === undefined ? [] : [presence(first)];
  },
  arrange: (folder) => ({
    files: [...versioned(folder, "V"), ...repeatable(folder)],
    down: versioned(folder, "U"),
  }),
  sidecar: (path) => `${path}.conf`,
  optOut: ({ text, sidecar }) => (executesOutside(sidecar ?? "") || refusesTransactions(text) ? "none" : undefined),
  wayOut: ({ path, sidecar }) => ({
    says: `Flyway runs a file outside a transaction with \`executeInTransaction=false\` in ${nameOf(path)}.conf; the file may then hold no other kind of statement, and \`flyway.postgresql.transactional.lock=false\` must be set`,
    edits: [],
    creates: sidecar === undefined ? [{ path: `${path}.conf`, text: "executeInTransaction=false\n" }] : [],
    alone: true,
  }),
};

const VERSIONED = /^[VU](\d+(?:[._]\d+)*)__.*\.sql$/;

function versioned(folder: FolderView, prefix: "V" | "U"): readonly string[] {
  const found = folder.files.flatMap((name) => {
    const version = name.startsWith(prefix) ? VERSIONED.exec(name)?.[1] : undefined;
    return version === undefined ? [] : [{ name, parts: version.split(/[._]/) }];
  });
  found.sort((a, b) => byVersionParts(a.parts, b.parts) || byCodeUnit(a.name, b.name));
  return found.map(({ name }) => below(folder.path, name));
}

function repeatable(folder: FolderView): readonly string[] {
  return folder.files
    .filter((name) => name.startsWith("R__") && name.endsWith(".sql"))
    .map((name) => below(folder.path, name));
}

function executesOutside(conf: string): boolean {
  return conf
    .split(/\r?\n/)
    .some((line) => /^(?:flyway\.)?executeInTransaction=false$/i.test(line.replaceAll(" ", "")));
}

/** What Flyway's own patterns take for statements that refuse a transaction, on Postgres 12 and later. */
const REFUSING =
  /^(?:(?:create|drop) (?:database|tablespace|subscription)|alter system|create (?:unique )?index concurrently|drop index concurrently|reindex(?: verbose)? (?:schema|database|system)|vacuum|discard all)\b/;

/**
 * Whether every statement of the text refuses a transaction. Only plain text is judged: where quotes or dollar
 * quotes could hide a semicolon, the pieces between the semicolons do not begin like such statements.
 */
function refusesTransactions(text: string): boolean {
  const code = text
    .split("\n")
    .map((line) => (line.includes("--") ? line.slice(0, line.indexOf("--")) : line))
    .join(" ");
  const statements = code.split(";").map((piece) => piece.trim().slice(0, 200).replace(/\s+/g, " ").toLowerCase());
  const written = statements.filter((statement) => statement !== "");
  return written.length > 0 && written.every((statement) => REFUSING.test(statement));
}
