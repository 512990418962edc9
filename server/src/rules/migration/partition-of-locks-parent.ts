import { defineRule, type Rewrite, type RewriteStep, type SqlContext } from "../../engine/rule.ts";
import { tokenize } from "../../sql/lexer.ts";
import type { CreateTable } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { lockWords } from "../support/action-effects.ts";
import { defaultPartitionOf } from "../support/default-partition.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A new partition for which everybody waits who uses the partitioned table. */
export default defineRule({
  id: "partition-of-locks-parent",
  group: "migration",
  title: "New partition made under a lock on its parent",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "CREATE TABLE … PARTITION OF takes an ACCESS EXCLUSIVE lock on the partitioned table: it waits for every transaction that uses any partition, and whoever comes meanwhile waits behind it, readers too.",
  remedy:
    "CREATE TABLE … (LIKE …) and then ALTER TABLE … ATTACH PARTITION ends in the same schema under a lock for which neither readers nor writers wait.",
  sources: [],
  references: [
    "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE",
  ],
  on: {
    createTable(table, ctx) {
      const used = table.partitionOf && usedRelation(table.partitionOf, ctx);
      const lock = used && lockWords(ctx.effects(), used.name);
      if (used === undefined || lock === undefined) return;
      const rewrite = likeAndAttach(table, ctx);
      ctx.report({
        range: table.partitionOf?.range ?? table.name.range,
        message: `CREATE TABLE … PARTITION OF takes ${lock} on ${used.name}: it waits for every transaction that uses any of its partitions, and whoever comes meanwhile waits behind it, readers too. ${used.since} Write CREATE TABLE … (LIKE ${used.name} …) and then ATTACH PARTITION, for which neither readers nor writers wait.`,
        rewrites: rewrite === undefined || defaultPartitionOf(ctx.before, used.table) !== undefined ? [] : [rewrite],
      });
    },
  },
});

/** The two statements; undefined where the partition differs from its parent in more than its bounds, or may be there already. */
function likeAndAttach(table: CreateTable, ctx: SqlContext): Rewrite | undefined {
  const { partitionOf, columns, constraints, ifNotExists, foreign, persistence } = table;
  if (partitionOf === undefined || ifNotExists || foreign || persistence === "temporary") return undefined;
  const bound = boundRange(table, ctx.text);
  if (bound === undefined || columns.length > 0 || constraints.length > 0) return undefined;
  const textOf = ({ start, end }: Range) => ctx.text.slice(start, end);
  const create = textOf({ start: table.range.start, end: table.name.range.end });
  const rest = textOf({ start: bound.end, end: table.range.end });
  const parts = [
    "DEFAULTS",
    "CONSTRAINTS",
    "GENERATED",
    "STORAGE",
    ...(ctx.file.engine.version >= 14 ? ["COMPRESSION"] : []),
  ];
  const including = parts.map((part) => `INCLUDING ${part}`).join(" ");
  const words = `create ${table.name.name}`;
  const steps: readonly RewriteStep[] = [
    { sql: `${create} (LIKE ${textOf(partitionOf.range)} ${including})${rest}`, transaction: "with-last", words },
    {
      sql: `ALTER TABLE ${textOf(partitionOf.range)} ATTACH PARTITION ${textOf(table.name.range)} ${textOf(bound)}`,
      transaction: "with-last",
      words,
    },
  ];
  const title = "Create the table like its parent and attach it";
  return { title, safe: false, replaces: table.range, steps, makes: [table.name.name] };
}

/** Where the bounds stand: DEFAULT, or FOR VALUES with its lists. */
function boundRange(table: CreateTable, text: string): Range | undefined {
  const tokens = tokenize(text, table.partitionOf?.range.end ?? table.range.end, table.range.end).filter(
    ({ kind }) => kind !== "lineComment" && kind !== "blockComment",
  );
  const wordAt = (index: number) => {
    const token = tokens[index];
    return token === undefined ? "" : text.slice(token.start, token.end).toLowerCase();
  };
  const start = tokens[0]?.start;
  if (start === undefined) return undefined;
  if (wordAt(0) === "default") return { start, end: tokens[0]?.end ?? start };
  if (wordAt(0) !== "for") return undefined;
  let last = groupEnd(wordAt, 3, tokens.length);
  if (wordAt(last + 1) === "to") last = groupEnd(wordAt, last + 2, tokens.length);
  const end = tokens[last]?.end;
  return end === undefined ? undefined : { start, end };
}

/** The token that closes the list that opens at this one. */
function groupEnd(wordAt: (index: number) => string, first: number, count: number): number {
  let depth = 0;
  for (let index = first; index < count; index += 1) {
    if (wordAt(index) === "(") depth += 1;
    if (wordAt(index) === ")") depth -= 1;
    if (depth === 0) return index;
  }
  return count;
}
