import { quotedName } from "../../catalog/quoted-name.ts";
import { defineRule } from "../../engine/rule.ts";

/** Rows that are loaded while a migration runs. */
export default defineRule({
  id: "copy-in-migration",
  group: "migration",
  title: "Rows loaded by COPY in a migration",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "COPY loads as many rows as its source has, in the one transaction of the migration, whose locks are held that long; from a file or a program it reads what happens to lie on the database's server.",
  remedy: "Load data by a script of its own, in batches, after the migration that makes the table.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/sql-copy.html"],
  on: {
    copy(copy, ctx) {
      const [target] = copy.targets;
      if (target === undefined) return;
      const table = quotedName(target.schema ?? "public", target.name);
      ctx.report({
        range: { start: copy.range.start, end: target.range.end },
        message: `COPY loads rows into ${table} while the migration runs: how long that takes grows with what it reads, and all locks of the transaction are held until it is done. Load them by a script of its own after the migration, or write INSERT for the few rows that the code needs.`,
      });
    },
  },
});
