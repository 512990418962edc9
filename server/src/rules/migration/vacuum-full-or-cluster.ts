import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { Cluster, ObjectName, Vacuum } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A table packed anew while nobody can read it. */
export default defineRule({
  id: "vacuum-full-or-cluster",
  group: "migration",
  title: "Table packed anew while nobody can read it",
  severity: "high",
  tag: "confirmed",
  why: "VACUUM FULL and CLUSTER write the whole table and its indexes anew under an ACCESS EXCLUSIVE lock: nobody reads or writes it until that is done.",
  remedy:
    "Plain VACUUM frees the space for new rows while everyone goes on; pg_repack and pg_squeeze give it back to the disk with a short lock at the end.",
  sources: ["pgls/banVacuumFull", "pgfence/vacuum-full", "migrationpilot/MP006", "migrationpilot/MP032"],
  references: [
    "https://www.postgresql.org/docs/current/sql-vacuum.html",
    "https://www.postgresql.org/docs/current/sql-cluster.html",
  ],
  on: {
    vacuum(vacuum, ctx) {
      if (vacuum.full)
        review(
          "VACUUM FULL",
          vacuum,
          vacuum.tables.map(({ table }) => table),
          ctx,
        );
    },
    cluster(cluster, ctx) {
      review("CLUSTER", cluster, cluster.table === undefined ? [] : [cluster.table], ctx);
    },
  },
});

type Command = "VACUUM FULL" | "CLUSTER";

function review(command: Command, statement: Vacuum | Cluster, tables: readonly ObjectName[], ctx: SqlContext): void {
  if (tables.length === 0) {
    ctx.report({ range: statement.range, message: `${ofAll(command)} ${whatToWrite(command)}` });
    return;
  }
  const effects = ctx.effects();
  for (const table of tables) {
    const used = usedRelation(table, ctx);
    // A partitioned table keeps no rows itself: those of its partitions are written anew.
    if (used === undefined || effects.rewrites.length === 0) continue;
    const lock = lockWords(effects, used.name) ?? "a lock";
    const message = `${command} writes ${used.name} and its indexes anew under ${lock}: everyone who reads or writes it waits until that is done, which grows with the table. ${used.since} ${whatToWrite(command)}`;
    ctx.report({ range: table.range, message });
  }
}

function ofAll(command: Command): string {
  const which = command === "CLUSTER" ? "each table that was clustered before" : "every table of the database";
  return `${command} without a table writes ${which} anew, one after the other, each under an ACCESS EXCLUSIVE lock: everyone who reads or writes it waits, which grows with the table.`;
}

function whatToWrite(command: Command): string {
  if (command === "CLUSTER") return "To order the rows without that, use pg_repack --order-by, outside the migrations.";
  return "Plain VACUUM frees the space for new rows while everyone goes on; to give it back to the disk use pg_repack or pg_squeeze, outside the migrations.";
}
