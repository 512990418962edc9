/** The bytes that Postgres keeps of a name: `NAMEDATALEN` less one. */
export const LONGEST_NAME = 63;

/** An index or a constraint as it was found in the project, names as stored. */
export interface IndexExample {
  readonly table: string;
  readonly columns: readonly string[];
  readonly name: string;
}

/** What Postgres itself names an index: `ChooseIndexName` in `src/backend/commands/indexcmds.c`. */
export const POSTGRES_INDEX_NAME = "{table}_{columns}_idx";

/** The ways of naming an index that projects follow; `{columns and}` joins the columns as Rails does. */
export const INDEX_TEMPLATES = [
  POSTGRES_INDEX_NAME,
  "idx_{table}_{columns}",
  "ix_{table}_{columns}",
  "index_{table}_on_{columns and}",
  "{table}_{columns}_index",
  "i_{table}_{columns}",
  "index_{table}_{columns}",
  "{table}_{columns}",
  "idx_{columns}",
  "{columns}_idx",
] as const;

/** The ways of naming constraints of each kind, what Postgres itself does first (`ChooseConstraintName`). */
export const CONSTRAINT_TEMPLATES = {
  primaryKeys: ["{table}_pkey", "pk_{table}", "{table}_pk", "PK_{table}"],
  uniques: [
    "{table}_{columns}_key",
    "uq_{table}_{columns}",
    "{table}_{columns}_unique",
    "uk_{table}_{columns}",
    "{table}_{columns}_uq",
    "unique_{table}_{columns}",
    "UQ_{table}_{columns}",
  ],
  foreignKeys: [
    "{table}_{columns}_fkey",
    "fk_{table}_{columns}",
    "{table}_{columns}_fk",
    "{table}_{columns}_foreign",
    "fk_{columns}",
    "FK_{table}_{columns}",
  ],
  checks: [
    "{table}_{columns}_check",
    "ck_{table}_{columns}",
    "chk_{table}_{columns}",
    "check_{table}_{columns}",
    "{table}_{columns}_chk",
  ],
} as const;

/** A habit of naming with how many examples follow it. */
export interface NameHabit {
  readonly template: string;
  readonly follow: number;
}

/**
 * The template that most examples follow, where at least two do and at least half of all; undefined where there is no
 * such habit. Ties go to the template listed first.
 */
export function nameHabit(examples: readonly IndexExample[], templates: readonly string[]): NameHabit | undefined {
  let best: NameHabit | undefined;
  for (const template of templates) {
    const follow = examples.filter(
      (example) => render(template, example.table, example.columns) === example.name,
    ).length;
    if (follow > (best?.follow ?? 1)) best = { template, follow };
  }
  return best !== undefined && best.follow * 2 >= examples.length ? best : undefined;
}

/** How the project names its indexes. */
export function indexTemplate(examples: readonly IndexExample[]): string | undefined {
  return nameHabit(examples, INDEX_TEMPLATES)?.template;
}

/** A name for an index as the project names its indexes, else as Postgres would; never longer than it keeps. */
export function indexNaming(examples: readonly IndexExample[]): (table: string, columns: readonly string[]) => string {
  const template = indexTemplate(examples) ?? POSTGRES_INDEX_NAME;
  return (table, columns) => render(template, table, columns);
}

function render(template: string, table: string, columns: readonly string[]): string {
  const joined = columns.join(template.includes("{columns and}") ? "_and_" : "_");
  const fixed = byteLength(template.replace("{table}", "").replace(/\{columns(?: and)?\}/, ""));
  const parts = shortened(template.includes("{table}") ? table : "", joined, LONGEST_NAME - fixed);
  return template.replace("{table}", () => parts.table).replace(/\{columns(?: and)?\}/, () => parts.columns);
}

/**
 * Both parts cut to fit, the longer one first, as `makeObjectName` does it; only whole characters go.
 */
function shortened(table: string, columns: string, room: number): { table: string; columns: string } {
  let tableRoom = byteLength(table);
  let columnsRoom = byteLength(columns);
  while (tableRoom + columnsRoom > room) {
    if (tableRoom > columnsRoom) tableRoom -= 1;
    else columnsRoom -= 1;
  }
  return { table: clipped(table, tableRoom), columns: clipped(columns, columnsRoom) };
}

function clipped(text: string, room: number): string {
  if (byteLength(text) <= room) return text;
  let used = 0;
  let result = "";
  for (const char of text) {
    used += byteLength(char);
    if (used > room) break;
    result += char;
  }
  return result;
}

/** How many bytes the text takes in UTF-8; counted, not encoded, for a naming habit is read from thousands of names. */
function byteLength(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
