import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tokenize } from "../../sql/lexer.ts";

/** A change of a table's rows that is to be made in batches. Names and expressions are SQL text, quoted where needed. */
export interface Backfill {
  /** The table's name: `orders`, `sales."Order"`. */
  readonly table: string;
  /** What the expressions call the table, where that is not its name; quoted where needed. */
  readonly alias?: string;
  /** The primary key's columns in their order, as the catalogue names them (unquoted). */
  readonly key: readonly [string, ...string[]];
  /** The assignments behind SET (`total = 0, paid = true`), or that the rows go. */
  readonly change: { readonly set: string } | "delete";
  /** What stands behind FROM (of an UPDATE) or USING (of a DELETE). */
  readonly from?: string;
  /**
   * Which rows are changed. It must no longer hold for a row that was changed (`total IS DISTINCT FROM 0`): what makes
   * a second run go on where the first was interrupted. Left out only for a DELETE of every row.
   */
  readonly where?: string;
}

/** How many rows are locked at a time: at that size a batch takes a fraction of a second even on a slow disk. */
const BATCH_SIZE = 5000;

/** Seconds between two batches, in which no row is locked; replicas and vacuum catch up. */
const PAUSE = "0.1";

/** What the backfill needs of the one who runs it, for a comment above it. */
export const BACKFILL_COMMENT = `Commits after every ${BATCH_SIZE} rows, so that writers wait no longer than for one batch. Stopped in the middle, it
goes on from there when it is run again. It must not run inside a transaction, and statement_timeout counts for all of
its batches together.`;

/**
 * The change as one DO statement, without a semicolon: in the order of the primary key, a batch at a time, with a
 * COMMIT behind each. Postgres (12 to 18, watched) takes COMMIT there where the statement is sent outside a transaction
 * block and alone in its query, so a file that is sent as one query must hold nothing else.
 */
export function batchedBackfill(backfill: Backfill): string {
  const body = bodyOf(backfill);
  const quote = dollarQuote(body);
  return `DO ${quote}${body}${quote}`;
}

/** The change as a script of its own, for people whose migration tool runs everything inside a transaction. */
export function backfillScript(backfill: Backfill): string {
  const comment = BACKFILL_COMMENT.split("\n").map((line) => `-- ${line}`);
  const head = ["-- To be run beside the migrations: psql --file=THIS_FILE, without --single-transaction.", ...comment];
  return `${head.join("\n")}\nSET statement_timeout = 0;\n\n${batchedBackfill(backfill)};\n`;
}

function bodyOf(backfill: Backfill): string {
  const { table, key } = backfill;
  const label = freeLabel(backfill);
  const columns = key.map(quoteIdentifier);
  const first = variables("first_key", key);
  const last = variables("last_key", key);
  const list = columns.join(", ");
  const descending = columns.map((column) => `${column} DESC`).join(", ");
  const row = rowOf(columns);
  const declared = [...first, ...last].map(
    (variable, at) => `  ${variable} ${table}.${columns[at % columns.length] ?? ""}%TYPE;\n`,
  );
  const done = key.map((_, at) => `, ${last[at] ?? ""}`).join("");
  return `
#variable_conflict use_column
<<${label}>>
DECLARE
${declared.join("")}  in_batch bigint;
  in_all bigint := 0;
BEGIN
  SELECT ${list} INTO ${first.join(", ")} FROM ${table} ORDER BY ${list} LIMIT 1;
  WHILE FOUND LOOP
    SELECT ${list} INTO ${last.join(", ")} FROM (
      SELECT ${list} FROM ${table}
      WHERE ${row} >= ${rowOf(first, label)}
      ORDER BY ${list} LIMIT ${BATCH_SIZE}
    ) AS batch ORDER BY ${descending} LIMIT 1;
${statementOf(backfill, label)};
    GET DIAGNOSTICS in_batch = ROW_COUNT;
    COMMIT;
    in_all := in_all + in_batch;
    IF in_batch > 0 THEN
      RAISE NOTICE '%: % rows ${backfill.change === "delete" ? "deleted" : "changed"}, done up to ${key.map(() => "%").join(", ")}', ${literal(table)}, in_all${done};
      PERFORM pg_sleep(${PAUSE});
    END IF;
    SELECT ${list} INTO ${first.join(", ")} FROM ${table}
    WHERE ${row} > ${rowOf(last, label)}
    ORDER BY ${list} LIMIT 1;
  END LOOP;
END
`;
}

/** The author's own statement, held to one batch. */
function statementOf(backfill: Backfill, label: string): string {
  const { table, alias, key, change, from, where } = backfill;
  const named = alias === undefined ? table : `${table} AS ${alias}`;
  // Beside other tables a column needs to say whose it is.
  const owner = alias ?? (from === undefined ? undefined : table);
  const row = rowOf(key.map((column) => (owner === undefined ? "" : `${owner}.`) + quoteIdentifier(column)));
  const bounds = [
    `WHERE ${row} >= ${rowOf(variables("first_key", key), label)}`,
    `  AND ${row} <= ${rowOf(variables("last_key", key), label)}`,
  ];
  return [
    change === "delete" ? `DELETE FROM ${named}` : `UPDATE ${named} SET ${change.set}`,
    ...(from === undefined ? [] : [`${change === "delete" ? "USING" : "FROM"} ${from}`]),
    ...bounds,
    ...(where === undefined ? [] : [`  AND ${besideAnd(where)}`]),
  ]
    .map(indented)
    .join("\n");
}

/** A line inside the loop. What of the author's has lines of its own moves along, but for strings, which that would change. */
function indented(line: string): string {
  return `    ${/['"$]/.test(line) ? line : line.replaceAll("\n", "\n    ")}`;
}

/** A condition as AND may follow and precede it: OR alone binds less tightly, and a comment would take what follows along. */
export function besideAnd(condition: string): string {
  const tokens = tokenize(condition);
  if (tokens.some(({ kind }) => kind === "lineComment")) return `(${condition}\n)`;
  let depth = 0;
  for (const { kind, start, end } of tokens) {
    const written = condition.slice(start, end).toLowerCase();
    if (written === "(") depth += 1;
    if (written === ")") depth -= 1;
    if (depth === 0 && kind === "word" && written === "or") return `(${condition})`;
  }
  return condition;
}

function variables(name: string, key: readonly string[]): readonly string[] {
  return key.length === 1 ? [name] : key.map((_, at) => `${name}_${at + 1}`);
}

/** One value as it is, several as a row, which Postgres compares by the whole index of the key. */
function rowOf(values: readonly string[], label?: string): string {
  const named = label === undefined ? values : values.map((value) => `${label}.${value}`);
  return named.length === 1 ? named.join("") : `(${named.join(", ")})`;
}

/**
 * What the variables are called by inside queries, where a bare name means a column (`use_column`): a table may well
 * have a column `last_key`. No word of the statement may mean the same.
 */
function freeLabel({ table, alias = "", from = "", where = "", change }: Backfill): string {
  const words = [table, alias, from, where, change === "delete" ? "" : change.set].join(" ").toLowerCase();
  let label = "backfill";
  for (let count = 2; words.includes(label); count += 1) label = `backfill_${count}`;
  return label;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A dollar quote that the text does not hold. */
function dollarQuote(text: string): string {
  let quote = "$backfill$";
  for (let count = 2; text.includes(quote); count += 1) quote = `$backfill_${count}$`;
  return quote;
}
