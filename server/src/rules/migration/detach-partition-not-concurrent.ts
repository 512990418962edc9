import { freeConstraintName } from "../../catalog/generated-name.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import { listed } from "../../effects/lock-words.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { PartitionAction } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { defaultPartitionOf } from "../support/default-partition.ts";
import { linesAbove } from "../support/partition-check.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { writeOutside } from "../support/write-outside.ts";

/** The first version that knows DETACH PARTITION … CONCURRENTLY. */
const FIRST_VERSION = 14;

/** A partition detached under a lock for which everybody waits. */
export default defineRule({
  id: "detach-partition-not-concurrent",
  group: "migration",
  title: "Partition detached while everybody waits",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the whole partitioned table: it waits for every transaction that uses any partition, and whoever comes meanwhile waits behind it, readers too.",
  remedy:
    "DETACH PARTITION … CONCURRENTLY (14 and later) stops nobody on the other partitions. It runs only outside a transaction, and not beside a DEFAULT partition.",
  sources: [
    "squawk/require-concurrent-partition-detach",
    "pgls/requireConcurrentDetachPartition",
    "pgfence/detach-partition",
    "pgfence/detach-partition-concurrent",
    "migrationpilot/MP046",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION"],
  on: {
    action(action, ctx) {
      if (action.kind !== "detachPartition" || action.concurrently || action.finalize) return;
      const used = ctx.alter.objectType === "table" ? usedRelation(ctx.alter.name, ctx) : undefined;
      if (used === undefined) return;
      const { scans } = ctx.effects();
      const reads =
        scans.length === 0
          ? ""
          : ` Meanwhile every row of ${listed(scans)} is read, because a foreign key points at ${used.name}.`;
      const lock = lockWords(ctx.effects(), used.name) ?? "an ACCESS EXCLUSIVE lock";
      const why = whyNot(used, ctx);
      ctx.report({
        range: action.range,
        message: `DETACH PARTITION takes ${lock} on ${used.name}: it waits for every transaction that uses any of its partitions, and whoever comes meanwhile waits behind it, readers too.${reads} ${used.since} ${why ?? writeOutside("DETACH PARTITION … CONCURRENTLY", ctx)}`,
        rewrites: why === undefined ? [concurrently(action, ctx)].filter((each) => each !== undefined) : [],
        ...(scans.length > 0 && { severity: "high" }),
      });
    },
  },
});

function whyNot({ table }: UsedRelation, { before, file, effects }: ActionContext): string | undefined {
  const { scans } = effects();
  if (file.engine.version < FIRST_VERSION) {
    return `Postgres ${file.engine.version} knows no CONCURRENTLY here, ${FIRST_VERSION} does: set a lock_timeout and try again.`;
  }
  const rest = defaultPartitionOf(before, table);
  if (rest === undefined) {
    if (scans.length === 0) return undefined;
    return "CONCURRENTLY spares the other partitions, but not that reading under a lock: drop the foreign key first, or delete what points at the partition and set a lock_timeout.";
  }
  return `CONCURRENTLY is refused beside a DEFAULT partition, here ${quotedName(rest.schema, rest.name)}: set a lock_timeout and try again.`;
}

function concurrently(action: PartitionAction, ctx: ActionContext): Rewrite | undefined {
  const { alter, before, text } = ctx;
  const end = { start: action.range.end, end: action.range.end };
  const child = quotedName(
    findTable(before, action.partition)?.schema ?? action.partition.schema ?? "public",
    action.partition.name,
  );
  const left = checkLeft(action, ctx);
  if (left === "unknown") return undefined;
  return {
    title:
      left === undefined
        ? "Detach the partition CONCURRENTLY"
        : "Detach the partition CONCURRENTLY and drop the CHECK that this leaves",
    safe: false,
    replaces: alter.range,
    steps: [
      {
        sql: text.slice(alter.range.start, alter.range.end),
        edits: [{ range: end, text: " CONCURRENTLY" }],
        transaction: "outside",
        words: `detach ${action.partition.name}`,
        comment: `If this breaks off: ALTER TABLE ${text.slice(alter.name.range.start, alter.name.range.end)} DETACH PARTITION ${child} FINALIZE;`,
      },
      ...(left === undefined
        ? []
        : [
            {
              sql: `ALTER TABLE ${child} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(left)}`,
              transaction: "own" as const,
              words: `drop the check of ${action.partition.name}`,
            },
          ]),
    ],
    makes: [action.partition.name],
  };
}

/**
 * The name of the CHECK that says the bounds, which DETACH CONCURRENTLY leaves; none is left of a hash partition (watched
 * on 14 to 18). Unknown where the history does not say what divides the table.
 */
function checkLeft(action: PartitionAction, { alter, before }: ActionContext): string | undefined | "unknown" {
  const parent = findTable(before, alter.name);
  const partition = findTable(before, action.partition);
  if (parent === undefined || partition === undefined) return "unknown";
  const lines = linesAbove(before, parent, partition.partitionBound).map(([table]) => table.partitionBy);
  if (lines.some((line) => line?.strategy === "hash")) return undefined;
  const keys = lines.flatMap((line) => line?.keys ?? []);
  // What columns an expression mentions decides about the name.
  if (keys.length === 0 || keys.includes(undefined)) return "unknown";
  const [only, ...others] = new Set(keys);
  return freeConstraintName(before, partition.schema, {
    first: partition.name,
    second: others.length > 0 ? undefined : only,
    label: "check",
  });
}
