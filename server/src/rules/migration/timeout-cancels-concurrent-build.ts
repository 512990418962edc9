import { quotedName } from "../../catalog/quoted-name.ts";
import {
  defineRule,
  type Edit,
  type Migration,
  type MigrationContext,
  type MigrationStatement,
} from "../../engine/rule.ts";
import type { Statement } from "../../sql/statement.ts";
import { headOf } from "../support/head-of.ts";
import { statementsBefore } from "../support/lines-before.ts";
import { isConcurrent } from "../support/missing-timeout.ts";
import { type Setting, settingOf } from "../support/session-settings.ts";
import { statementsBehind } from "../support/statements-behind.ts";
import { timeoutMilliseconds } from "../support/timeout-value.ts";

const TIMEOUTS = ["lock_timeout", "statement_timeout"] as const;

/** A build that gives up while it waits for others to end, and leaves its index behind. */
export default defineRule({
  id: "timeout-cancels-concurrent-build",
  group: "migration",
  title: "CONCURRENTLY under a timeout",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "CONCURRENTLY waits for every transaction that was open before it, which keeps nobody waiting; a timeout cancels it there, and an INVALID index stays behind that no query uses and that later writes must maintain.",
  remedy: "Set the timeouts to 0 for CONCURRENTLY, and drop what a cancelled build left before the next try.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY"],
  on: {
    migration(migration, ctx) {
      const settings = TIMEOUTS.map((variable) => ({
        variable,
        ...settingOf(migration, ctx.file, variable),
      }));
      migration.statements.forEach((at, index) => {
        if (!isConcurrent(at)) return;
        const inForce = settings.flatMap(({ variable, inForce: all }) => {
          const setting = all[index];
          return setting !== undefined && (timeoutMilliseconds(setting.value) ?? 0) > 0 ? [{ variable, setting }] : [];
        });
        if (inForce.length > 0) sayCancelled(migration, ctx, at, inForce);
      });
    },
  },
});

interface InForce {
  readonly variable: string;
  readonly setting: Setting;
}

function sayCancelled(
  migration: Migration,
  ctx: MigrationContext,
  at: MigrationStatement,
  inForce: readonly InForce[],
): void {
  const names = inForce.map(({ variable, setting }) => `${variable} = '${setting.value}'`).join(" and ");
  const off = inForce.map(({ variable }) => `SET ${variable} = 0`);
  const { words, leaves } = wordsOf(at.statement);
  ctx.report({
    range: ctx.at(at, headOf(at)),
    message: `${words} waits for every transaction that is older than it, and keeps nobody waiting meanwhile; ${names}, set above, cancels it there, and ${leaves}. Write ${off.join("; ")} before it and put the timeout back behind it.`,
    related: inForce.map(({ setting, variable }) => ({
      range: ctx.at(setting.by, headOf(setting.by)),
      message: `${variable} is in force from here on.`,
    })),
    fixes:
      at.transaction === "none"
        ? [{ title: titleOf(at.statement), safe: false, edits: editsFor(migration, ctx, at, inForce) }]
        : [],
  });
}

function wordsOf(statement: Statement): { readonly words: string; readonly leaves: string } {
  switch (statement.kind) {
    case "createIndex":
      return {
        words: "CREATE INDEX CONCURRENTLY",
        leaves: `leaves ${statement.name === undefined ? "the index" : quotedName(statement.table.schema ?? "public", statement.name.name)} INVALID: no query uses it, writes maintain it, and IF NOT EXISTS takes it for the real one`,
      };
    case "reindex":
      return { words: "REINDEX CONCURRENTLY", leaves: "leaves an INVALID copy whose name ends in _ccnew or _ccold" };
    case "drop":
      return { words: "DROP INDEX CONCURRENTLY", leaves: "leaves the index INVALID, yet there" };
    default:
      return {
        words: "DETACH PARTITION CONCURRENTLY",
        leaves: "leaves the partition half detached until ALTER TABLE … DETACH PARTITION … FINALIZE",
      };
  }
}

function leftover(statement: Statement): string | undefined {
  if (statement.kind !== "createIndex" || statement.name === undefined) return undefined;
  return quotedName(statement.table.schema ?? "public", statement.name.name);
}

function titleOf(statement: Statement): string {
  return leftover(statement) === undefined
    ? "Switch the timeout off for this statement"
    : "Switch the timeout off for this build, and drop what a cancelled one left";
}

/** Before it: the timeouts off, and the leftover gone. Behind it: the timeouts as they were. */
function editsFor(
  migration: Migration,
  ctx: MigrationContext,
  at: MigrationStatement,
  inForce: readonly InForce[],
): readonly Edit[] {
  const name = leftover(at.statement);
  const before = [
    ...inForce.map(({ variable }) => `SET ${variable} = 0`),
    ...(name === undefined ? [] : [`DROP INDEX CONCURRENTLY IF EXISTS ${name}`]),
  ];
  const back = inForce.map(({ variable, setting }) => `SET ${variable} = '${setting.value.replaceAll("'", "''")}'`);
  return [statementsBefore(migration, at, before, ctx.lineBreak), ...statementsBehind(at, back, ctx.lineBreak)];
}
