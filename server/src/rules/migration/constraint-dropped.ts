import type { Table, TableConstraint } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { tableAt, tableById } from "../../catalog/resolve.ts";
import { partsOf } from "../../effects/implied-not-null.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import type { NamedConstraintAction } from "../../sql/statement.ts";
import { knownTable } from "../support/made-constraint.ts";
import { stillGuarantees } from "../support/same-constraint.ts";
import { heldWords } from "../support/scan-words.ts";
import { stoppingLocksOf } from "../support/stopping-locks.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A constraint that goes, and with it what it guaranteed and the index that it kept. */
export default defineRule({
  id: "constraint-dropped",
  group: "migration",
  title: "Constraint dropped",
  severity: "medium",
  tag: "concern",
  set: "strict",
  why: "What the constraint guaranteed holds no longer for the next row. With a unique or exclusion constraint its index goes, which queries may rest on; a foreign key that goes locks both of its tables.",
  remedy: "Drop it only when no code relies on it; keep an index of its columns where queries use it.",
  sources: ["pgfence/drop-constraint", "atlas/CD101", "migrationpilot/MP097"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-CONSTRAINT"],
  on: {
    action(action, ctx) {
      if (action.kind !== "dropConstraint") return;
      const used = usedRelation(ctx.alter.name, ctx);
      if (used === undefined || isReplaced(action, ctx)) return;
      const table = knownTable(ctx.before, ctx.alter.name);
      const gone = table?.constraints.find(({ name }) => name === action.constraint.name);
      // One that is not there is none that goes; by its name, one that nobody has seen is a primary key.
      if (gone === undefined && (used.table !== undefined || action.constraint.name.endsWith("_pkey"))) return;
      if (table !== undefined && gone !== undefined && !isMissed(table, gone, ctx)) return;
      ctx.report({ range: action.range, message: messageFor(action, gone, used.name, ctx) });
    },
  },
});

/** Whether the same statement adds a constraint of that name. */
function isReplaced({ constraint }: NamedConstraintAction, { alter }: ActionContext): boolean {
  return alter.actions.some(
    (other) => other.kind === "addConstraint" && other.constraint.name?.name === constraint.name,
  );
}

/** A primary key that goes is another rule's; what the table still guarantees otherwise, or gets again, is not missed. */
function isMissed(table: Table, gone: TableConstraint, ctx: ActionContext): boolean {
  if (gone.kind === "primaryKey") return false;
  const after = knownTable(ctx.after, ctx.alter.name);
  const final = tableById(ctx.final, table.id) ?? knownTable(ctx.final, ctx.alter.name);
  return !stillGuarantees(after, gone) && !stillGuarantees(final, gone) && !isNotNullCheck(table, gone);
}

/** A CHECK that only says NOT NULL of columns that are so by now: it has done its work. */
function isNotNullCheck(table: Table, { kind, expression }: TableConstraint): boolean {
  if (kind !== "check" || expression === undefined) return false;
  return partsOf(expression).every(
    (words) =>
      words.slice(1).join(" ") === "is not null" &&
      table.columns.some(({ name, notNull }) => notNull && (words[0] === name || words[0] === `"${name}"`)),
  );
}

function messageFor(
  { constraint: { name } }: NamedConstraintAction,
  gone: TableConstraint | undefined,
  table: string,
  ctx: ActionContext,
): string {
  const locks = stoppingLocksOf(ctx);
  const locked = locks.length > 1 ? ` It takes ${heldWords(locks)}.` : "";
  return `DROP CONSTRAINT ${name} takes away ${guaranteeOf(gone, table, ctx)}${locked} ${adviceFor(gone, table)}`;
}

function guaranteeOf(gone: TableConstraint | undefined, table: string, ctx: ActionContext): string {
  const columns = gone?.columns.join(", ");
  switch (gone?.kind) {
    case "unique":
      return `the guarantee that no two rows of ${table} have the same ${columns}, and the index that it rests on.`;
    case "exclusion":
      return `the guarantee that rows of ${table} exclude one another, and the index that it rests on.`;
    case "foreignKey":
      return `the guarantee that ${columns} of ${table} points at a row of ${targetOf(gone, ctx)}.`;
    case "check":
      return `the guarantee that in every row of ${table} ${gone.expression ?? "it holds"}.`;
    default:
      return `what it guarantees of the rows of ${table}, and the index that it rests on where it has one.`;
  }
}

function targetOf({ references }: TableConstraint, ctx: ActionContext): string {
  const target = references && tableAt(ctx.before, references.table);
  return target === undefined ? "the other table" : quotedName(target.schema, target.name);
}

function adviceFor(gone: TableConstraint | undefined, table: string): string {
  if (gone?.kind === "unique") {
    return `Where queries look for rows by ${gone.columns.join(", ")}, create an index of ${table} on it CONCURRENTLY before; ON CONFLICT on it fails from here on.`;
  }
  if (gone?.kind === "foreignKey")
    return "From here on nothing stops rows that point nowhere: make sure that the code does not rely on it, ON DELETE included.";
  return "Make sure that no code that is running relies on it.";
}
