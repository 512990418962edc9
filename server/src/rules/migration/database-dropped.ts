import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule } from "../../engine/rule.ts";

/** A database that a migration drops. */
export default defineRule({
  id: "database-dropped",
  group: "migration",
  title: "Database dropped by a migration",
  severity: "critical",
  tag: "critical",
  why: "Everything in the database is gone, and only a backup of the whole brings it back. A migration runs wherever its tool is pointed at, production included.",
  remedy: "Drop a database by hand, or in a script that no deploy runs.",
  sources: ["squawk/ban-drop-database", "pgls/banDropDatabase", "pgfence/drop-database", "migrationpilot/MP034"],
  references: ["https://www.postgresql.org/docs/current/sql-dropdatabase.html"],
  on: {
    drop(statement, ctx) {
      if (statement.objectKind !== "database") return;
      for (const { name, range } of statement.names) {
        const refused =
          ctx.transaction === "none"
            ? ""
            : " Inside a transaction, as here, Postgres refuses it, so the migration fails.";
        const message = `Everything in the database ${quoteIdentifier(name)} is gone with this, on whichever server the migration is run, and only a backup of the whole brings it back.${refused} Take it out: a database is dropped by hand.`;
        ctx.report({ range, message });
      }
    },
  },
});
