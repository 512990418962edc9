import type { TableSetting, TriggerSetting } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { assumption, type Fact } from "./fact.ts";
import { incomingKeys, outgoingKeys } from "./keys-between-tables.ts";
import { type Context, isPartitioned, lock, lockIndexes, rewrite, type Subject, subjectOfTable } from "./subject.ts";

/** What a subcommand that sets something of the whole table does. */
export function tableOption(context: Context, table: Subject, action: TableSetting): ActionEffect {
  switch (action.kind) {
    case "setLogged":
    case "setUnlogged":
      return setLogged(context, table, action.kind === "setUnlogged");
    case "setTablespace":
    case "setAccessMethod":
      return changes("ACCESS EXCLUSIVE", "table", moveFacts(table, action));
    case "changeOwner":
      return changes("ACCESS EXCLUSIVE", "table", [
        ...lockIndexes(table, "ACCESS EXCLUSIVE", () => true),
        assumption("The new owner is another one: else no index is locked."),
      ]);
    case "replicaIdentity":
      return changes(
        "ACCESS EXCLUSIVE",
        "table",
        lockIndexes(table, "SHARE", ({ name }) => name === action.index?.name),
      );
    case "clusterOn":
      return {
        ...changes("SHARE UPDATE EXCLUSIVE", "table"),
        underLock: (mode) => lockIndexes(table, mode, ({ name }) => name === action.name?.name),
      };
    case "setWithoutCluster":
      return changes("SHARE UPDATE EXCLUSIVE", "table");
    case "setOptions":
    case "resetOptions": {
      const isForCatalogue = action.options.some(({ name }) => name === "user_catalog_table");
      return changes(isForCatalogue ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE", "table");
    }
    case "enableTrigger":
    case "disableTrigger":
      return changes("SHARE ROW EXCLUSIVE", triggerReach(context, table, action));
    default:
      return changes("ACCESS EXCLUSIVE", "table");
  }
}

// Partitions have their parent's triggers for each row. Those that a foreign key is made of stand on partitioned
// tables from 15 on, and are no user's.
function triggerReach(context: Context, subject: Subject, { which, name }: TriggerSetting): ActionEffect["reach"] {
  if (!isPartitioned(subject)) return "table";
  const keys = [...outgoingKeys(context, subject.table), ...incomingKeys(context, subject.table)];
  const isShared = subject.table?.triggers.some(
    (trigger) => trigger.rowLevel && (which !== "named" || trigger.name === name?.name),
  );
  return isShared || (which === "all" && context.version >= 15 && keys.length > 0) ? "family" : "table";
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

const BUILT_IN: ReadonlySet<string | undefined> = new Set([undefined, "pg_default", "heap"]);

// Where a table stands now is not in any file: what is Postgres's own is taken for where it is already.
function moveFacts(table: Subject, action: Extract<TableSetting, { name?: unknown; kind: string }>): readonly Fact[] {
  const name = "name" in action ? action.name?.name : undefined;
  if (BUILT_IN.has(name)) return [assumption(`${table.name} stands there already: else its rows are rewritten.`)];
  const moved = rewrite([table]);
  // A tablespace gets the file as it is; no row is looked at, and no index touched.
  const facts = action.kind === "setTablespace" ? moved.filter(({ kind }) => kind === "rewrite") : moved;
  return [...facts, assumption(`${table.name} stands elsewhere now: else no rows are rewritten.`)];
}
