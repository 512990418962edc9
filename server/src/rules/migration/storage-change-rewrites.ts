import type { Effects } from "../../effects/effects.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import type { AlterTableAction, TableSetting } from "../../sql/statement.ts";
import { actionEffects, lockWords } from "../support/action-effects.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";

/** A table's rows written anew because it shall be stored in another way. */
export default defineRule({
  id: "storage-change-rewrites",
  group: "migration",
  title: "Table copied to be stored in another way",
  severity: "high",
  tag: "confirmed",
  why: "SET TABLESPACE, SET LOGGED, SET UNLOGGED and SET ACCESS METHOD copy the whole table under an ACCESS EXCLUSIVE lock: nobody reads or writes it until that is done.",
  remedy:
    "Make a table of the new kind, keep it in step by a trigger, copy in batches, and rename it into place; or announce the time that it takes.",
  sources: ["pgfence/set-logged-unlogged", "migrationpilot/MP047", "migrationpilot/MP095"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-TABLESPACE"],
  on: {
    action(action, ctx) {
      if (!isStorage(action)) return;
      const used = usedRelation(ctx.alter.name, ctx);
      if (used === undefined) return;
      const effects = actionEffects(action, ctx);
      if (!effects.rewrites.includes(used.name)) return;
      ctx.report({ range: action.range, message: messageFor(action, ctx, used, effects), ...used.weight });
    },
  },
});

const KINDS: ReadonlySet<AlterTableAction["kind"]> = new Set([
  "setLogged",
  "setUnlogged",
  "setTablespace",
  "setAccessMethod",
] as const);

function isStorage(action: AlterTableAction): action is TableSetting {
  return KINDS.has(action.kind);
}

function messageFor(action: TableSetting, ctx: ActionContext, used: UsedRelation, effects: Effects): string {
  const { name, since } = used;
  const words = ctx.text.slice(action.range.start, action.range.end);
  const lock = lockWords(effects, name) ?? "a lock";
  const assumed = effects.assumes.map((sentence) => ` ${sentence}`).join("");
  return `${words} copies all of ${name} under ${lock}: everyone who reads or writes it waits until that is done, which grows with the table. ${since}${assumed} ${whatToWrite(action, name)}`;
}

function whatToWrite({ kind }: TableSetting, name: string): string {
  if (kind === "setUnlogged") {
    return `Load data that may be lost into an UNLOGGED table of its own; after a crash, and on each standby, ${name} itself would be empty.`;
  }
  return `Where ${name} is large, make a table as it shall be, keep it in step by a trigger, copy the rows in batches, and rename it into place in one short transaction; or run this while nobody needs ${name}.`;
}
