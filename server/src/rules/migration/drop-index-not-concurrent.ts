import { relationKey } from "../../catalog/keys.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findIndex, findRelation, searchPath } from "../../catalog/resolve.ts";
import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { DropObjects, ObjectName } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { writeOutside } from "../support/write-outside.ts";

/** An index dropped under a lock for which everybody waits. */
export default defineRule({
  id: "drop-index-not-concurrent",
  group: "migration",
  title: "Index dropped while everybody waits",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "DROP INDEX takes an ACCESS EXCLUSIVE lock on the table. It lasts an instant, but it is not granted before every transaction that uses the table has ended, and whoever comes meanwhile waits behind it, readers too.",
  remedy:
    "DROP INDEX CONCURRENTLY stops nobody. It takes one index a statement and no CASCADE, and runs only outside a transaction.",
  sources: [
    "squawk/require-concurrent-index-deletion",
    "pgls/requireConcurrentIndexDeletion",
    "pgfence/drop-index-not-concurrent",
    "migrationpilot/MP009",
    "atlas/PG102",
    "strong_migrations/remove_index",
    "online_migrations/remove_index",
    "django-migration-linter/DROP_INDEX",
    "sqlfluff/PG01",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-dropindex.html"],
  on: {
    drop(statement, ctx) {
      if (statement.objectKind !== "index" || statement.concurrently) return;
      const dropped = statement.names.flatMap((name) => droppedIndex(name, statement, ctx) ?? []);
      const [first] = dropped;
      if (first === undefined) return;
      const spread = dropped.find(({ used }) => used?.table?.tableKind === "partitioned");
      const advice = spread ? whyNotConcurrently(spread) : whatToWrite(statement, ctx);
      ctx.report({
        range: statement.keyword,
        message: `${whatHappens(first, ctx)} ${advice}`,
        rewrites: spread || statement.cascade ? [] : [concurrently(statement, ctx)],
        ...(spread && { severity: "low" }),
      });
    },
  },
});

/** An index that goes, and what holds it where that is known. */
interface DroppedIndex {
  readonly name: string;
  readonly used: UsedRelation | undefined;
}

/** Undefined where nobody waits for it, or Postgres refuses to drop it: the index of a constraint, or a part of a parent's. */
function droppedIndex(name: ObjectName, { ifExists }: DropObjects, ctx: SqlContext): DroppedIndex | undefined {
  const found = findIndex(ctx.before, name);
  if (found === undefined) {
    if (findRelation(ctx.before, name) !== undefined || (ifExists && isMadeLater(name, ctx))) return undefined;
    return { name: quotedName(name.schema ?? "public", name.name), used: undefined };
  }
  const { index, owner } = found;
  const used = usedRelation(owner, ctx);
  if (used === undefined || index.constraint !== undefined || index.parent !== undefined) return undefined;
  return { name: quotedName(owner.schema, index.name), used };
}

/** DROP INDEX IF EXISTS before the CREATE INDEX of the same name finds nothing to drop. */
function isMadeLater({ schema, name }: ObjectName, { before, final }: SqlContext): boolean {
  const schemas = schema === undefined ? searchPath(before) : [schema];
  return schemas.some((each) => final.get(relationKey(each, name)) !== undefined);
}

function whatHappens({ name, used }: DroppedIndex, ctx: SqlContext): string {
  const lock = (used && lockWords(ctx.effects(), used.name)) ?? "an ACCESS EXCLUSIVE lock";
  const table = used?.name ?? `the table of ${name}`;
  const since =
    used?.since ?? `Nothing that runs before makes ${name}, so it exists already and others may be using it.`;
  const held = ctx.transaction === "none" ? "" : ", and once granted it is held until the transaction ends";
  return `DROP INDEX takes ${lock} on ${table}: it waits for every transaction that uses the table, whoever comes meanwhile waits behind it, readers too${held}. ${since}`;
}

function whyNotConcurrently({ name }: DroppedIndex): string {
  return `${name} is the index of a partitioned table, which Postgres does not drop CONCURRENTLY, and its partitions are locked too: set a lock_timeout and try again.`;
}

function whatToWrite(statement: DropObjects, ctx: SqlContext): string {
  if (statement.cascade) {
    return `CONCURRENTLY takes no CASCADE: drop what depends on the index first. ${writeOutside("DROP INDEX CONCURRENTLY then", ctx)}`;
  }
  const several = statement.names.length > 1 ? ", one statement an index" : "";
  return writeOutside(`DROP INDEX CONCURRENTLY${several}`, ctx);
}

function concurrently({ names, ifExists, keyword, range }: DropObjects, ctx: SqlContext): Rewrite {
  const at = { start: keyword.end, end: keyword.end };
  // Moved behind the rest of its file, it may come after a DROP COLUMN that has taken the index along.
  const adds = !ifExists && ctx.transaction !== "none" ? " IF EXISTS" : "";
  const exists = ifExists ? " IF EXISTS" : adds;
  return {
    title: names.length > 1 ? "Drop each index CONCURRENTLY" : "Drop the index CONCURRENTLY",
    safe: ctx.transaction === "none",
    replaces: range,
    steps: names.map((name) => ({
      sql: `DROP INDEX CONCURRENTLY${exists} ${ctx.text.slice(name.range.start, name.range.end)}`,
      ...(names.length === 1 && { edits: [{ range: at, text: ` CONCURRENTLY${adds}` }] }),
      transaction: "outside" as const,
      words: `drop ${name.name}`,
    })),
    makes: names.map(({ name }) => name),
  };
}
