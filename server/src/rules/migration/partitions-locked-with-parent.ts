import { listed } from "../../effects/lock-words.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { ObjectName, Statement } from "../../sql/statement.ts";
import { stoppingLocksOf } from "../support/stopping-locks.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A change of a partitioned table that locks all its partitions. */
export default defineRule({
  id: "partitions-locked-with-parent",
  group: "migration",
  title: "Every partition locked with its parent",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "Such a change of a partitioned table takes its lock on every partition, one after the other, and keeps those that it has while it waits for the next. The more partitions, the longer it waits, and the more fit into the way of an autovacuum or a long query on any of them.",
  remedy:
    "Set a lock_timeout and try again, so that nobody waits long behind it; what can be done a partition at a time, do so.",
  sources: ["migrationpilot/MP110"],
  references: ["https://www.postgresql.org/docs/current/ddl-partitioning.html"],
  on: {
    alterTable(statement, ctx) {
      if (statement.objectType === "table") check(statement, statement.name, ctx);
    },
    createTrigger(statement, ctx) {
      check(statement, statement.table, ctx);
    },
    truncate(statement, ctx) {
      for (const name of statement.targets) check(statement, name, ctx);
    },
  },
});

function check({ range }: Statement, name: ObjectName, ctx: SqlContext): void {
  const used = usedRelation(name, ctx);
  if (used?.table?.tableKind !== "partitioned") return;
  const below = stoppingLocksOf(ctx).filter(({ because }) => because === `it is below ${used.name}`);
  const [first] = below;
  if (first === undefined) return;
  const names = below.map(({ relation }) => relation);
  const shown = names.length > 3 ? `${names.length} partitions` : listed(names);
  ctx.report({
    range: { start: range.start, end: name.range.end },
    message: `This takes ${first.mode} locks on ${used.name} and, one after the other, on ${shown}: it waits for each, and keeps those that it has meanwhile. ${used.since} Set a lock_timeout and try again.`,
  });
}
