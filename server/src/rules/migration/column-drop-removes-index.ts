import type { Index, Table, TableConstraint } from "../../catalog/catalog.ts";
import { indexUses } from "../../catalog/column-uses.ts";
import { mentions } from "../../catalog/expression.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableById } from "../../catalog/resolve.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import { listed } from "../support/goes-with.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A column whose drop takes an index, a key or a check along that is about other columns too. */
export default defineRule({
  id: "column-drop-removes-index",
  group: "migration",
  title: "Index or key dropped with a column",
  severity: "medium",
  tag: "confirmed",
  why: "DROP COLUMN drops every index, unique constraint, primary key, foreign key and check that has the column in it, without a word and without CASCADE: queries that rested on the index read the whole table, and rows that the constraint refused are taken.",
  remedy: "Build the index or constraint on the columns that stay first, with CONCURRENTLY, then drop the column.",
  sources: ["safe-pg-migrations/remove_column_index"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN"],
  on: {
    action(action, ctx) {
      if (action.kind !== "dropColumn") return;
      const table = usedRelation(ctx.alter.name, ctx)?.table;
      if (table === undefined) return;
      const { name } = action.column;
      const lost = lostWith(table, name, droppedBeside(ctx), tableById(ctx.final, table.id));
      if (lost.length === 0) return;
      const shown = `${quotedName(table.schema, table.name)}.${quoteIdentifier(name)}`;
      const them = lost.length === 1 ? "it" : "them";
      ctx.report({
        range: action.column.range,
        message: `With ${shown} ${lost.length === 1 ? "goes" : "go"} ${listed(lost)}, though other columns are in ${them} too, and Postgres says nothing. ${consequence(lost)} Build what the other columns still need, with CONCURRENTLY, before the column is dropped.`,
      });
    },
  },
});

/** What goes, in a message's words, and what it did. */
interface Lost {
  readonly shown: string;
  readonly did: "find" | "refuse";
}

/** Other columns that the same statement drops: what is about these alone is meant to go. */
function droppedBeside({ alter }: ActionContext): ReadonlySet<string> {
  return new Set(alter.actions.flatMap((each) => (each.kind === "dropColumn" ? [each.column.name] : [])));
}

function lostWith(
  table: Table,
  column: string,
  dropped: ReadonlySet<string>,
  final: Table | undefined,
): readonly Lost[] {
  const stays = (columns: readonly string[]) => columns.filter((each) => !dropped.has(each));
  const constraints = table.constraints.flatMap((constraint): readonly Lost[] => {
    const columns = columnsOf(constraint, table);
    if (!columns.includes(column) || stays(columns).length === 0) return [];
    if (constraint.kind !== "check" && isMadeAnew(stays(columns), final)) return [];
    return [{ shown: `the ${WORDS[constraint.kind]} ${quoteIdentifier(constraint.name)}`, did: "refuse" }];
  });
  const indexes = table.indexes.flatMap((index): readonly Lost[] => {
    if (index.constraint !== undefined || !indexUses(index, column)) return [];
    const left = stays(keysOf(index, table));
    if (left.length === 0 || isMadeAnew(left, final) || (!index.unique && isFound(left, final))) return [];
    const kind = index.unique ? "unique index" : "index";
    return [{ shown: `the ${kind} ${quoteIdentifier(index.name)}`, did: index.unique ? "refuse" : "find" }];
  });
  return [...constraints, ...indexes];
}

const WORDS: Readonly<Record<TableConstraint["kind"], string>> = {
  primaryKey: "primary key",
  unique: "unique constraint",
  check: "check",
  foreignKey: "foreign key",
  exclusion: "exclusion constraint",
};

function columnsOf({ kind, columns, expression }: TableConstraint, table: Table): readonly string[] {
  if (kind !== "check") return columns;
  return table.columns.map(({ name }) => name).filter((name) => mentions(expression, name));
}

function keysOf({ keys }: Index, table: Table): readonly string[] {
  const all = table.columns.map(({ name }) => name);
  return [...new Set(keys.flatMap(({ column, text }) => column ?? all.filter((name) => mentions(text, name))))];
}

/**
 * Whether what stays is covered in the end: by a unique index of some of the columns, which also finds and refuses their
 * rows, or by an index that begins with them all.
 */
function isMadeAnew(columns: readonly string[], final: Table | undefined): boolean {
  if (final === undefined) return true;
  return final.indexes.some(({ keys, unique, predicate }) => {
    const isKeyOfThem =
      unique && predicate === undefined && keys.every(({ column }) => column !== undefined && columns.includes(column));
    const first = keys.slice(0, columns.length);
    return isKeyOfThem || columns.every((column) => first.some((key) => key.column === column));
  });
}

/** Whether an index in the end begins with the column that came first among those that stay, which finds their rows as well. */
function isFound([column]: readonly string[], final: Table | undefined): boolean {
  return final?.indexes.some(({ keys, predicate }) => keys[0]?.column === column && predicate === undefined) === true;
}

function consequence(lost: readonly Lost[]): string {
  const refused = lost.some(({ did }) => did === "refuse");
  const found = lost.some(({ did }) => did === "find");
  if (refused && found)
    return "Rows that were refused are taken from then on, and queries that used the index read the whole table.";
  return refused
    ? "Rows that were refused are taken from then on."
    : "Queries of the other columns that used it read the whole table from then on.";
}
