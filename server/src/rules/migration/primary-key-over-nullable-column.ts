import { provesNotNull } from "../../effects/implied-not-null.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { AlterTableAction, Identifier } from "../../sql/statement.ts";
import { alterTableText } from "../support/alter-table-text.ts";
import { actionScans } from "../support/constraint-scans.ts";
import { usesOfKey } from "../support/index-steps.ts";
import { proveNotNull } from "../support/prove-not-null.ts";
import { listed, scanWords } from "../support/scan-words.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { replacedBy } from "../support/validate-later.ts";

/** A primary key made of an index that is there, whose columns are still to be proven NOT NULL. */
export default defineRule({
  id: "primary-key-over-nullable-column",
  group: "migration",
  title: "Primary key over a nullable column",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "PRIMARY KEY USING INDEX builds nothing, but a column of it that is not NOT NULL is read in every row under the statement's ACCESS EXCLUSIVE lock.",
  remedy: "Make the columns NOT NULL first, without a scan under lock.",
  sources: ["eugene/W14", "eugene/E1", "eugene/E2", "atlas/PG304", "pgfence/add-pk-using-index"],
  references: [
    "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX",
  ],
  on: {
    action(action, ctx) {
      if (action.kind !== "addConstraint" || action.constraint.kind !== "primaryKey") return;
      const index = action.constraint.usingIndex;
      const used = index === undefined ? undefined : usedRelation(ctx.alter.name, ctx);
      if (index === undefined || used === undefined) return;
      const happens = scanWords("PRIMARY KEY USING INDEX", actionScans(action, ctx), ctx);
      if (happens === undefined) return;
      const columns = nullableColumns(index, used);
      if (columns.length === 0) reportUnknown(action, index, used, ctx);
      else reportNullable(action, index, columns, `${happens} ${used.since}`, ctx);
    },
  },
});

/** The columns of the index of which nothing proves that they hold no null; empty where the index is not known. */
function nullableColumns({ name }: Identifier, { table }: UsedRelation): readonly string[] {
  const index = table?.indexes.find((each) => each.name === name);
  const columns = index?.keys.flatMap(({ column }) => column ?? []) ?? [];
  return table === undefined ? [] : columns.filter((column) => !provesNotNull(table, column));
}

function reportUnknown(action: AlterTableAction, index: Identifier, { name }: UsedRelation, ctx: ActionContext): void {
  ctx.report({
    range: action.range,
    severity: "low",
    tag: "concern",
    message: `PRIMARY KEY USING INDEX takes an instant only where each column of ${index.name} is NOT NULL already; else it reads every row of ${name} under an ACCESS EXCLUSIVE lock. No file here says whether they are: make them NOT NULL before, by a validated CHECK.`,
  });
}

function reportNullable(
  action: AlterTableAction,
  index: Identifier,
  columns: readonly string[],
  happens: string,
  ctx: ActionContext,
): void {
  const add = { sql: alterTableText(ctx.alter, ctx.text.slice(action.range.start, action.range.end)) };
  const rewrite: Rewrite = {
    title: `Make ${listed(columns)} NOT NULL before the primary key`,
    safe: true,
    replaces: replacedBy(action, ctx),
    steps: [
      ...columns.flatMap((column) => proveNotNull(column, ctx)),
      { ...add, transaction: "own", words: `primary key ${index.name}` },
    ],
    makes: usesOfKey(index.name, ctx),
  };
  ctx.report({
    range: action.range,
    message: `${happens} It looks for nulls in ${listed(columns)}: make ${columns.length > 1 ? "them" : "it"} NOT NULL before, by a CHECK that is validated in a transaction of its own${ctx.file.engine.version >= 18 ? " or a NOT NULL that is added NOT VALID and validated" : ""}, and no row is read here.`,
    rewrites: [rewrite],
  });
}
