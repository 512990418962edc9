import { RULE_SETS, SEVERITIES } from "./config.ts";
import { POSTGRES_VERSIONS } from "./postgres-versions.ts";
import { ENGINES, MIGRATION_TOOLS } from "./project.ts";

/** What a value of `lockkeeper.json` may be. Both the check and the JSON schema are made from it. */
export type ValueShape =
  | { readonly kind: "string" }
  /** A path below the configuration's folder. */
  | { readonly kind: "path" }
  /** A glob pattern of `ignore`. */
  | { readonly kind: "pattern" }
  | { readonly kind: "word"; readonly words: readonly string[] }
  | { readonly kind: "integer"; readonly minimum: number; readonly maximum?: number }
  | { readonly kind: "number"; readonly minimum: number }
  | { readonly kind: "list"; readonly items: ValueShape }
  | { readonly kind: "object"; readonly keys: readonly ConfigKey[] }
  /** An object with a key for each table. */
  | { readonly kind: "tables"; readonly values: ValueShape }
  /** An object with a key for each rule. */
  | { readonly kind: "rules" };

/** One key of an object in `lockkeeper.json`. */
export interface ConfigKey {
  readonly name: string;
  readonly description: string;
  readonly shape: ValueShape;
  readonly required?: boolean;
  /** What holds where the key is absent, as JSON. */
  readonly default?: unknown;
}

/** What a rule may be set to by one word. */
export const RULE_WORDS = ["off", ...SEVERITIES] as const;

const TABLE_KEYS: readonly ConfigKey[] = [
  {
    name: "rows",
    description: "About how many rows the table holds in production.",
    shape: { kind: "number", minimum: 0 },
  },
  {
    name: "writesPerSecond",
    description: "About how many rows a second are inserted, updated or deleted at a busy hour.",
    shape: { kind: "number", minimum: 0 },
  },
];

const HISTORY_KEYS: readonly ConfigKey[] = [
  {
    name: "folder",
    description: "The folder of migrations, relative to this file.",
    shape: { kind: "path" },
    required: true,
  },
  {
    name: "tool",
    description: "The tool that applies them; found out where it is not named.",
    shape: { kind: "word", words: MIGRATION_TOOLS },
  },
];

/** The keys of `lockkeeper.json`. */
export const CONFIG_KEYS: readonly ConfigKey[] = [
  { name: "$schema", description: "The address of this file's JSON schema, for editors.", shape: { kind: "string" } },
  {
    name: "extends",
    description: "The rules that are on: `recommended`, `strict` (adds the opinionated ones) or `all`.",
    shape: { kind: "list", items: { kind: "word", words: RULE_SETS } },
    default: ["recommended"],
  },
  {
    name: "engine",
    description: "The database that the SQL is written for; found out where it is not named.",
    shape: { kind: "word", words: ENGINES },
  },
  {
    name: "postgres",
    description: "The major version of Postgres in production; found out where it is not named.",
    shape: { kind: "integer", minimum: POSTGRES_VERSIONS.oldest, maximum: POSTGRES_VERSIONS.newest },
  },
  {
    name: "migrations",
    description: "The folders of migrations; found out where none is named.",
    shape: { kind: "list", items: { kind: "object", keys: HISTORY_KEYS } },
    default: [],
  },
  {
    name: "schema",
    description: "Files of SQL with what exists before the first migration, applied in this order.",
    shape: { kind: "list", items: { kind: "path" } },
    default: [],
  },
  {
    name: "since",
    description:
      "From where on migrations are reviewed; older ones are context. The first one's path or name; a date (`2026-01-31`), compared with the moments in migrations' names; or a Git revision that holds the older ones, which is asked only in a trusted workspace or with `--git`.",
    shape: { kind: "string" },
  },
  {
    name: "ignore",
    description:
      "Patterns of files that are not reviewed, relative to this file: `*`, `?`, `**`, `{a,b}`, `[a-z]`. A pattern without `/` is looked for in every folder; what matches a folder matches everything in it.",
    shape: { kind: "list", items: { kind: "pattern" } },
    default: [],
  },
  {
    name: "rules",
    description: "For each rule `off`, a severity, or a list of the severity and the rule's options.",
    shape: { kind: "rules" },
    default: {},
  },
  {
    name: "tables",
    description:
      "What production holds, by table: `orders`, or `billing.orders` outside `public`. Findings about a table say it where it tells how long others wait.",
    shape: { kind: "tables", values: { kind: "object", keys: TABLE_KEYS } },
    default: {},
  },
];
