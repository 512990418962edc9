import { defineRule } from "../../engine/rule.ts";
import { emptiedWith } from "../support/emptied-with.ts";
import { listed } from "../support/goes-with.ts";
import { usedRelation } from "../support/used-relation.ts";

/** TRUNCATE that empties tables which it does not name. */
export default defineRule({
  id: "truncate-cascade",
  group: "migration",
  title: "TRUNCATE empties tables that it does not name",
  severity: "high",
  tag: "critical",
  why: "CASCADE also empties every table with a foreign key to one of the named ones, and every table with a foreign key to those, whether their rows reference anything or not, and whatever ON DELETE says.",
  remedy:
    "Name every table that is to be empty and leave CASCADE off, so that Postgres refuses where one was forgotten; or delete the rows that are to go.",
  sources: [
    "squawk/ban-truncate-cascade",
    "pgls/banTruncateCascade",
    "pgfence/truncate-cascade",
    "migrationpilot/MP036",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-truncate.html"],
  on: {
    truncate(statement, ctx) {
      if (!statement.cascade) return;
      const used = statement.targets.flatMap((target) => usedRelation(target, ctx) ?? []);
      if (used.length === 0) return;
      const named = listed(used.map(({ name }) => ({ shown: name })));
      const others = emptiedWith(ctx.before, statement.targets).map((shown) => ({ shown }));
      const what =
        others.length === 0
          ? `Every row of ${named} is gone with this, and every row of each table that has a foreign key there when it runs, though the history makes none.`
          : `Every row of ${named} is gone with this, and every row of ${listed(others)}, which it does not name: foreign keys lead there, and it does not matter whether a row references anything.`;
      const message = `${what} Only a backup brings them back. Leave CASCADE off and name what is to be empty, or delete the rows that are to go, in batches.`;
      ctx.report({ range: statement.range, message });
    },
  },
});
