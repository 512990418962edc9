import type { CatalogIndexKey, Index, Table, TableConstraint } from "../../catalog/catalog.ts";
import { indexUses } from "../../catalog/column-uses.ts";
import { mentions, withColumnRenamed } from "../../catalog/expression.ts";
import { objectName } from "../../catalog/generated-name.ts";
import { relationKey } from "../../catalog/keys.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableAt } from "../../catalog/resolve.ts";
import { indexStatisticsChanges, markChanges, withOptions } from "../../catalog/setting-words.ts";
import type { RewriteStep, SqlContext } from "../../engine/rule.ts";
import { nameList, sqlText } from "./rewrite-steps.ts";
import { nameBeside, type Shadow } from "./shadow-column.ts";

/** One thing that hangs on a column, and its like on the second column: made beside it, then put in its place. */
export interface ShadowPart {
  /** Makes the like in an instant, rows unread. */
  readonly make: readonly string[];
  /** Reads the rows for it while writers go on. */
  readonly validate: readonly string[];
  /** What runs outside a transaction. */
  readonly build: readonly RewriteStep[];
  /** Takes the old one away; keys that point at it go first. */
  readonly drop: readonly string[];
  /** Gives the like its name, once the columns have theirs. */
  readonly take: readonly string[];
  /** Runs when that is committed. */
  readonly afterwards: readonly string[];
}

const NOTHING: ShadowPart = { make: [], validate: [], build: [], drop: [], take: [], afterwards: [] };

/** All that hangs on the column; undefined where one of them cannot be made beside it. `finally` is the column's last name. */
export function shadowParts(ctx: SqlContext, shadow: Shadow, last: string): readonly ShadowPart[] | undefined {
  const { table, column } = shadow;
  const incoming = incomingKeys(ctx, shadow, last);
  if (incoming === undefined) return undefined;
  const parts = [
    ...(column.notNull && column.notNullNotValid !== true ? [notNullPart(ctx, shadow)] : []),
    ...table.constraints.filter((each) => isOn(each, column.name)).map((each) => constraintPart(ctx, shadow, each)),
    ...table.indexes
      .filter((index) => index.constraint === undefined && indexUses(index, column.name))
      .map((index) => indexPart(ctx, shadow, index)),
    ...incoming,
  ];
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function isOn({ columns, expression }: TableConstraint, name: string): boolean {
  return columns.includes(name) || mentions(expression, name);
}

/** NOT NULL without a reading under the lock: a CHECK that was validated proves it. */
function notNullPart(ctx: SqlContext, { table, name, column, shadow }: Shadow): ShadowPart {
  const check = quoteIdentifier(nameBeside(ctx, table, `${table.name}_${shadow}`, "is_not_null"));
  const [made, own] = [objectName(table.name, shadow, "not_null"), notNullNameOf(table, column)];
  return {
    ...NOTHING,
    make: [`ALTER TABLE ${name} ADD CONSTRAINT ${check} CHECK (${quoteIdentifier(shadow)} IS NOT NULL) NOT VALID`],
    validate: [`ALTER TABLE ${name} VALIDATE CONSTRAINT ${check}`],
    drop: [
      `ALTER TABLE ${name} ALTER COLUMN ${quoteIdentifier(shadow)} SET NOT NULL`,
      `ALTER TABLE ${name} DROP CONSTRAINT ${check}`,
    ],
    // From Postgres 18 on it has a name, which the first column lets go before this.
    take:
      ctx.file.engine.version < 18 || made === own
        ? []
        : [`ALTER TABLE ${name} RENAME CONSTRAINT ${quoteIdentifier(made)} TO ${quoteIdentifier(own)}`],
  };
}

function constraintPart(ctx: SqlContext, shadow: Shadow, constraint: TableConstraint): ShadowPart | undefined {
  const { table, name } = shadow;
  const own = quoteIdentifier(constraint.name);
  const beside = nameBeside(ctx, table, constraint.name, "new");
  const drop = [`ALTER TABLE ${name} DROP CONSTRAINT ${own}`];
  const described = commentOn(`CONSTRAINT ${own} ON ${name}`, constraint);
  if (constraint.kind === "primaryKey" || constraint.kind === "unique") {
    const index = table.indexes.find((each) => each.constraint === constraint.name);
    if (index === undefined) return undefined;
    const words = constraint.kind === "primaryKey" ? "PRIMARY KEY" : "UNIQUE";
    return {
      ...NOTHING,
      build: [built(shadow, { ...index, name: beside }, constraint.name)],
      drop,
      take: [
        `ALTER TABLE ${name} ADD CONSTRAINT ${own} ${words} USING INDEX ${quoteIdentifier(beside)}`,
        ...described,
        ...saidOfIndex(ctx, shadow, index),
      ],
    };
  }
  const text = constraint.kind === "check" ? checkText(shadow, constraint) : keyText(ctx, shadow, constraint);
  if (text === undefined) return undefined;
  return {
    ...NOTHING,
    make: [`ALTER TABLE ${name} ADD CONSTRAINT ${quoteIdentifier(beside)} ${text} NOT VALID`],
    validate: constraint.validated ? [`ALTER TABLE ${name} VALIDATE CONSTRAINT ${quoteIdentifier(beside)}`] : [],
    drop,
    take: [`ALTER TABLE ${name} RENAME CONSTRAINT ${quoteIdentifier(beside)} TO ${own}`, ...described],
  };
}

function checkText({ column, shadow }: Shadow, { expression = "true", noInherit }: TableConstraint): string {
  const text = withColumnRenamed(expression, column.name, quoteIdentifier(shadow));
  return `CHECK (${text})${noInherit ? " NO INHERIT" : ""}`;
}

function keyText(ctx: SqlContext, shadow: Shadow, constraint: TableConstraint): string | undefined {
  const { references } = constraint;
  const target = references && tableAt(ctx.before, references.table);
  if (references === undefined || target === undefined || target === shadow.table) return undefined;
  return `FOREIGN KEY ${nameList(withShadow(shadow, constraint.columns))} ${referencesText(target, references.columns, constraint)}`;
}

function referencesText(
  target: Table,
  columns: readonly string[],
  { onUpdate, onDelete }: Pick<TableConstraint, "onUpdate" | "onDelete">,
): string {
  const to = columns.length > 0 ? ` ${nameList(columns)}` : "";
  const said = (event: string, action: string | undefined) =>
    action === undefined || action === "NO ACTION" ? "" : ` ON ${event} ${action}`;
  return `REFERENCES ${quotedName(target.schema, target.name)}${to}${said("UPDATE", onUpdate)}${said("DELETE", onDelete)}`;
}

function withShadow({ column, shadow }: Shadow, columns: readonly string[]): readonly string[] {
  return columns.map((each) => (each === column.name ? shadow : each));
}

function indexPart(ctx: SqlContext, shadow: Shadow, index: Index): ShadowPart {
  const { table } = shadow;
  const beside = nameBeside(ctx, table, index.name, "new");
  const own = quotedName(table.schema, index.name);
  return {
    ...NOTHING,
    build: [built(shadow, { ...index, name: beside }, index.name)],
    drop: [`DROP INDEX ${own}`],
    take: [
      `ALTER INDEX ${quotedName(table.schema, beside)} RENAME TO ${quoteIdentifier(index.name)}`,
      ...saidOfIndex(ctx, shadow, index),
    ],
  };
}

/** An index's comment, what the author's own statement leaves of its statistics, and that it is the table's replica identity or the order of CLUSTER. */
function saidOfIndex(ctx: SqlContext, { table, name }: Shadow, index: Index): readonly string[] {
  const after = tableAt(ctx.after, relationKey(table.schema, table.name))?.indexes.find(
    (own) => own.name === index.name,
  );
  const own = quotedName(table.schema, index.name);
  return [
    ...commentOn(`INDEX ${own}`, index),
    ...indexStatisticsChanges({}, after ?? {}).map((change) => `ALTER INDEX ${own} ${change}`),
    ...markChanges(index).map((change) => `ALTER TABLE ${name} ${change}`),
  ];
}

/** The index over the second column, built while writers go on. */
function built(shadow: Shadow, index: Index, words: string): RewriteStep {
  const { name, column } = shadow;
  const renamed = (text: string) => withColumnRenamed(text, column.name, quoteIdentifier(shadow.shadow));
  const key = ({ column: own, text, settings, collation }: CatalogIndexKey) => {
    const bare = own === undefined ? `(${renamed(text)})` : nameList(withShadow(shadow, [own])).slice(1, -1);
    const isSet = settings !== undefined && /\bCOLLATE\b/i.test(settings);
    const collated = collation === undefined || isSet ? bare : `${bare} COLLATE ${quoteIdentifier(collation)}`;
    return settings === undefined ? collated : `${collated} ${settings}`;
  };
  const sql = [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX CONCURRENTLY ${quoteIdentifier(index.name)} ON ${name}`,
    index.method === "btree" ? "" : ` USING ${quoteIdentifier(index.method)}`,
    ` (${index.keys.map(key).join(", ")})`,
    index.include.length > 0 ? ` INCLUDE ${nameList(withShadow(shadow, index.include))}` : "",
    index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "",
    withOptions(index.options),
    index.predicate === undefined ? "" : ` WHERE ${renamed(index.predicate)}`,
  ].join("");
  return { sql, transaction: "outside", words: `build ${words} anew` };
}

/** Foreign keys of other tables, and of the table itself, that point at the column. */
function incomingKeys(ctx: SqlContext, shadow: Shadow, last: string): readonly ShadowPart[] | undefined {
  const { table, column } = shadow;
  const own = relationKey(table.schema, table.name);
  const tables = [table, ...table.referencedBy.flatMap((key) => tableAt(ctx.before, key) ?? [])];
  const primary = table.constraints.find(({ kind }) => kind === "primaryKey")?.columns ?? [];
  const parts: ShadowPart[] = [];
  for (const from of new Set(tables)) {
    for (const key of from.constraints) {
      const { references } = key;
      if (key.kind !== "foreignKey" || references?.table !== own) continue;
      const pointed = references.columns.length > 0 ? references.columns : primary;
      if (from === table && key.columns.includes(column.name)) return undefined;
      if (!pointed.includes(column.name)) continue;
      if (from.tableKind !== "table" || key.parent !== undefined || key.deferrable || key.notEnforced) return undefined;
      parts.push(
        incomingPart(
          table,
          from,
          key,
          pointed.map((each) => (each === column.name ? last : each)),
        ),
      );
    }
  }
  return parts;
}

function incomingPart(table: Table, from: Table, key: TableConstraint, columns: readonly string[]): ShadowPart {
  const name = quotedName(from.schema, from.name);
  const own = quoteIdentifier(key.name);
  const text = `FOREIGN KEY ${nameList(key.columns)} ${referencesText(table, columns, key)} NOT VALID`;
  return {
    ...NOTHING,
    drop: [`ALTER TABLE ${name} DROP CONSTRAINT ${own}`],
    take: [`ALTER TABLE ${name} ADD CONSTRAINT ${own} ${text}`, ...commentOn(`CONSTRAINT ${own} ON ${name}`, key)],
    afterwards: key.validated ? [`ALTER TABLE ${name} VALIDATE CONSTRAINT ${own}`] : [],
  };
}

/** The statement that says the comment again. */
export function commentOn(what: string, { comment }: { readonly comment?: string }): readonly string[] {
  return comment === undefined ? [] : [`COMMENT ON ${what} IS ${sqlText(comment)}`];
}
