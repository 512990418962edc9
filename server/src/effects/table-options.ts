import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { tokenize } from "../sql/lexer.ts";
import type { OtherAction, TableSetting } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { assumption } from "./fact.ts";
import { incomingKeys, outgoingKeys } from "./keys-between-tables.ts";
import { type Context, isPartitioned, lock, lockIndexes, rewrite, type Subject, subjectOfTable } from "./subject.ts";

/** The lock of each subcommand that sets something on the table alone, by the parser's name of it. */
const MODES: Readonly<Record<string, LockMode>> = {
  AT_EnableRowSecurity: "ACCESS EXCLUSIVE",
  AT_DisableRowSecurity: "ACCESS EXCLUSIVE",
  AT_ForceRowSecurity: "ACCESS EXCLUSIVE",
  AT_NoForceRowSecurity: "ACCESS EXCLUSIVE",
  AT_DropCluster: "SHARE UPDATE EXCLUSIVE",
  AT_EnableTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableAlwaysTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableReplicaTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigUser: "SHARE ROW EXCLUSIVE",
  AT_DisableTrig: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigUser: "SHARE ROW EXCLUSIVE",
};

/** What a subcommand without a word of its own does; undefined where it has no entry. */
export function tableOption(
  context: Context,
  table: Subject,
  action: OtherAction | TableSetting,
): ActionEffect | undefined {
  switch (action.subtype) {
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return setLogged(context, table, action.subtype === "AT_SetUnLogged");
    case "AT_ChangeOwner":
      return changes("ACCESS EXCLUSIVE", "table", [
        ...lockIndexes(table, "ACCESS EXCLUSIVE", () => true),
        assumption("The new owner is another one: else no index is locked."),
      ]);
    case "AT_ReplicaIdentity":
      return changes("ACCESS EXCLUSIVE", "table", lockIndexes(table, "SHARE", isLastWordOf(action)));
    case "AT_ClusterOn":
      return {
        ...changes("SHARE UPDATE EXCLUSIVE", "table"),
        underLock: (mode) => lockIndexes(table, mode, isLastWordOf(action)),
      };
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions": {
      const isForCatalogue = /user_catalog_table/i.test(action.text);
      return changes(isForCatalogue ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE", "table");
    }
    default: {
      const mode = Object.hasOwn(MODES, action.subtype) ? MODES[action.subtype] : undefined;
      return mode && changes(mode, TRIGGER.test(action.subtype) ? triggerReach(context, table, action) : "table");
    }
  }
}

// A table that is what it shall be already is left alone.
function setLogged(context: Context, subject: Subject, unlogged: boolean): ActionEffect {
  const { table, name } = subject;
  if (table !== undefined && (table.unlogged === true) === unlogged) return changes("ACCESS EXCLUSIVE", "table");
  const ends = unlogged
    ? incomingKeys(context, table).map(({ from }) => subjectOfTable(from))
    : outgoingKeys(context, table).map(({ to }) => to);
  const others = ends.filter((other) => other.name !== name);
  return changes("ACCESS EXCLUSIVE", "table", [
    ...rewrite([subject]),
    // A logged table may not point at one that is not.
    ...lock(others, "ACCESS SHARE", "a foreign key between the two must allow it"),
    ...(table === undefined
      ? [assumption(`${name} is not what it shall be already: else no rows are rewritten.`)]
      : []),
  ]);
}

const TRIGGER = /Trig(?:All|User)?$/;

// Partitions have their parent's triggers for each row. Those that a foreign key is made of stand on partitioned
// tables from 15 on, and are no user's.
function triggerReach(context: Context, subject: Subject, action: OtherAction | TableSetting): ActionEffect["reach"] {
  if (!isPartitioned(subject)) return "table";
  const isNamed = /Trig$/.test(action.subtype) ? isLastWordOf(action) : () => true;
  const isAll = action.subtype.endsWith("All") && context.version >= 15;
  const keys = [...outgoingKeys(context, subject.table), ...incomingKeys(context, subject.table)];
  const isShared = subject.table?.triggers.some((trigger) => trigger.rowLevel && isNamed(trigger)) === true;
  return isShared || (isAll && keys.length > 0) ? "family" : "table";
}

// The index stands last in what names one: `REPLICA IDENTITY USING INDEX i`, `CLUSTER ON i`.
function isLastWordOf({ text }: OtherAction | TableSetting): (index: { readonly name: string }) => boolean {
  const last = tokenize(text).findLast(({ kind }) => kind === "word" || kind === "quotedIdentifier");
  const written = last === undefined ? "" : text.slice(last.start, last.end);
  const stored = last?.kind === "word" ? written.toLowerCase() : written.slice(1, -1).replaceAll('""', '"');
  return ({ name }) => name === stored;
}
