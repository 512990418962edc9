import { findTable } from "../../catalog/resolve.ts";
import { listed } from "../../effects/lock-words.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { PartitionAction } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { type Reading, readingOf } from "../support/joining-partition.ts";
import { stoppingLocksOf } from "../support/stopping-locks.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";

/** A table that is read from end to end while it becomes a partition. */
export default defineRule({
  id: "attach-partition-scans",
  group: "migration",
  title: "Table read under a lock to become a partition",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "ATTACH PARTITION holds an ACCESS EXCLUSIVE lock on the table while it reads every row to see that its bounds hold, and builds the indexes that the table lacks.",
  remedy:
    "A valid CHECK that says the bounds spares the reading: add it NOT VALID, validate it, attach, and drop it. Indexes can be built CONCURRENTLY before.",
  sources: ["pgls/avoidAttachingPartition", "pgfence/attach-partition", "migrationpilot/MP094"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION"],
  on: {
    action(action, ctx) {
      if (action.kind !== "attachPartition" || ctx.alter.objectType !== "table") return;
      const used = usedRelation(action.partition, ctx);
      const { locks, scans } = ctx.effects();
      // What is read of the parent's DEFAULT partition is another rule's affair.
      const rest = new Set(
        locks.flatMap(({ relation, because }) => (because?.includes(" default partition ") ? [relation] : [])),
      );
      const read = scans.filter((relation) => !rest.has(relation));
      if (used === undefined || read.length === 0) return;
      const parent = findTable(ctx.before, ctx.alter.name);
      const reading = used.table && parent ? readingOf(used.table, parent, action.bound, ctx) : undefined;
      const others = stoppingLocksOf(ctx).filter(
        ({ relation, because }) => because?.startsWith("a foreign key of") && !rest.has(relation),
      );
      ctx.report({
        range: action.range,
        message: messageOf(
          used,
          reading,
          others.map(({ relation }) => relation),
          ctx,
        ),
        rewrites: reading?.steps ? [rewriteOf(action, reading.steps, ctx)] : [],
        ...(others.length > 0 && { severity: "high" }),
      });
    },
  },
});

function messageOf(
  used: UsedRelation,
  reading: Reading | undefined,
  others: readonly string[],
  ctx: ActionContext,
): string {
  const lock = lockWords(ctx.effects(), used.name) ?? "an ACCESS EXCLUSIVE lock";
  const why = reading?.why.length
    ? listed(reading.why)
    : "for rows outside its bounds, unless a valid CHECK rules them out";
  const also = others.length > 0 ? `, and so does every write of ${listed(others)}` : "";
  const advice = whatToWrite(reading);
  return `ATTACH PARTITION takes ${lock} on ${used.name} and reads every row of it ${why}: every read and write of ${used.name} waits as long${also}, which grows with the table. ${used.since} ${advice}`;
}

function whatToWrite(reading: Reading | undefined): string {
  if (reading?.keys[0] !== undefined) {
    return `Before it, give the table the foreign key ${reading.keys[0]} NOT VALID and a CHECK that says the bounds NOT VALID, and validate both; drop the CHECK afterwards.`;
  }
  if (reading?.steps === undefined) {
    return "Before it, add a CHECK that says the bounds NOT VALID and validate it, and build the indexes CONCURRENTLY; drop the CHECK afterwards.";
  }
  const { check, builds } = reading.steps;
  const build = builds ? "build its indexes CONCURRENTLY" : "";
  const prove = check === undefined ? "" : `add the CHECK ${check} NOT VALID and validate it; drop it afterwards`;
  return `Before it, ${[build, prove].filter((part) => part !== "").join(", and ")}.`;
}

function rewriteOf(
  { partition }: PartitionAction,
  { before, after, check, builds }: NonNullable<Reading["steps"]>,
  { alter, text }: ActionContext,
): Rewrite {
  const attach = {
    sql: text.slice(alter.range.start, alter.range.end),
    transaction: "own" as const,
    words: `attach ${partition.name}`,
  };
  return {
    title: titleOf({ check, builds }),
    safe: false,
    replaces: alter.range,
    steps: [...before, attach, ...after],
    makes: [partition.name],
  };
}

function titleOf({ check, builds }: Pick<NonNullable<Reading["steps"]>, "check" | "builds">): string {
  if (check === undefined) return "Build its indexes CONCURRENTLY before attaching it";
  const build = builds ? "Build its indexes CONCURRENTLY and prove" : "Prove";
  return `${build} its bounds by a CHECK before attaching it, and drop the CHECK`;
}
