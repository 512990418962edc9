import type { Index, Relation } from "../../catalog/catalog.ts";
import { defineRule, type Fix } from "../../engine/rule.ts";
import type { Refresh } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { servesRefresh } from "../support/refresh-index.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A materialized view filled anew while its readers wait. */
export default defineRule({
  id: "refresh-not-concurrent",
  group: "migration",
  title: "Materialized view refreshed while readers wait",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "REFRESH MATERIALIZED VIEW holds an ACCESS EXCLUSIVE lock on the view for as long as its query runs, and everybody who reads the view waits that long.",
  remedy:
    "REFRESH MATERIALIZED VIEW CONCURRENTLY lets readers go on. It needs a unique index on plain columns of all the view's rows, and may stand in a transaction.",
  sources: [
    "pgls/requireConcurrentRefreshMatview",
    "pgfence/refresh-matview-blocking",
    "migrationpilot/MP033",
    "sqlfluff/PG01",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html"],
  on: {
    refresh(statement, ctx) {
      const used = statement.concurrently ? undefined : usedRelation(statement.name, ctx);
      // What was never filled nobody could read.
      if (used === undefined || used.relation?.unpopulated) return;
      const lock = lockWords(ctx.effects(), used.name) ?? "an ACCESS EXCLUSIVE lock";
      const unique = used.relation?.indexes.find(servesRefresh);
      const { name, since } = used;
      const message = statement.withNoData
        ? `REFRESH … WITH NO DATA takes ${lock} on ${name} and empties it: from then on reading it is an error, until it is refreshed. ${since} Refresh it with its data.`
        : `REFRESH MATERIALIZED VIEW takes ${lock} on ${name}: everybody who reads it waits until its query has run, which grows with what that reads. ${since} ${whatToWrite(used.relation, unique, name)}`;
      ctx.report({
        range: statement.keyword,
        message,
        fixes: unique === undefined || statement.withNoData ? [] : [concurrently(statement)],
      });
    },
  },
});

function whatToWrite(view: Relation | undefined, unique: Index | undefined, name: string): string {
  if (unique !== undefined)
    return `Write REFRESH MATERIALIZED VIEW CONCURRENTLY; its unique index ${unique.name} allows it.`;
  const needs = `a unique index on plain columns, without WHERE`;
  return view === undefined
    ? `Write REFRESH MATERIALIZED VIEW CONCURRENTLY, for which it needs ${needs}.`
    : `Give ${name} ${needs}, then write REFRESH MATERIALIZED VIEW CONCURRENTLY.`;
}

function concurrently({ keyword }: Refresh): Fix {
  const at = { start: keyword.end, end: keyword.end };
  return { title: "Refresh it CONCURRENTLY", safe: true, edits: [{ range: at, text: " CONCURRENTLY" }] };
}
