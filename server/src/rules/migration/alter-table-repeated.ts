import { quotedName } from "../../catalog/quoted-name.ts";
import type { RelationLock } from "../../effects/effects.ts";
import { defineRule, type Fix, type Migration, type MigrationStatement } from "../../engine/rule.ts";
import type { AlterTable, AlterTableAction } from "../../sql/statement.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn } from "../support/stopping-locks.ts";

/** A table that is altered again and again by one file. */
export default defineRule({
  id: "alter-table-repeated",
  group: "migration",
  title: "Table altered by several statements in a row",
  severity: "low",
  tag: "concern",
  set: "strict",
  fixable: true,
  why: "Each ALTER TABLE waits for its lock anew outside a transaction, and each that has to look at the rows reads the table again; one with several subcommands waits once and reads once.",
  remedy: "One ALTER TABLE with its subcommands separated by commas.",
  sources: ["pgls/multipleAlterTable", "eugene/W12", "migrationpilot/MP058"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES"],
  on: {
    migration(migration, ctx) {
      for (const { first, again } of repeated(migration)) {
        const table = quotedName(again.alter.name.schema ?? "public", again.alter.name.name);
        const lock = ownLock(again.at);
        const waits =
          again.at.transaction === "none"
            ? `each waits for its lock on ${table} and stops its users anew`
            : `each looks at ${table} anew while its users wait`;
        const grows = again.at.effects.scans.length > 0 ? ", and this one reads every row" : "";
        ctx.report({
          range: ctx.at(again.at, headOf(again.at)),
          message: `${table} is altered by the statement before this one too, and ${waits}${lock === undefined ? "" : ` (${lock.mode})`}${grows}. Write one ALTER TABLE ${table} with the subcommands of both, separated by commas.`,
          related: [{ range: ctx.at(first.at, headOf(first.at)), message: "The statement before it." }],
          fixes: fixesFor(migration, first, again),
        });
      }
    },
  },
});

interface Altering {
  readonly at: MigrationStatement;
  readonly alter: AlterTable;
}

/** What alters a table right behind what altered it too. */
function repeated({ statements }: Migration): readonly { readonly first: Altering; readonly again: Altering }[] {
  const found: { first: Altering; again: Altering }[] = [];
  let last: Altering | undefined;
  for (const at of statements) {
    const { statement } = at;
    if (statement.kind === "set" || statement.kind === "comment") continue;
    const again = statement.kind === "alterTable" && !at.nested ? { at, alter: statement } : undefined;
    if (last && again && mayBeOne(last, again)) found.push({ first: last, again });
    last = again;
  }
  return found;
}

/** Its lock on the table that it names, which somebody else uses. */
function ownLock(at: MigrationStatement): RelationLock | undefined {
  return stoppingLocksIn(at).find(({ because }) => because === undefined);
}

/** Subcommands that stand apart on purpose: what is validated later, what runs alone, what others own. */
const APART: ReadonlySet<AlterTableAction["kind"]> = new Set([
  "validateConstraint",
  "attachPartition",
  "detachPartition",
  "inherit",
  "noInherit",
  "otherAction",
]);

function mayBeOne(first: Altering, again: Altering): boolean {
  const [a, b] = [first.alter, again.alter];
  return (
    a.objectType === "table" &&
    b.objectType === "table" &&
    a.name.name === b.name.name &&
    a.name.schema === b.name.schema &&
    a.only === b.only &&
    first.at.transaction === again.at.transaction &&
    ownLock(again.at) !== undefined &&
    ![...a.actions, ...b.actions].some(({ kind }) => APART.has(kind))
  );
}

/** Subcommands whose effect does not hang on the others' order as long as no two are about one column or constraint. */
const FREE: ReadonlySet<AlterTableAction["kind"]> = new Set([
  "addColumn",
  "setNotNull",
  "dropNotNull",
  "setDefault",
  "dropDefault",
  "addConstraint",
]);

function fixesFor({ segments }: Migration, first: Altering, again: Altering): readonly Fix[] {
  const { segment, start, index } = again.at;
  const isNext = segments.slice(first.at.index + 1, index).every(({ kind }) => kind === "empty");
  const isPlain =
    segment.comments.length === 0 &&
    segment.placeholders.length === 0 &&
    /^\s*;\s*$/.test(segment.text.slice(segment.body.end));
  const actions = [...first.alter.actions, ...again.alter.actions];
  const isFree =
    actions.every(({ kind }) => FREE.has(kind)) &&
    new Set(actions.map((action, place) => aboutOf(action) ?? place)).size === actions.length;
  const [head] = again.alter.actions;
  if (!isNext || !isPlain || !isFree || head === undefined || first.alter.ifExists !== again.alter.ifExists) return [];
  const end = first.at.start + first.alter.range.end;
  const moved = segment.text.slice(head.range.start, again.alter.range.end);
  return [
    {
      title: "Make it one ALTER TABLE",
      safe: true,
      edits: [
        { range: { start: end, end }, text: `,\n  ${moved}` },
        { range: { start, end: start + segment.text.length }, text: "" },
      ],
    },
  ];
}

/** The column or constraint that it is about; undefined for one without a name. */
function aboutOf(action: AlterTableAction): string | undefined {
  if (action.kind === "addColumn") return `column ${action.column.name.name}`;
  if (action.kind === "addConstraint") return action.constraint.name && `constraint ${action.constraint.name.name}`;
  return "column" in action ? `column ${action.column.name}` : undefined;
}
