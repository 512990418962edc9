import type { Table } from "../../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { ObjectName } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { lockWords } from "../support/action-effects.ts";
import { defaultPartitionOf } from "../support/default-partition.ts";
import { partitionCheck } from "../support/partition-check.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A DEFAULT partition that is read from end to end for a new partition's sake. */
export default defineRule({
  id: "default-partition-scanned",
  group: "migration",
  title: "DEFAULT partition read under a lock for a new partition",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "A partition that is added beside a DEFAULT one takes an ACCESS EXCLUSIVE lock on that and reads every row of it for rows that belong to the new one. Everybody waits whose query reaches the DEFAULT partition.",
  remedy:
    "A valid CHECK on the DEFAULT partition that keeps out what the new one takes spares the reading: add it NOT VALID, validate it, add the partition, and drop it.",
  sources: ["migrationpilot/MP072"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION"],
  on: {
    createTable(table, ctx) {
      if (table.partitionOf === undefined) return;
      check(
        { parent: table.partitionOf, child: table.name, bound: table.partitionBound, range: table.partitionOf.range },
        ctx,
      );
    },
    action(action, ctx) {
      if (action.kind !== "attachPartition" || ctx.alter.objectType !== "table") return;
      check({ parent: ctx.alter.name, child: action.partition, bound: action.bound, range: action.range }, ctx);
    },
  },
});

/** A partition that joins its parent. */
interface Joining {
  readonly parent: ObjectName;
  readonly child: ObjectName;
  readonly bound: string | undefined;
  /** What is underlined. */
  readonly range: Range;
}

function check(joining: Joining, ctx: SqlContext): void {
  const parent = findTable(ctx.before, joining.parent);
  const rest = defaultPartitionOf(ctx.before, parent);
  const used = rest && usedRelation(rest, ctx);
  if (parent === undefined || rest === undefined || used === undefined) return;
  const lock = lockWords(ctx.effects(), used.name);
  if (lock === undefined || !ctx.effects().scans.includes(used.name)) return;
  const rewrite = rewriteOf(joining, parent, rest, ctx);
  const name = quotedName(parent.schema, parent.name);
  ctx.report({
    range: joining.range,
    message: `A new partition of ${name} takes ${lock} on ${used.name}, its DEFAULT partition, and reads every row of it for rows that belong to the new one: every query that reaches ${used.name} waits as long, which grows with it. ${used.since} Before it, add a CHECK to ${used.name} that keeps those rows out NOT VALID and validate it; drop it afterwards.`,
    rewrites: rewrite === undefined ? [] : [rewrite],
  });
}

function rewriteOf({ child, bound }: Joining, parent: Table, rest: Table, ctx: SqlContext): Rewrite | undefined {
  // Only the bounds of its own parent count here, and not those of the tables above.
  const said = partitionCheck(ctx.before, rest, { ...parent, partitionOf: undefined }, bound);
  if (said === undefined || ctx.effects().scans.length > 1) return undefined;
  const name = quotedName(rest.schema, rest.name);
  const constraint = quoteIdentifier(said.name);
  const { range } = ctx.statement;
  return {
    title: "Keep its rows out of the DEFAULT partition by a CHECK first, and drop the CHECK",
    safe: false,
    replaces: range,
    steps: [
      {
        sql: `ALTER TABLE ${name} ADD CONSTRAINT ${constraint} CHECK (NOT (${said.condition})) NOT VALID`,
        transaction: "with-last",
        comment: `From here on until ${quotedName(child.schema ?? "public", child.name)} is a partition, rows that belong to it are refused.`,
        words: `add ${said.name}`,
      },
      {
        sql: `ALTER TABLE ${name} VALIDATE CONSTRAINT ${constraint}`,
        transaction: "own",
        words: `validate ${said.name}`,
      },
      { sql: ctx.text.slice(range.start, range.end), transaction: "own", words: `add the partition ${child.name}` },
      {
        sql: `ALTER TABLE ${name} DROP CONSTRAINT ${constraint}`,
        transaction: "with-last",
        words: `drop ${said.name}`,
      },
    ],
    makes: [child.name],
  };
}
