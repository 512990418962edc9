import { defineRule, type MigrationStatement } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";

/** A migration that does more than one thing. */
export default defineRule({
  id: "many-operations-in-migration",
  group: "migration",
  title: "More than one operation in a migration",
  severity: "nit",
  tag: "concern",
  set: "all",
  why: "A migration that does several things fails as a whole for one of them, is taken back as a whole, and holds the locks of all of them together.",
  remedy: "One migration for each change.",
  sources: ["migrationpilot/MP008"],
  references: [],
  options: {
    operations: { type: "number", default: 1, description: "How many operations a migration may hold." },
  },
  on: {
    migration({ statements }, ctx) {
      const { operations: wanted } = ctx.options;
      const most = Number(wanted);
      const operations = statements.filter(isOperation);
      const tooMuch = operations[most];
      if (tooMuch === undefined) return;
      ctx.report({
        range: ctx.at(tooMuch, headOf(tooMuch)),
        message: `This is operation ${most + 1} of ${operations.length} in this migration, where ${most === 1 ? "one is" : `${most} are`} wanted: they fail, lock and are taken back together. Give each a migration of its own.`,
      });
    },
  },
});

/** What settles the session, says something of an object, or stands on a table that the file makes belongs to another operation. */
const BELONGS: ReadonlySet<string> = new Set(["set", "transaction", "comment", "grant", "alterOwner", "select"]);
const ON_TABLE: ReadonlySet<string> = new Set([
  "alterTable",
  "createIndex",
  "createTrigger",
  "createPolicy",
  "createRule",
  "createStatistics",
  "insert",
]);

function isOperation({ statement, locks, nested }: MigrationStatement): boolean {
  if (nested || BELONGS.has(statement.kind)) return false;
  return locks.length > 0 || !ON_TABLE.has(statement.kind);
}
