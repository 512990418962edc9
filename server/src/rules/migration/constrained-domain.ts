import { defineRule } from "../../engine/rule.ts";

/** A domain whose conditions can hardly be changed once tables use it. */
export default defineRule({
  id: "constrained-domain",
  group: "migration",
  title: "Domain with constraints",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A condition of a domain is checked in all of its tables at once: to add one, or to validate it, Postgres locks each of them against writers and reads every row. A new column of such a domain rewrites its table.",
  remedy: "A CHECK on each table that needs it, which can be added NOT VALID and validated table by table.",
  sources: ["squawk/ban-create-domain-with-constraint", "pgfence/ban-create-domain-with-constraint"],
  references: ["https://www.postgresql.org/docs/current/sql-alterdomain.html"],
  on: {
    createDomain({ name, constraints }, ctx) {
      const [first] = constraints.filter(({ kind }) => kind === "check" || kind === "notNull");
      if (first === undefined) return;
      ctx.report({
        range: first.range,
        message: `A condition of the domain ${name.name} holds for every table that will use it: to change it later, Postgres takes a SHARE lock on all of them, so that their writers wait, and reads every row; ADD COLUMN of this domain rewrites its table. Make the domain without it, or none, and put a CHECK on each table, which is added NOT VALID and validated while writers go on.`,
      });
    },
  },
});
