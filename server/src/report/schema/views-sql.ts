import type { Relation } from "../../catalog/catalog.ts";
import { isQuotedKeyword, quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { CreateView, ObjectName } from "../../sql/statement.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { indexSql } from "./index-sql.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { type MadeOf, type MadeStatement, rewritten, theOne } from "./made-statement.ts";

/** Views in the words that made them, each after those that it reads; as comments where those words no longer fit. */
export function viewsSql(schema: ListedSchema, madeOf: MadeOf): readonly string[] {
  const ordered = new Set<Relation>();
  const pending = new Set<Relation>();
  const byName = new Map(schema.views.map((view) => [printedName(view), view]));
  const add = (view: Relation) => {
    if (pending.has(view)) return;
    pending.add(view);
    for (const key of view.reads) {
      const other = byName.get(schema.nameOf(key));
      if (other !== undefined) add(other);
    }
    ordered.add(view);
  };
  schema.views.forEach(add);
  return Array.from(ordered).flatMap((view) => viewSql(schema, view, madeOf));
}

function viewSql(schema: ListedSchema, view: Relation, madeOf: MadeOf): readonly string[] {
  const texts = madeOf(view.queryOrigin ?? view.origin, "createView");
  const made = theOne(texts, ({ name }) => view.id.endsWith(` ${name.name}`) || name.name === view.name);
  if (made === undefined) return [`-- The ${view.kind} ${printedName(view)}: its query is not known.`];
  const edits = nameEdits(schema, view, made);
  if (edits === undefined) return [commented(`${printedName(view)} was made as:\n${rewritten(made, [])}`)];
  return [rewritten(made, edits), ...view.indexes.map((index) => indexSql(view, index))];
}

function commented(text: string): string {
  return text.replace(/^/gm, "-- ");
}

/** The names that the view and what it reads have now; undefined where that cannot be told, or a column's name is gone. */
function nameEdits(
  schema: ListedSchema,
  view: Relation,
  { statement, text }: MadeStatement<CreateView>,
): readonly TextEdit[] | undefined {
  if (view.readColumns?.some(({ columns }) => !columns.every((name) => isNamed(statement, name)))) return undefined;
  const names = Array.from(new Set(statement.reads.map(writtenName)));
  const inOrder = names.length === view.reads.length;
  const keys = new Set(view.reads);
  const edits: TextEdit[] = [{ range: statement.name.range, text: printedName(view) + newColumns(view, statement) }];
  for (const read of statement.reads) {
    const isSame = (key: string) => schema.bareNameOf(key) === read.name;
    const key = inOrder ? view.reads[names.indexOf(writtenName(read))] : view.reads.find(isSame);
    if (key === undefined) continue;
    keys.delete(key);
    const isQualifier = statement.columnReads.some(({ relation }) => relation === read.name);
    const isRenamed = !isSame(key) && isQualifier && !isAliased(text, read.range.end);
    edits.push({
      range: read.range,
      text: schema.nameOf(key) + (isRenamed ? ` AS ${quoteIdentifier(read.name)}` : ""),
    });
  }
  return keys.size === 0 ? edits : undefined;
}

function writtenName({ schema, name }: ObjectName): string {
  return `${schema ?? ""}.${name}`;
}

/** Whether a name of its own follows the table's, as the query's columns may be qualified by: a word that is no keyword. */
function isAliased(text: string, at: number): boolean {
  const next = /^\s+("|\w+)/.exec(text.slice(at))?.[1]?.toLowerCase();
  return next !== undefined && (next === "as" || !isQuotedKeyword(next));
}

/** Whether the query still names the column as it is called now. */
function isNamed({ columnReads }: CreateView, name: string): boolean {
  return columnReads.some(({ column }) => column === undefined || column === name);
}

/** Columns that were renamed since, where the query's own text names them. */
function newColumns({ columns }: Relation, { output, asColumns }: CreateView): string {
  const names = columns?.map(({ name }) => name) ?? [];
  if (asColumns !== undefined || names.every((name, at) => name === output?.[at])) return "";
  return ` (${names.map(quoteIdentifier).join(", ")})`;
}
