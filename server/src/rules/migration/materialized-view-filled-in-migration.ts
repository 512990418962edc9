import { quotedName } from "../../catalog/quoted-name.ts";
import { creationSchema, findRelation } from "../../catalog/resolve.ts";
import { listed } from "../../effects/lock-words.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { CreateView } from "../../sql/statement.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A materialized view whose whole query runs while the migration does. */
export default defineRule({
  id: "materialized-view-filled-in-migration",
  group: "migration",
  title: "Materialized view filled in the migration",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "CREATE MATERIALIZED VIEW runs its query and writes every row before the migration goes on. Locks that the same transaction took before are held all that time, and schema changes of what it reads wait.",
  remedy: "Write WITH NO DATA, and fill the view by a REFRESH MATERIALIZED VIEW outside the migration.",
  sources: ["migrationpilot/MP096"],
  references: ["https://www.postgresql.org/docs/current/sql-creatematerializedview.html"],
  on: {
    createView(view, ctx) {
      if (!view.materialized || view.withNoData || exists(view, ctx)) return;
      const used = view.reads.flatMap((name) => usedRelation(name, ctx) ?? []);
      const [first] = used;
      if (first === undefined) return;
      const read = listed([...new Set(used.map(({ name }) => name))]);
      const held = ctx.transaction === "none" ? "" : " Every lock that the transaction took before is held as long.";
      const name = quotedName(view.name.schema ?? creationSchema(ctx.before), view.name.name);
      ctx.report({
        range: { start: view.range.start, end: view.name.range.end },
        message: `CREATE MATERIALIZED VIEW runs its whole query here, which grows with ${read}: the migration waits for it, and schema changes of what it reads wait too.${held} ${first.since} Write WITH NO DATA, and REFRESH MATERIALIZED VIEW ${name} after the deploy, before anyone reads it.`,
      });
    },
  },
});

function exists({ ifNotExists, name }: CreateView, { before }: SqlContext): boolean {
  return ifNotExists && findRelation(before, name) !== undefined;
}
