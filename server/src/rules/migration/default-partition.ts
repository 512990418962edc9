import { quotedName } from "../../catalog/quoted-name.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { ObjectName } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";

/** A partition that takes all that no other one does. */
export default defineRule({
  id: "default-partition",
  group: "migration",
  title: "DEFAULT partition",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A DEFAULT partition takes rows for which nobody made a partition, without a word. From then on each new partition reads it from end to end under a lock, fails where a row of it belongs to the new one, and no partition can be detached CONCURRENTLY.",
  remedy:
    "Make partitions ahead of time, and watch that there are some; a row without a partition is then an error that somebody sees.",
  sources: ["migrationpilot/MP093"],
  references: ["https://www.postgresql.org/docs/current/ddl-partitioning.html"],
  on: {
    createTable(table, ctx) {
      if (table.partitionOf === undefined || !table.isDefaultPartition) return;
      report(table.partitionOf, table.name, table.partitionOf.range, ctx);
    },
    action(action, ctx) {
      if (action.kind !== "attachPartition" || !action.isDefault) return;
      report(ctx.alter.name, action.partition, action.range, ctx);
    },
  },
});

function report(parent: ObjectName, child: ObjectName, range: Range, ctx: SqlContext): void {
  const name = (each: ObjectName) => quotedName(each.schema ?? "public", each.name);
  ctx.report({
    range,
    message: `${name(child)} takes every row of ${name(parent)} for which nobody made a partition. From then on each new partition reads it from end to end under an ACCESS EXCLUSIVE lock and fails where a row belongs to the new one, and Postgres refuses DETACH PARTITION … CONCURRENTLY. Make partitions ahead of time instead, or keep it empty.`,
  });
}
