import type { Relation } from "../../catalog/catalog.ts";
import { columnType } from "../../catalog/column-type.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { insertAfter } from "../../engine/after-statement.ts";
import { type ActionContext, defineRule, type Fix } from "../../engine/rule.ts";

/** A serial column made larger while the sequence that it takes from stays as small as it was. */
export default defineRule({
  id: "sequence-narrower-than-column",
  group: "migration",
  title: "Column widened, its sequence not",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "The sequence of a serial column has a type of its own, which ALTER COLUMN … TYPE leaves as it is: the column could hold larger numbers, and nextval() still fails at the end of the smaller type.",
  remedy: "ALTER SEQUENCE … AS the column's new type, which takes an instant.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/sql-altersequence.html"],
  on: {
    action(action, ctx) {
      if (action.kind !== "alterColumnType") return;
      const table = ctx.table(ctx.alter.name);
      const column = table?.columns.find(({ name }) => name === action.column.name);
      // An identity's sequence follows its column by itself.
      if (table === undefined || column?.ownedSequence === undefined || column.identity !== undefined) return;
      const key = column.ownedSequence;
      const sequence = sequenceAt(ctx, key);
      const size = SIZES.indexOf(columnType(ctx.before, action.type).type);
      if (sequence === undefined || size <= sizeOf(sequence)) return;
      if (column.default === undefined || !/\bnextval\b/i.test(column.default)) return;
      // Where a later statement widens it, or it is gone in the end, nothing is left to say.
      const final = ctx.final.get(key);
      if (final?.kind !== "sequence" || sizeOf(final) >= size) return;
      const type = WORDS[size] ?? "bigint";
      const name = quotedName(sequence.schema, sequence.name);
      const owner = `${quotedName(table.schema, table.name)}.${quoteIdentifier(column.name)}`;
      ctx.report({
        range: action.type.range,
        message: `${owner} becomes ${type}, but the sequence ${name} that it takes its numbers from stays ${WORDS[sizeOf(sequence)]}: nextval() fails with "reached maximum value of sequence" at ${LAST[sizeOf(sequence)]}, just as before. Write ALTER SEQUENCE ${name} AS ${type} behind it, which takes an instant.`,
        fixes: fixesFor(ctx, name, type),
      });
    },
  },
});

const SIZES: readonly string[] = ["int2", "int4", "int8"];
const WORDS: readonly string[] = ["smallint", "integer", "bigint"];
const LAST: readonly string[] = ["32767", "2147483647", "9223372036854775807"];

function sequenceAt({ before }: ActionContext, key: string): Relation | undefined {
  const entry = before.get(key);
  return entry?.kind === "sequence" ? entry : undefined;
}

function sizeOf({ type = "int8" }: Relation): number {
  return SIZES.indexOf(type);
}

function fixesFor(ctx: ActionContext, name: string, type: string): readonly Fix[] {
  const edits = insertAfter(ctx, `ALTER SEQUENCE ${name} AS ${type}`);
  return edits.length === 0 ? [] : [{ title: `Let the sequence ${name} count in ${type}`, safe: false, edits }];
}
