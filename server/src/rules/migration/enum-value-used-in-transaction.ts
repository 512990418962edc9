import type { CatalogReader } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findType } from "../../catalog/resolve.ts";
import { defineRule, type MigrationContext, type MigrationStatement, type Rewrite } from "../../engine/rule.ts";
import type { AlterEnum } from "../../sql/statement.ts";
import { shiftRange } from "../../text/range.ts";
import { type EnumValue, enumUse } from "../support/enum-uses.ts";
import { transactionGroups } from "../support/transaction-groups.ts";

/** A new value of an enum that is used before it was committed, which Postgres refuses. */
export default defineRule({
  id: "enum-value-used-in-transaction",
  group: "migration",
  title: "New enum value used in its own transaction",
  severity: "high",
  tag: "confirmed",
  fixable: true,
  why: 'A value that ALTER TYPE … ADD VALUE adds can only be used once its transaction is committed: until then every statement that reads it as a value of the enum is refused ("unsafe use of new value"), and the migration fails. Before Postgres 12 ADD VALUE itself is refused inside a transaction block.',
  remedy: "Add the value in a migration of its own, and use it in the next one.",
  sources: ["migrationpilot/MP054", "pgls/avoidAlterEnumAddValue", "pgfence/concurrent-in-transaction"],
  references: ["https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES"],
  on: {
    migration(migration, ctx) {
      for (const { statements, supposed } of transactionGroups(migration, ctx.file)) {
        statements.forEach((added, index) => {
          if (added.statement.kind !== "alterEnum" || added.statement.change.kind !== "addValue") return;
          if (isNewType(added.statement, ctx)) return;
          const value = { type: added.statement.name.name, value: added.statement.change.value };
          if (ctx.file.engine.version < 12) reportRefused(added, value, ctx);
          else if (!isThere(added.statement, ctx.base)) {
            reportUse({ added, value, supposed, later: statements.slice(index + 1) }, ctx);
          }
        });
      }
    },
  },
});

/** Of a type that is as new as the transaction, 17 and later let a value be used at once; before, it is refused too. */
function isNewType({ name }: AlterEnum, { base, file }: MigrationContext): boolean {
  return file.engine.version >= 17 && findType(base, name) === undefined;
}

function isThere({ name, change }: AlterEnum, base: CatalogReader): boolean {
  return change.kind === "addValue" && findType(base, name)?.entry.values.includes(change.value) === true;
}

interface Added {
  readonly added: MigrationStatement;
  readonly value: EnumValue;
  readonly supposed: boolean;
  /** What follows in the same transaction. */
  readonly later: readonly MigrationStatement[];
}

function reportUse({ added, value, supposed, later }: Added, ctx: MigrationContext): void {
  for (const use of later) {
    const range = enumUse(use, value, [ctx.base, ctx.final]);
    if (range === undefined) continue;
    const shown = shownType(added, ctx);
    const inside = supposed
      ? "where this file runs in one transaction"
      : "before the transaction that adds it is committed";
    ctx.reportOn(use, {
      range,
      message: `Postgres refuses to use '${value.value}' ${inside} ("unsafe use of new value" of ${shown}), so the migration fails and is rolled back. Add the value in a migration of its own, and use it in the next.`,
      ...(supposed ? { severity: "medium", tag: "concern" } : {}),
      related: [
        {
          range: shiftRange(added.statement.range, added.start - use.start),
          message: `'${value.value}' is added here`,
        },
      ],
      rewrites: use.nested || supposed ? [] : [useLater(use, value)],
    });
    return;
  }
}

function shownType({ statement }: MigrationStatement, { base, final }: MigrationContext): string {
  if (statement.kind !== "alterEnum") return "";
  const { name } = statement;
  const schema = name.schema ?? (findType(base, name) ?? findType(final, name))?.entry.schema;
  return quotedName(schema ?? "public", name.name);
}

function useLater(use: MigrationStatement, { value }: EnumValue): Rewrite {
  const { range } = use.statement;
  return {
    title: `Use '${value}' once it is committed`,
    safe: false,
    replaces: range,
    steps: [
      {
        sql: use.segment.text.slice(range.start, range.end),
        transaction: "own",
        comment: `'${value}' can be used only after the transaction that adds it.`,
        words: `use ${value}`,
      },
    ],
  };
}

function reportRefused(added: MigrationStatement, { value }: EnumValue, ctx: MigrationContext): void {
  const message = `Postgres ${ctx.file.engine.version} refuses ALTER TYPE ${shownType(added, ctx)} ADD VALUE '${value}' inside a transaction block (12 and later take it). Give it a migration that runs outside one.`;
  ctx.report({ range: ctx.at(added, added.statement.range), message });
}
