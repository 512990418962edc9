import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import { provesNotNull } from "../../effects/implied-not-null.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { AlterTableAction, KeyConstraint } from "../../sql/statement.ts";
import { type AddedConstraint, constraintScans, constraintsAdded } from "../support/constraint-scans.ts";
import { indexSteps, usesOfKey } from "../support/index-steps.ts";
import { madeConstraint } from "../support/made-constraint.ts";
import { proveNotNull } from "../support/prove-not-null.ts";
import { scanWords } from "../support/scan-words.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { replacedBy } from "../support/validate-later.ts";

/** A primary key whose index is built while nobody can read or write the table. */
export default defineRule({
  id: "primary-key-builds-index",
  group: "migration",
  title: "Primary key that builds its index under lock",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "ADD PRIMARY KEY builds an index, and proves that its columns hold no null, under an ACCESS EXCLUSIVE lock. Every read and write of the table waits until all of it is read and sorted.",
  remedy:
    "Make the columns NOT NULL first, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … PRIMARY KEY USING INDEX, which takes an instant.",
  sources: [
    "squawk/adding-serial-primary-key-field",
    "pgls/addingPrimaryKeyConstraint",
    "eugene/E6",
    "eugene/E7",
    "pgfence/add-pk-without-using-index",
    "atlas/PG104",
  ],
  references: [
    "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX",
  ],
  on: {
    action(action, ctx) {
      for (const added of constraintsAdded(action)) {
        if (isPrimaryKey(added) && added.constraint.usingIndex === undefined) reviewKey(added, action, ctx);
      }
    },
  },
});

function isPrimaryKey(added: AddedConstraint): added is AddedConstraint<KeyConstraint> {
  return added.constraint.kind === "primaryKey";
}

function reviewKey(added: AddedConstraint<KeyConstraint>, action: AlterTableAction, ctx: ActionContext): void {
  const { constraint, addColumn } = added;
  const used = usedRelation(ctx.alter.name, ctx);
  if (used === undefined) return;
  // A column that is written into every row is read for its index with that; both together are what the key costs.
  const scans = addColumn === undefined ? constraintScans(added, action, ctx) : ctx.effects().scans;
  const what = addColumn === undefined ? "ADD PRIMARY KEY" : "ADD COLUMN … PRIMARY KEY";
  const happens = scanWords(`${what} builds an index: it`, scans, ctx);
  if (happens === undefined) return;
  const name = madeConstraint(constraint, ctx.alter.name, ctx)?.name;
  const nullable = nullableColumns(constraint, used);
  ctx.report({
    range: constraint.range,
    message: `${happens} ${used.since} ${whatToWrite(added, used, name, nullable)}`,
    rewrites: addColumn === undefined ? rewritesFor(constraint, action, used, name, ctx) : [],
    ...used.weight,
  });
}

/** The key's columns of which nothing proves that they hold no null. */
function nullableColumns({ columns }: KeyConstraint, { table }: UsedRelation): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => table === undefined || !provesNotNull(table, name));
}

function whatToWrite(
  { addColumn }: AddedConstraint,
  used: UsedRelation,
  name: string | undefined,
  nullable: readonly string[],
): string {
  if (used.table?.tableKind === "partitioned") {
    return `It is partitioned, where neither CONCURRENTLY nor USING INDEX is allowed: add the key ON ONLY ${used.name}, build each partition's unique index CONCURRENTLY, make it that partition's key, and attach its index.`;
  }
  if (addColumn !== undefined) {
    return `Add the column alone and nullable, fill it in batches, make it NOT NULL by a validated CHECK, build its unique index CONCURRENTLY, and add the key USING INDEX.`;
  }
  const index = name === undefined ? "its index" : quoteIdentifier(name);
  const first =
    nullable.length > 0 ? `Make ${nullable.join(", ")} NOT NULL first where that is missing, then write` : "Write";
  return `${first} CREATE UNIQUE INDEX CONCURRENTLY ${index}, outside a transaction, and then ADD CONSTRAINT … PRIMARY KEY USING INDEX ${index}.`;
}

function rewritesFor(
  constraint: KeyConstraint,
  action: AlterTableAction,
  used: UsedRelation,
  name: string | undefined,
  ctx: ActionContext,
): readonly Rewrite[] {
  // Of a table that no file makes nobody knows which columns are NOT NULL already.
  const table = findTable(ctx.before, ctx.alter.name);
  if (name === undefined || table === undefined || table.tableKind === "partitioned") return [];
  // What the statement drops or adds besides must be there before the index, or not yet be gone.
  const isPlain = ctx.alter.actions.every(({ kind }) => kind !== "dropConstraint" && kind !== "addColumn");
  const index = isPlain ? indexSteps(constraint, name, ctx) : undefined;
  if (index === undefined) return [];
  return [
    {
      title: "Build the key's index CONCURRENTLY and make the primary key of it",
      safe: true,
      replaces: replacedBy(action, ctx),
      steps: [...nullableColumns(constraint, used).flatMap((column) => proveNotNull(column, ctx)), ...index],
      makes: usesOfKey(name, ctx),
    },
  ];
}
