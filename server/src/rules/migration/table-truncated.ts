import { defineRule } from "../../engine/rule.ts";
import { emptiedWith } from "../support/emptied-with.ts";
import { listed } from "../support/goes-with.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A table that a migration empties. */
export default defineRule({
  id: "table-truncated",
  group: "migration",
  title: "Table emptied by TRUNCATE",
  severity: "high",
  tag: "critical",
  why: "TRUNCATE removes every row, and only a backup brings them back. It takes an ACCESS EXCLUSIVE lock, which readers and writers wait for until the transaction ends, and transactions that began before it see the table empty.",
  remedy:
    "Where rows are to go, delete those in batches. Where the table is a cache that is filled again, empty it in code that knows so.",
  sources: ["pgls/banTruncate", "pgfence/truncate"],
  references: ["https://www.postgresql.org/docs/current/sql-truncate.html"],
  on: {
    truncate(statement, ctx) {
      if (statement.cascade) return;
      const others = emptiedWith(ctx.before, statement.targets);
      for (const target of statement.targets) {
        const used = usedRelation(target, ctx);
        if (used === undefined) continue;
        const refused =
          others.length === 0
            ? ""
            : ` Postgres refuses it here, for foreign keys of ${listed(others.map((shown) => ({ shown })))} point at what is emptied.`;
        const message = `Every row of ${used.name} is gone with this, and only a backup brings them back; its ACCESS EXCLUSIVE lock keeps readers and writers waiting until the transaction ends.${refused} Delete the rows that are to go, in batches.`;
        ctx.report({ range: target.range, message });
      }
    },
  },
});
