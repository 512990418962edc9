import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { TriggerSetting } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { stoppingLocksOf, whoWaits } from "../support/stopping-locks.ts";

/** A trigger that is made, dropped or switched on a table that others are using. */
export default defineRule({
  id: "trigger-change-locks",
  group: "migration",
  title: "Trigger changed while writers wait",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A trigger cannot change under a writer, so each change of one waits for those who are writing and keeps the next ones waiting; DROP TRIGGER keeps readers waiting too. While DISABLE TRIGGER ALL is in force, foreign keys are not checked.",
  remedy:
    "The work is instant once the lock is there: set a lock_timeout before it and put nothing slow into the same transaction. Switch off one trigger by name, never all.",
  sources: [
    "pgls/avoidCreateTrigger",
    "pgls/banDropTrigger",
    "pgls/avoidEnableDisableTrigger",
    "pgfence/create-trigger",
    "pgfence/drop-trigger",
    "pgfence/enable-disable-trigger",
    "migrationpilot/MP064",
    "migrationpilot/MP090",
    "squawk/ban-drop-trigger",
  ],
  references: [
    "https://www.postgresql.org/docs/current/sql-createtrigger.html",
    "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER",
  ],
  on: {
    createTrigger(trigger, ctx) {
      const words = trigger.orReplace ? "CREATE OR REPLACE TRIGGER" : "CREATE TRIGGER";
      sayLock(ctx, { range: trigger.name.range, words });
    },
    drop(drop, ctx) {
      if (drop.objectKind === "trigger") sayLock(ctx, { range: drop.keyword, words: "DROP TRIGGER" });
    },
    action(action, ctx) {
      if (action.kind !== "enableTrigger" && action.kind !== "disableTrigger") return;
      const isWhole = action.kind === "disableTrigger" && action.which !== "named";
      if (isWhole) sayAllOff(action, ctx);
      else sayLock(ctx, { range: action.range, words: switchWords(action) });
    },
  },
});

interface Change {
  readonly range: Range;
  /** As the statement writes it: `DROP TRIGGER`. */
  readonly words: string;
}

function sayLock(ctx: SqlContext, { range, words }: Change): void {
  const [lock] = stoppingLocksOf(ctx);
  if (lock === undefined) return;
  ctx.report({
    range,
    message: `${words} takes ${lock.mode} on ${lock.relation}: ${whoWaits(lock)} until the transaction ends, and while it waits for its turn behind a long one they queue behind it. ${AFTER}`,
  });
}

const AFTER = "Set a lock_timeout before it, and put nothing slow into the same transaction.";

function sayAllOff(action: TriggerSetting, ctx: SqlContext): void {
  const [lock] = stoppingLocksOf(ctx);
  if (lock === undefined) return;
  const unchecked =
    action.which === "all"
      ? `no foreign key of ${lock.relation} or to it is checked and no ON DELETE or ON UPDATE follows`
      : `none of its users' triggers fires: what they fill, log or refuse is missed`;
  ctx.report({
    range: action.range,
    severity: "high",
    tag: "confirmed",
    message: `${switchWords(action)} takes ${lock.mode} on ${lock.relation}, and from its commit until the triggers are enabled again, in every session, ${unchecked}; enabling them checks none of the rows written meanwhile. Disable the one trigger by its name, or set session_replication_role = replica for this session alone.`,
  });
}

function switchWords({ kind, which, name }: TriggerSetting): string {
  const words = kind === "enableTrigger" || kind === "enableRule" ? "ENABLE TRIGGER" : "DISABLE TRIGGER";
  return `${words} ${which === "named" ? quoteIdentifier(name?.name ?? "") : which.toUpperCase()}`;
}
