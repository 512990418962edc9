import type { Table } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findIndex } from "../../catalog/resolve.ts";
import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { Reindex } from "../../sql/statement.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { writeOutside } from "../support/write-outside.ts";

/** Indexes rebuilt while writers wait, and readers with them. */
export default defineRule({
  id: "reindex-not-concurrent",
  group: "migration",
  title: "Index rebuilt while readers and writers wait",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "REINDEX holds a SHARE lock on the table, for which writers wait, and an ACCESS EXCLUSIVE lock on the index, for which every query waits that is planned with the table, until the index is built anew.",
  remedy:
    "REINDEX … CONCURRENTLY builds the new index beside the old one while readers and writers go on. It runs only outside a transaction.",
  sources: [
    "squawk/require-concurrent-reindex",
    "pgls/requireConcurrentReindex",
    "pgfence/reindex-non-concurrent",
    "migrationpilot/MP021",
    "django-migration-linter/REINDEX",
    "sqlfluff/PG01",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY"],
  on: {
    reindex(statement, ctx) {
      // The system's own indexes have no CONCURRENTLY, and REINDEX SYSTEM names nothing else.
      if (statement.concurrently || statement.target === "system") return;
      const rebuilt = rebuiltBy(statement, ctx);
      const { known, scans } = ctx.effects();
      // A partitioned table is passed over up to Postgres 13, and a table may have no index.
      const isNamed = statement.target === "table" || statement.target === "index";
      if (rebuilt === undefined || (isNamed && known && scans.length === 0)) return;
      const exclusion = exclusionOf(rebuilt, statement);
      const form = ctx.text.slice(statement.keyword.start, statement.keyword.end).replace(/\s+/g, " ").toUpperCase();
      const advice = exclusion
        ? `${exclusion} backs an exclusion constraint, and those are not rebuilt CONCURRENTLY: do it while nobody needs ${rebuilt.name}.`
        : writeOutside(`${form} CONCURRENTLY`, ctx);
      ctx.report({
        range: statement.keyword,
        message: `${whatHappens(rebuilt, form)} ${advice}`,
        rewrites: exclusion ? [] : [concurrently(statement, ctx)],
      });
    },
  },
});

/** What is rebuilt: the indexes of one relation, or those of many. */
interface Rebuilt {
  /** The table, or the words for them all. */
  readonly name: string;
  /** The one index that is named; absent for all of them. */
  readonly index?: string;
  readonly since: string;
  readonly table?: Table | undefined;
}

function rebuiltBy({ target, name }: Reindex, ctx: SqlContext): Rebuilt | undefined {
  if (name === undefined || target === "database") return many("the database");
  if (target === "schema") return many(`the schema ${name.name}`);
  if (name.schema === "pg_catalog" || name.name.startsWith("pg_")) return undefined;
  if (target === "table") return fromUsed(usedRelation(name, ctx), undefined);
  const found = findIndex(ctx.before, name);
  const index = quotedName(found?.owner.schema ?? name.schema ?? "public", name.name);
  if (found !== undefined) return fromUsed(usedRelation(found.owner, ctx), index);
  const since = `Nothing that runs before makes ${index}, so it exists already and others may be using it.`;
  return { name: `the table of ${index}`, index, since };
}

function many(words: string): Rebuilt {
  return { name: `every table of ${words} in turn`, since: "Others may be using them." };
}

function fromUsed(used: UsedRelation | undefined, index: string | undefined): Rebuilt | undefined {
  if (used === undefined) return undefined;
  return { name: used.name, ...(index !== undefined && { index }), since: used.since, table: used.table };
}

function whatHappens({ name, index, since }: Rebuilt, form: string): string {
  const indexes = index ?? "each of its indexes";
  return `${form} takes a SHARE lock on ${name} and an ACCESS EXCLUSIVE lock on ${indexes}: every INSERT, UPDATE and DELETE waits until the index is rebuilt, which grows with the table, and so does every query that is planned with the table. ${since}`;
}

/** The index of an exclusion constraint among those that are rebuilt. */
function exclusionOf({ table, index }: Rebuilt, { target, name }: Reindex): string | undefined {
  const found = table?.constraints.find(
    (constraint) => constraint.kind === "exclusion" && (target !== "index" || constraint.name === name?.name),
  );
  return found && (index ?? found.name);
}

function concurrently({ target, name, concurrentlyAt, range }: Reindex, ctx: SqlContext): Rewrite {
  const at = { start: concurrentlyAt, end: concurrentlyAt };
  return {
    title: target === "index" ? "Rebuild the index CONCURRENTLY" : "Rebuild the indexes CONCURRENTLY",
    // Without CONCURRENTLY the system's own indexes are rebuilt too, up to Postgres 15.
    safe: ctx.transaction === "none" && target !== "database",
    replaces: range,
    steps: [
      {
        sql: "",
        edits: [{ range: at, text: " CONCURRENTLY" }],
        transaction: "outside",
        words: `reindex ${name?.name ?? "database"}`,
        comment: "If this fails, it leaves an INVALID index whose name ends in _ccnew. Drop that before the next try.",
      },
    ],
  };
}
