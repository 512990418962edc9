import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { Effects } from "../../effects/effects.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import type { AddColumn } from "../../sql/statement.ts";
import { actionEffects, lockWords } from "../support/action-effects.ts";
import { type RewriteCause, rewriteCause } from "../support/added-column.ts";
import { addedColumnFixes, addedColumnRewrites, type WrittenColumn } from "../support/added-column-rewrites.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";

/** A column whose value differs from row to row, so that adding it writes every row while everyone waits. */
export default defineRule({
  id: "added-column-rewrites-table",
  group: "migration",
  title: "New column that is written into every row",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "Postgres keeps a default that is the same for all rows once; a value that each row has of its own it writes into every one, the whole table and its indexes anew, under an ACCESS EXCLUSIVE lock.",
  remedy: "Add the column without a value, set the default for rows to come, and fill the others in batches.",
  sources: [
    "squawk/adding-field-with-default",
    "squawk/adding-serial-primary-key-field",
    "pgls/addingFieldWithDefault",
    "pgls/addSerialColumn",
    "eugene/E6",
    "eugene/E11",
    "strong_migrations/add_column_with_default",
    "strong_migrations/add_timestamps_with_default",
    "online_migrations/add_column_default",
    "pgfence/add-column-non-constant-default",
    "pgfence/add-column-serial",
    "pgfence/add-column-stored-generated",
    "migrationpilot/MP003",
    "migrationpilot/MP015",
    "migrationpilot/MP062",
    "atlas/PG302",
    "strong_migrations/add_column_default",
    "strong_migrations/add_column_default_callable",
    "strong_migrations/add_column_auto_incrementing",
    "strong_migrations/add_column_generated_stored",
    "online_migrations/add_column_with_default",
    "online_migrations/add_column_generated_stored",
    "online_migrations/add_timestamps_with_default",
    "safe-pg-migrations/volatile_default",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES"],
  on: {
    alterTable(alter, shared) {
      const ctx: ActionContext = { ...shared, alter };
      const used = usedRelation(alter.name, ctx);
      if (used === undefined || used.relation !== undefined) return;
      const writing = alter.actions.flatMap((action): readonly Writing[] => {
        if (action.kind !== "addColumn") return [];
        const effects = actionEffects(action, ctx);
        const cause = effects.rewrites.length > 0 ? rewriteCause(action, ctx) : undefined;
        return cause === undefined ? [] : [{ action, cause, effects }];
      });
      // What is written for sure is said before what may be.
      const [first, ...others] = [...writing.filter(isSure), ...writing.filter((each) => !isSure(each))];
      if (first === undefined) return;
      const { action, cause, effects } = first;
      ctx.report({
        range: cause.range,
        message: `${whatHappens(action, used, effects, cause)} ${used.since} ${whatToWrite(action, used, cause, ctx)}`,
        related: others.map((other) => ({ range: other.cause.range, message: because(other.cause) })),
        fixes: addedColumnFixes(writing, ctx),
        rewrites: addedColumnRewrites(writing, used, ctx),
        ...used.weight,
        ...(isSure(first) ? {} : { severity: "medium", tag: "concern" }),
      });
    },
  },
});

/** A column that is written into every row, and why. */
interface Writing extends WrittenColumn {
  readonly effects: Effects;
}

function isSure({ cause }: Writing): boolean {
  return !(cause.kind === "default" && cause.unknown !== undefined);
}

function whatHappens({ column }: AddColumn, { name }: UsedRelation, effects: Effects, cause: RewriteCause): string {
  const lock = lockWords(effects, name) ?? "a lock";
  const written = effects.rewrites.join(", ");
  const added = `Adding ${quoteIdentifier(column.name.name)} to ${name}`;
  const what = `writes all of ${written} and its indexes anew under ${lock}: everyone who reads or writes it waits until that is done, which grows with the table.`;
  return `${added} ${what} ${because(cause)}`;
}

function because(cause: RewriteCause): string {
  switch (cause.kind) {
    case "serial":
      return "Each row takes a number of its own from the sequence.";
    case "identity":
      return "Each row takes a number of its own, for an identity just as for a serial.";
    case "stored":
      return "A STORED value is computed and written for each row.";
    case "domain":
      return "The type is a domain with constraints, which Postgres checks for each row, whether there is a default or not.";
    case "default":
      return cause.unknown === undefined
        ? `${cause.clause.expression.text} gives each row a value of its own.`
        : `Nothing here says what ${cause.unknown}() does, and a function counts as VOLATILE unless it was made STABLE or IMMUTABLE, where no row would be written.`;
  }
}

function whatToWrite({ column }: AddColumn, { name }: UsedRelation, cause: RewriteCause, ctx: ActionContext): string {
  const own = quoteIdentifier(column.name.name);
  const alter = `ALTER TABLE ${name}`;
  const isRequired = column.constraints.some(({ kind }) => kind === "notNull" || kind === "primaryKey");
  const last = isRequired ? " Make it NOT NULL by a CHECK that is added NOT VALID and validated." : "";
  switch (cause.kind) {
    case "serial":
      return `Add ${own} ${cause.integer} without a default, make a sequence that it owns, set the default to nextval of that, and fill the old rows in batches. Make it NOT NULL by a CHECK that is added NOT VALID and validated.`;
    case "identity":
      return `Add ${own} ${column.type?.text ?? "bigint"} alone, let its default take from a sequence, fill the old rows in batches, and make it an identity when it is NOT NULL.`;
    case "stored":
      return ctx.file.engine.version >= 18
        ? `Make it VIRTUAL, which is computed when it is read and writes nothing; or add a plain column that a trigger keeps, and fill it in batches.`
        : `Add a plain column that a trigger keeps, and fill it in batches; from Postgres 18 on, VIRTUAL is computed when it is read and writes nothing.`;
    case "domain":
      return `Add ${own} with the type that the domain rests on, and what the domain demands as a CHECK that is added NOT VALID and validated.`;
    case "default":
      return `Add ${own} without it, then ${alter} ALTER COLUMN ${own} SET DEFAULT ${cause.clause.expression.text}, and fill the old rows in batches.${last}`;
  }
}
