import { below, byCodeUnit, nameOf } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { downText, type Making, type NameParts, nameFrom } from "./making.ts";
import { nearestSettings } from "./settings.ts";
import { byVersionParts, presence, type Setting, type Tool } from "./tool.ts";

/** `V7__add_orders.sql`, with a `.conf` beside it where Flyway does not see by itself that it refuses a transaction. */
const making: Making = {
  unit: "file",
  place: "anywhere",
  takeApart(name): NameParts | undefined {
    const version = VERSIONED.exec(name)?.[1];
    if (version === undefined || !name.startsWith("V")) return undefined;
    const words = name.slice(version.length + 3, -4);
    return { before: "V", version, between: "__", words, after: ".sql" };
  },
  write(made) {
    const path = below(made.folder, nameFrom(made.parts));
    const files = [{ path, text: made.migration.up }];
    if (made.migration.outside && !refusesTransactions(made.migration.up)) {
      files.push({ path: `${path}.conf`, text: OUTSIDE });
    }
    const undo = below(made.folder, nameFrom({ ...made.parts, before: "U" }));
    return made.takesBack ? [...files, { path: undo, text: downText(made) }] : files;
  },
};

const OUTSIDE = "executeInTransaction=false\n";

/**
 * Flyway: `V<version>__<name>.sql`, then `R__<name>.sql`; a baseline (`B`) stands for what came before it and is not applied
 * after it. A file that mixes statements that refuse a transaction with others is refused, unless `mixed` is on.
 *
 * Since 9.1.2 its own lock is held in a transaction that CREATE INDEX CONCURRENTLY waits for, unless
 * `flyway.postgresql.transactional.lock=false` (flyway issues 3508 and 3682; `test/postgres/tool-traps.test.ts` watches it).
 */
export const flyway: Tool = {
  name: "flyway",
  about: {
    title: "Flyway",
    recognised: ["`V<version>__<name>.sql` or `R__<name>.sql`"],
    order: "`V` by the parts of the version as numbers (`V2` before `V10`), then `R` by name",
    down: "`U<version>__<name>.sql`",
    optOut: {
      how: "by itself where every statement is one that Flyway knows to refuse a transaction (CREATE and DROP INDEX CONCURRENTLY, VACUUM, …), else `executeInTransaction=false` in `<file>.conf`",
      runs: "none",
    },
    sources: [
      "https://documentation.red-gate.com/fd/migration-transaction-handling-273973399.html",
      "https://documentation.red-gate.com/fd/flyway-execute-in-transaction-setting-277578997.html",
      "https://github.com/flyway/flyway/blob/main/flyway-database/flyway-database-postgresql/src/main/java/org/flywaydb/database/postgresql/PostgreSQLParser.java",
      "https://github.com/flyway/flyway/issues/3508",
    ],
  },
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
  settings: (folder) => nearestSettings(folder, SETTING_FILES, settingOf),
  habit: (settings) => (isSet(settings, "group", "true") ? "all-files" : undefined),
  wayOut: ({ path, sidecar, settings }) => ({
    says: `Flyway runs a file outside a transaction with \`executeInTransaction=false\` in ${nameOf(path)}.conf; the file may then hold no other kind of statement${isSet(settings, LOCK, "false") ? "" : LOCK_WARNING}`,
    edits: [],
    creates: sidecar === undefined ? [{ path: `${path}.conf`, text: OUTSIDE }] : [],
    alone: true,
  }),
  making,
};

/** Where Flyway, or the framework that runs it, is configured. */
const SETTING_FILES = [
  "flyway.conf",
  "flyway.toml",
  "flyway.user.toml",
  "conf/flyway.conf",
  "conf/flyway.toml",
  ...["application.properties", "application.yml", "application.yaml"].flatMap((name) => [name, `resources/${name}`]),
];

const LOCK = "transactional-lock";

const LOCK_WARNING =
  ", and Flyway must be set to `flyway.postgresql.transactional.lock=false`: else the statement waits without end for the transaction in which Flyway holds its own lock";

/**
 * `flyway.postgresql.transactional.lock=false` of a `.conf`, `transactional.lock = false` of a section in TOML,
 * `spring.flyway.postgresql.transactional-lock=false` of Spring, also as `transactional-lock: false`; and `group`.
 */
function settingOf(line: string) {
  const [key = "", value = ""] = line
    .replace(/[=:]/, "\n")
    .split("\n")
    .map((part) => part.trim());
  const name = key.toLowerCase();
  if (/transactional[.-]?lock$/.test(name)) return { name: LOCK, value: value.toLowerCase() };
  return /^(?:(?:spring\.)?flyway\.)?group$/.test(name) ? { name: "group", value: value.toLowerCase() } : undefined;
}

function isSet(settings: readonly Setting[], name: string, value: string): boolean {
  return settings.some((setting) => setting.name === name && setting.value === value);
}

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
