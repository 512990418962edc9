import { findType } from "../../catalog/resolve.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { AlterDomain } from "../../sql/statement.ts";
import { checksInstead } from "../support/checks-of-domain.ts";
import { scanWords } from "../support/scan-words.ts";

/** A condition of a domain that is proven in all of its tables while their writers wait. */
export default defineRule({
  id: "domain-constraint-scans-tables",
  group: "migration",
  title: "Domain's condition proven in every table",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "ALTER DOMAIN … ADD CONSTRAINT and SET NOT NULL hold a SHARE lock on every table with a column of the domain until all their rows are read. VALIDATE CONSTRAINT takes the same lock, so NOT VALID does not help.",
  remedy:
    "A CHECK on each table that uses the domain, added NOT VALID and validated table by table while writers go on.",
  sources: [
    "squawk/ban-alter-domain-with-add-constraint",
    "pgfence/ban-alter-domain-add-constraint",
    "migrationpilot/MP043",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-alterdomain.html#SQL-ALTERDOMAIN-NOTES"],
  on: {
    alterDomain(statement, ctx) {
      const what = whatItDoes(statement);
      if (what === undefined) return;
      const happens = scanWords(what, ctx.effects().scans, ctx);
      if (happens === undefined) reportUnknown(statement, ctx);
      else {
        const rewrite = checksInstead(statement, ctx);
        ctx.report({
          range: statement.range,
          message: `${happens} ${whatToWrite(statement)}`,
          rewrites: rewrite === undefined ? [] : [rewrite],
        });
      }
    },
  },
});

function whatItDoes({ change }: AlterDomain): string | undefined {
  switch (change.kind) {
    case "addConstraint":
      return "ALTER DOMAIN … ADD CONSTRAINT";
    case "setNotNull":
      return "ALTER DOMAIN … SET NOT NULL";
    case "validateConstraint":
      return "ALTER DOMAIN … VALIDATE CONSTRAINT";
    default:
      return undefined;
  }
}

function whatToWrite({ change }: AlterDomain): string {
  if (change.kind === "validateConstraint") {
    return "VALIDATE of a domain's constraint has no lighter form: leave it NOT VALID, which holds for new rows, and prove the old ones by a CHECK on each table that is added NOT VALID and validated while writers go on.";
  }
  const isNotNull =
    change.kind === "setNotNull" || (change.kind === "addConstraint" && change.constraint.kind === "notNull");
  if (isNotNull) {
    return "It cannot be NOT VALID: make the column of each table NOT NULL instead, proven by a CHECK that is added NOT VALID and validated while writers go on.";
  }
  return "NOT VALID would only put it off, for VALIDATE CONSTRAINT takes the same lock: put a CHECK on each of these tables instead, NOT VALID, and validate them one by one while writers go on.";
}

// Who uses a domain that no file makes is not known; only what the statement adds is worth a word there.
function reportUnknown({ name, change, range }: AlterDomain, ctx: SqlContext): void {
  const isSlow = change.kind === "addConstraint" && !("notValid" in change.constraint && change.constraint.notValid);
  if (!isSlow || ctx.effects().locks.length > 0 || findType(ctx.before, name) !== undefined) return;
  ctx.report({
    range,
    severity: "medium",
    tag: "concern",
    message: `Nothing that runs before makes the domain ${name.name}, so it exists already and tables may use it: ALTER DOMAIN … ADD CONSTRAINT holds a SHARE lock on each of them until all their rows are read, and their writers wait. Put a CHECK on each table instead, NOT VALID, and validate them one by one.`,
  });
}
