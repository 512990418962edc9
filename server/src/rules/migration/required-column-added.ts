import { demandsValue } from "../../catalog/demands-value.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import {
  type ActionContext,
  defineRule,
  type Migration,
  type MigrationContext,
  type Rewrite,
} from "../../engine/rule.ts";
import type { AddColumn, ObjectName, Statement } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { withoutConstraints } from "../support/added-column.ts";
import { filledNotNull } from "../support/filled-not-null.ts";
import { isNamedByOthers } from "../support/named-by-others.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { edited } from "../support/validate-later.ts";

/** A column that every row must have a value for, added without one. */
export default defineRule({
  id: "required-column-added",
  group: "migration",
  title: "Required column added without a value",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "ADD COLUMN … NOT NULL without a default fails as soon as the table holds a row; where it does not, each INSERT of the code that still runs fails from then on, for it does not name the column.",
  remedy:
    "Add the column without NOT NULL, let the code write it, fill the old rows, and demand NOT NULL in a later deploy; or give it a default that is right for them.",
  sources: [
    "squawk/adding-required-field",
    "pgls/addingRequiredField",
    "pgfence/add-column-not-null-no-default",
    "migrationpilot/MP084",
    "atlas/MF103",
    "django-migration-linter/NOT_NULL",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-COLUMN"],
  on: {
    alterTable(alter, shared) {
      const ctx: ActionContext = { ...shared, alter };
      const used = usedRelation(alter.name, shared);
      if (used === undefined || used.relation !== undefined) return;
      const required = alter.actions.filter(
        (action): action is AddColumn =>
          action.kind === "addColumn" && demandsValue(action, ctx.before) && !isThere(action, used),
      );
      const [first, ...others] = required;
      if (first === undefined) return;
      ctx.report({
        range: rangeOf(first),
        message: messageFor(required, used, ctx),
        related: others.map((other) => ({ range: rangeOf(other), message: "This column has no value either." })),
        rewrites: rewritesFor(required, used, ctx),
      });
    },
    migration: reviewFilled,
  },
});

/** Postgres's own words, which name the table from 13 on. */
function refusal(column: string, table: string, { file }: Pick<ActionContext, "file">): string {
  const relation = file.engine.version < 13 ? "" : ` of relation "${table}"`;
  return `column "${column}"${relation} contains null values`;
}

function rangeOf({ column: { constraints, range } }: AddColumn): AddColumn["range"] {
  return constraints.find(({ kind }) => kind === "notNull" || kind === "primaryKey")?.range ?? range;
}

function isThere({ ifNotExists, column }: AddColumn, { table }: UsedRelation): boolean {
  return ifNotExists && table?.columns.some(({ name }) => name === column.name.name) === true;
}

function messageFor(required: readonly AddColumn[], { name, since }: UsedRelation, ctx: ActionContext): string {
  const columns = required.map(({ column }) => quoteIdentifier(column.name.name));
  const [column = ""] = columns;
  const first = required[0]?.column.name.name ?? "";
  const lock = lockWords(ctx.effects(), name) ?? "a lock";
  const what =
    columns.length === 1
      ? `${column} is NOT NULL and gets no value`
      : `${columns.join(", ")} are NOT NULL and get no value`;
  const it = columns.length === 1 ? column : "them";
  return `${what}: where ${name} holds a row this fails (${refusal(first, ctx.alter.name.name, ctx)}), after taking ${lock}; where it holds none, each INSERT of the code that runs until the new one does fails from then on. ${since} Add ${it} without NOT NULL, deploy code that writes ${it}, fill the old rows, and in a later deploy demand it: CHECK (${column} IS NOT NULL) NOT VALID, VALIDATE, then SET NOT NULL. Where one value is right for all old rows, a DEFAULT of it does the same at once.`;
}

function rewritesFor(
  required: readonly AddColumn[],
  { table, name }: UsedRelation,
  ctx: ActionContext,
): readonly Rewrite[] {
  if (table === undefined || table.tableKind !== "table" || table.children.length > 0 || ctx.alter.ifExists) return [];
  const isPlain = required.every((action) => {
    const own = action.column.constraints;
    const isKey = own.some(({ kind }) => kind === "primaryKey");
    return !isKey && !isNamedByOthers(action, ctx.alter, ctx.text, action.column.name.name);
  });
  if (!isPlain) return [];
  const edits = required.flatMap(({ column }) =>
    withoutConstraints(
      column.constraints.filter(({ kind }) => kind === "notNull"),
      ctx.text,
    ),
  );
  const names = required.map(({ column }) => column.name.name);
  const later = names.flatMap((column) =>
    filledNotNull(ctx, { table, name }, column, {
      deploy: 2,
      comment: `Contract: apply it when all code that runs writes ${column}. Before the next step no old row may be without it:\nSELECT count(*) FROM ${name} WHERE ${quoteIdentifier(column)} IS NULL`,
    }),
  );
  return [
    {
      title: `Add ${names.join(", ")} without NOT NULL, and demand it in a later deploy`,
      safe: false,
      replaces: ctx.alter.range,
      steps: [
        {
          sql: edited(ctx.text, ctx.alter.range, edits),
          edits,
          transaction: "with-last",
          words: `add ${names.join(" ")} to ${table.name}`,
        },
        ...later,
      ],
    },
  ];
}

/** A table that this same file made and filled has rows too. */
function reviewFilled(migration: Migration, ctx: MigrationContext): void {
  const made = new Set<string>();
  const filled = new Set<string>();
  for (const each of migration.statements) {
    const { statement } = each;
    if (statement.kind === "createTable") made.add(nameOf(statement.name));
    for (const target of filledBy(statement)) filled.add(nameOf(target));
    if (statement.kind !== "alterTable" || !made.has(nameOf(statement.name)) || !filled.has(nameOf(statement.name)))
      continue;
    for (const action of statement.actions) {
      if (action.kind !== "addColumn" || !demandsValue(action, ctx.base)) continue;
      const { name } = action.column.name;
      const column = quoteIdentifier(name);
      const table = quoteIdentifier(statement.name.name);
      const message = `${column} is NOT NULL and gets no value, and this file has put rows into ${table} before: where one is there, this fails (${refusal(name, statement.name.name, ctx)}). Add the column before the rows, or give it a DEFAULT.`;
      ctx.report({ range: ctx.at(each, rangeOf(action)), message });
    }
  }
}

function filledBy(statement: Statement): readonly ObjectName[] {
  if (statement.kind === "insert" || statement.kind === "copy") return statement.targets;
  return statement.kind === "createTable" && statement.asQuery ? [statement.name] : [];
}

function nameOf({ schema, name }: ObjectName): string {
  return schema === undefined || schema === "public" ? name : `${schema}.${name}`;
}
