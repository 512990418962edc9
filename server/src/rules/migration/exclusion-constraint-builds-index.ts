import { defineRule } from "../../engine/rule.ts";
import { constraintScans, constraintsAdded } from "../support/constraint-scans.ts";
import { scanWords } from "../support/scan-words.ts";
import { usedRelation } from "../support/used-relation.ts";

/** An exclusion constraint whose index is built while nobody can read or write the table. */
export default defineRule({
  id: "exclusion-constraint-builds-index",
  group: "migration",
  title: "Exclusion constraint that builds its index under lock",
  severity: "high",
  tag: "critical",
  why: "ADD … EXCLUDE builds an index under an ACCESS EXCLUSIVE lock, and looks up each row in it. Postgres knows no NOT VALID, no CONCURRENTLY and no USING INDEX for it.",
  remedy:
    "Give the constraint to a new table and copy the rows into that, or run the statement where the table may stand still.",
  sources: [
    "pgls/avoidAddingExclusionConstraint",
    "eugene/E6",
    "eugene/E8",
    "pgfence/add-constraint-exclude",
    "migrationpilot/MP031",
    "strong_migrations/add_exclusion_constraint",
    "online_migrations/add_exclusion_constraint",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-EXCLUDE"],
  on: {
    action(action, ctx) {
      for (const added of constraintsAdded(action)) {
        const used = added.constraint.kind === "exclusion" ? usedRelation(ctx.alter.name, ctx) : undefined;
        if (used === undefined) continue;
        const happens = scanWords("ADD … EXCLUDE builds an index: it", constraintScans(added, action, ctx), ctx);
        if (happens === undefined) continue;
        const instead = `Postgres can build it no other way: neither NOT VALID nor USING INDEX is allowed here. Give the constraint to a new table that triggers fill beside ${used.name} and that takes its name in the end, or run this where ${used.name} may stand still, with a lock_timeout.`;
        ctx.report({ range: added.constraint.range, message: `${happens} ${used.since} ${instead}`, ...used.weight });
      }
    },
  },
});
