import type { Column } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import type { Effects, RelationLock } from "../../effects/effects.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { AlterColumnType } from "../../sql/statement.ts";
import { actionEffects, locksElsewhere, lockWords } from "../support/action-effects.ts";
import { growingTable } from "../support/growing-table.ts";
import { isNamedByOthers } from "../support/named-by-others.ts";
import { replaceByType } from "../support/replace-column.ts";
import { isReplaceable, nameBeside, type Shadow } from "../support/shadow-column.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { replacedBy } from "../support/validate-later.ts";

/** A column's type changed in a way that reads or writes every row, or locks a second table, while everyone waits. */
export default defineRule({
  id: "type-change-rewrites",
  group: "migration",
  title: "Type changed while everyone waits",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "ALTER COLUMN … TYPE holds an ACCESS EXCLUSIVE lock; where the new type stores its values in another way, it writes the whole table and its indexes anew under it, and nobody reads or writes until that is done.",
  remedy:
    "Make a second column, keep it in step by a trigger, fill it in batches, and rename it into the first one's place.",
  sources: [
    "squawk/changing-column-type",
    "pgls/changingColumnType",
    "eugene/E5",
    "eugene/E6",
    "pgfence/alter-column-type",
    "migrationpilot/MP007",
    "migrationpilot/MP089",
    "atlas/PG301",
    "strong_migrations/change_column",
    "online_migrations/change_column",
    "django-migration-linter/ALTER_COLUMN",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES"],
  on: {
    alterTable(alter, shared) {
      const ctx: ActionContext = { ...shared, alter };
      const used = usedRelation(alter.name, ctx);
      if (used === undefined || used.relation !== undefined || used.table?.tableKind === "foreign") return;
      const changes = alter.actions.flatMap((action) =>
        action.kind === "alterColumnType" ? changeOf(action, ctx, used) : [],
      );
      const [first, ...others] = changes.sort((a, b) => a.rank - b.rank);
      if (first === undefined) return;
      const { action, effects } = first;
      ctx.report({
        range: rangeOf(action),
        message: `${whatHappens(action, used, effects)} ${used.since} ${whatToWrite(action, first.rank < NO_WORK)}`,
        related: others.map((other) => ({ range: rangeOf(other.action), message: "This change does so too." })),
        rewrites: first.rank < NO_WORK && others.length === 0 ? rewritesFor(action, ctx, used) : [],
        ...used.weight,
        ...(first.rank === FOR_SURE ? {} : { severity: "medium", tag: "concern" }),
      });
    },
  },
});

const FOR_SURE = 0;
const MAYBE = 1;
const NO_WORK = 2;

/** A change that somebody waits for, the gravest with the lowest rank. */
interface Change {
  readonly action: AlterColumnType;
  readonly effects: Effects;
  readonly rank: number;
}

function changeOf(action: AlterColumnType, ctx: ActionContext, { name }: UsedRelation): readonly Change[] {
  const effects = actionEffects(action, ctx);
  if (effects.rewrites.length > 0 || effects.scans.length > 0) {
    return [{ action, effects, rank: effects.assumes.length === 0 ? FOR_SURE : MAYBE }];
  }
  return besides(effects, name).length > 0 ? [{ action, effects, rank: NO_WORK }] : [];
}

/** Locks on tables that are neither the changed one nor below it. */
function besides(effects: Effects, name: string): readonly RelationLock[] {
  return locksElsewhere(effects, name).filter(({ because }) => because?.startsWith("it is below") === false);
}

function rangeOf({ range, type }: AlterColumnType): AlterColumnType["range"] {
  return { start: range.start, end: type.range.end };
}

function whatHappens(action: AlterColumnType, { name }: UsedRelation, effects: Effects): string {
  const column = quoteIdentifier(action.column.name);
  const change = `Changing the type of ${name}.${column} to ${action.type.text}`;
  const lock = lockWords(effects, name) ?? "a lock";
  const others = besides(effects, name).map(({ relation, mode }) => `${mode} on ${relation}`);
  const also = others.length > 0 ? `, and ${others.join(", ")}` : "";
  const waits = `everyone who reads or writes ${others.length > 0 ? "one of them" : "it"} waits until that is done, which grows with the table.`;
  const assumed = effects.assumes.map((sentence) => ` (Assumed: ${sentence.replace(/\.$/, "")}.)`).join("");
  if (effects.rewrites.length > 0) {
    return `${change} writes all of ${effects.rewrites.join(", ")} and its indexes anew under ${lock}${also}: ${waits}${assumed}`;
  }
  if (effects.scans.length > 0) {
    return `${change} keeps the rows, but reads all of ${effects.scans.join(", ")} to build an index anew or to check a constraint again, under ${lock}${also}: ${waits}${assumed}`;
  }
  return `${change} neither writes nor reads the rows, but beside ${lock} on ${name} it takes ${others.join(", ")}: it waits for all who use either table, and whoever comes after waits for it.${assumed}`;
}

function whatToWrite({ column, type }: AlterColumnType, works: boolean): string {
  if (!works) return "Set a lock_timeout, and try again where it runs out.";
  const name = quoteIdentifier(column.name);
  return `Instead, over three deploys: add a column of ${type.text} that a trigger keeps in step with ${name} and fill it in batches; rename it into the place of ${name} in one short transaction; drop the old one.`;
}

function rewritesFor(action: AlterColumnType, ctx: ActionContext, used: UsedRelation): readonly Rewrite[] {
  const growing = growingTable(used);
  const name = action.column.name;
  const find = ({ columns }: { readonly columns: readonly Column[] }) => columns.find((each) => each.name === name);
  const column = growing && find(growing.table);
  const made = findTable(ctx.after, ctx.alter.name);
  const after = made && find(made);
  if (growing === undefined || column === undefined || after === undefined || ctx.alter.ifExists) return [];
  if (!isReplaceable(ctx, growing.table, column, after) || isNamedByOthers(action, ctx.alter, ctx.text, name))
    return [];
  const shadow = shadowFor(action, ctx, { ...growing, column }, after);
  const steps = replaceByType(ctx, shadow, after);
  if (steps === undefined) return [];
  const title = `Change the type of ${name} by a second column that takes its place`;
  return [{ title, safe: false, replaces: replacedBy(action, ctx), ...steps }];
}

function shadowFor(
  { using }: AlterColumnType,
  ctx: ActionContext,
  known: Pick<Shadow, "table" | "name" | "key" | "column">,
  after: Column,
): Shadow {
  const { table, column } = known;
  const shadow = nameBeside(ctx, table, column.name, "new");
  const [own, beside] = [quoteIdentifier(column.name), quoteIdentifier(shadow)];
  const collation = after.collation === undefined ? "" : ` COLLATE ${quoteIdentifier(after.collation)}`;
  const value = using?.text ?? own;
  const row = `(SELECT ${value} FROM (SELECT NEW.*) AS ${quoteIdentifier(table.name)})`;
  return {
    ...known,
    shadow,
    type: typeText(after) + collation,
    sync: [`NEW.${beside} := ${using === undefined ? `NEW.${own}` : row};`],
    value: using === undefined ? own : `(${value})`,
    missing: using === undefined ? `${beside} IS NULL AND ${own} IS NOT NULL` : `${beside} IS NULL`,
  };
}
