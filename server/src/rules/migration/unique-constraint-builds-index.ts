import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { AlterTableAction, KeyConstraint } from "../../sql/statement.ts";
import { alterTableText } from "../support/alter-table-text.ts";
import { type AddedConstraint, constraintScans, constraintsAdded } from "../support/constraint-scans.ts";
import { indexSteps, usesOfKey } from "../support/index-steps.ts";
import { madeConstraint } from "../support/made-constraint.ts";
import { scanWords } from "../support/scan-words.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { edited, replacedBy, withoutConstraint } from "../support/validate-later.ts";

/** A unique constraint whose index is built while nobody can read or write the table. */
export default defineRule({
  id: "unique-constraint-builds-index",
  group: "migration",
  title: "Unique constraint that builds its index under lock",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "ADD UNIQUE builds an index under an ACCESS EXCLUSIVE lock. Every read and write of the table waits until all of it is read and sorted.",
  remedy: "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … UNIQUE USING INDEX, which takes an instant.",
  sources: [
    "squawk/disallowed-unique-constraint",
    "pgls/disallowUniqueConstraint",
    "eugene/E6",
    "eugene/E7",
    "pgfence/add-constraint-unique",
    "migrationpilot/MP027",
    "atlas/PG105",
    "strong_migrations/add_unique_constraint",
    "online_migrations/add_unique_constraint",
    "django-migration-linter/ADD_UNIQUE",
  ],
  references: [
    "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX",
  ],
  on: {
    action(action, ctx) {
      for (const added of constraintsAdded(action)) if (isUnique(added)) reviewUnique(added, action, ctx);
    },
  },
});

function isUnique(added: AddedConstraint): added is AddedConstraint<KeyConstraint> {
  return added.constraint.kind === "unique";
}

function reviewUnique(added: AddedConstraint<KeyConstraint>, action: AlterTableAction, ctx: ActionContext): void {
  const { constraint, addColumn } = added;
  const used = usedRelation(ctx.alter.name, ctx);
  // NULLS NOT DISTINCT is refused before 15.
  if (used === undefined || (constraint.nullsNotDistinct && ctx.file.engine.version < 15)) return;
  const what = addColumn === undefined ? "ADD UNIQUE builds an index: it" : "ADD COLUMN … UNIQUE builds an index: it";
  const happens = scanWords(what, constraintScans(added, action, ctx), ctx);
  if (happens === undefined) return;
  const name = madeConstraint(constraint, ctx.alter.name, ctx)?.name;
  ctx.report({
    range: constraint.range,
    message: `${happens} ${used.since} ${whatToWrite(added, used, name)}`,
    rewrites: rewritesFor(added, action, used, name, ctx),
    ...used.weight,
  });
}

function whatToWrite({ addColumn }: AddedConstraint, used: UsedRelation, name: string | undefined): string {
  if (used.table?.tableKind === "partitioned") {
    return `It is partitioned, where neither CONCURRENTLY nor USING INDEX is allowed: add the constraint ON ONLY ${used.name}, build each partition's unique index CONCURRENTLY, make it that partition's constraint, and attach its index.`;
  }
  const index = name === undefined ? "its index" : quoteIdentifier(name);
  const first = addColumn === undefined ? "Write" : "Add the column alone, then";
  return `${first} CREATE UNIQUE INDEX CONCURRENTLY ${index}, outside a transaction, and then ADD CONSTRAINT … UNIQUE USING INDEX ${index}.`;
}

function rewritesFor(
  added: AddedConstraint<KeyConstraint>,
  action: AlterTableAction,
  used: UsedRelation,
  name: string | undefined,
  ctx: ActionContext,
): readonly Rewrite[] {
  const { constraint, addColumn } = added;
  // The name that a dropped constraint leaves free is not free while the new index is built.
  const isReplacing = ctx.alter.actions.some(({ kind }) => kind === "dropConstraint");
  if (name === undefined || isReplacing || used.table?.tableKind === "partitioned") return [];
  const steps = indexSteps(constraint, name, ctx);
  if (steps === undefined) return [];
  const edits = [withoutConstraint(constraint, ctx.text)];
  const column = addColumn?.column.name.name;
  const alone = alterTableText(ctx.alter, edited(ctx.text, action.range, edits));
  const addAlone = { sql: alone, edits, transaction: "with-last", words: `add ${column}` } as const;
  return [
    {
      title: "Build the unique index CONCURRENTLY and make the constraint of it",
      safe: true,
      replaces: replacedBy(action, ctx),
      steps: column === undefined ? steps : [addAlone, ...steps],
      makes: usesOfKey(name, ctx),
    },
  ];
}
