import type { Column, Table } from "../../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable, type Name } from "../../catalog/resolve.ts";
import { defineRule, type Migration, type MigrationContext, type MigrationStatement } from "../../engine/rule.ts";
import { tokenize } from "../../sql/lexer.ts";
import type { ObjectName } from "../../sql/statement.ts";

/** Rows with numbers that their sequence has still to give out. */
export default defineRule({
  id: "sequence-behind-data",
  group: "migration",
  title: "Numbers inserted past their sequence",
  severity: "medium",
  tag: "concern",
  why: "An explicit number in a serial or identity column does not move its sequence, so a later INSERT without one is given the same number and fails on the primary key.",
  remedy: "Leave the column out, or set the sequence behind the highest number with setval at the end of the file.",
  sources: ["migrationpilot/MP059"],
  references: ["https://www.postgresql.org/docs/current/functions-sequence.html"],
  on: {
    migration(migration, ctx) {
      const said = new Set<string>();
      migration.statements.forEach((at, index) => {
        const { statement } = at;
        const [target] = statement.kind === "insert" ? statement.targets : [];
        const table = target && tableOf(target, migration.statements.slice(index + 1), ctx);
        const column = statement.kind === "insert" && table ? numbered(table, statement.into) : undefined;
        if (target === undefined || table === undefined || column === undefined) return;
        const name = quotedName(table.schema, table.name);
        if (said.has(name) || !givesNumbers(at) || movesSequence(migration, index)) return;
        said.add(name);
        ctx.report({
          range: ctx.at(at, { start: statement.range.start, end: target.range.end }),
          message: `INSERT gives ${quoteIdentifier(column.name)} of ${name} its numbers and leaves the sequence behind it where it is: the next INSERT that lets the sequence count gets a number that is taken, and fails. Leave ${quoteIdentifier(column.name)} out, or end the file with SELECT setval(pg_get_serial_sequence('${name.replaceAll("'", "''")}', '${column.name.replaceAll("'", "''")}'), max(${quoteIdentifier(column.name)})) FROM ${name}.`,
        });
      });
    },
  },
});

/** The table as the file leaves it, under the name that a later statement gives it. */
function tableOf(
  name: ObjectName,
  later: readonly MigrationStatement[],
  { base, final }: MigrationContext,
): Table | undefined {
  const now = later.reduce<Name>(
    (last, { statement }) =>
      statement.kind === "rename" && statement.objectKind === "table" && statement.name.name === last.name
        ? { schema: last.schema, name: statement.newName }
        : last,
    name,
  );
  return findTable(final, now) ?? findTable(base, now);
}

/** The column that counts by itself and is given a number. */
function numbered({ columns, columnsKnown }: Table, into: readonly string[] | undefined): Column | undefined {
  if (into !== undefined) return columns.find((column) => isCounting(column) && into.includes(column.name));
  const [first] = columnsKnown ? columns : [];
  return first && isCounting(first) ? first : undefined;
}

function isCounting({ ownedSequence, identity }: Column): boolean {
  return ownedSequence !== undefined || identity !== undefined;
}

/** Not where DEFAULT or nextval stand among the values, or OVERRIDING USER VALUE sets them aside. */
function givesNumbers({ segment, statement }: MigrationStatement): boolean {
  const words = wordsOf(segment.text, statement.range.start, statement.range.end);
  return !["default", "nextval", "overriding"].some((word) => words.has(word)) || words.has("system");
}

function movesSequence({ statements }: Migration, index: number): boolean {
  return statements.slice(index + 1).some(({ segment, statement }) => {
    const words = wordsOf(segment.text, statement.range.start, statement.range.end);
    return words.has("setval") || words.has("restart");
  });
}

function wordsOf(text: string, start: number, end: number): ReadonlySet<string> {
  return new Set(
    tokenize(text, start, end).flatMap((token) =>
      token.kind === "word" ? [text.slice(token.start, token.end).toLowerCase()] : [],
    ),
  );
}
