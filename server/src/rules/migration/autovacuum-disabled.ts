import { quotedName } from "../../catalog/quoted-name.ts";
import { defineRule } from "../../engine/rule.ts";
import type { AlterTable, Statement, StorageOption } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";

/** A table that nobody cleans up any more. */
export default defineRule({
  id: "autovacuum-disabled",
  group: "migration",
  title: "Autovacuum switched off for a table",
  severity: "medium",
  tag: "confirmed",
  why: "Without autovacuum dead rows stay, so the table and its indexes grow with every UPDATE and DELETE, and the planner's statistics grow stale.",
  remedy:
    "Make autovacuum run more often or more gently on this table (autovacuum_vacuum_scale_factor, autovacuum_vacuum_cost_delay). Where it is off for a bulk load, switch it on again in the same file.",
  sources: ["migrationpilot/MP066"],
  references: ["https://www.postgresql.org/docs/current/runtime-config-autovacuum.html"],
  on: {
    migration({ statements }, ctx) {
      statements.forEach((each, index) => {
        const { statement } = each;
        if (statement.kind !== "alterTable") return;
        for (const { option, range } of switchedOff(statement)) {
          const isOnAgain = statements.slice(index + 1).some((later) => switchesOn(later.statement, statement, option));
          if (!isOnAgain) ctx.report({ range: ctx.at(each, range), message: messageOf(statement, option) });
        }
      });
    },
  },
});

const OFF = /^(?:off|false|fals|fal|fa|f|no|n|of|0)$/i;

function isEnabledOption({ name }: StorageOption): boolean {
  return /^(?:toast\.)?autovacuum_enabled$/i.test(name);
}

function switchedOff({ actions }: AlterTable): readonly { readonly option: StorageOption; readonly range: Range }[] {
  return actions.flatMap((action) => {
    const option =
      action.kind === "setOptions"
        ? action.options.find((each) => isEnabledOption(each) && OFF.test(each.value ?? ""))
        : undefined;
    return option === undefined ? [] : [{ option, range: action.range }];
  });
}

function switchesOn(later: Statement, { name }: AlterTable, { name: option }: StorageOption): boolean {
  if (later.kind !== "alterTable" || later.name.name !== name.name || later.name.schema !== name.schema) return false;
  return later.actions.some(
    (action) =>
      (action.kind === "setOptions" || action.kind === "resetOptions") &&
      action.options.some((each) => each.name === option && !OFF.test(each.value ?? "")),
  );
}

function messageOf({ name: { schema, name } }: AlterTable, { name: option, value }: StorageOption): string {
  const table = quotedName(schema ?? "public", name);
  const isToast = option.toLowerCase().startsWith("toast.");
  const whose = isToast ? `the TOAST table of ${table}` : table;
  const statistics = isToast ? "" : " and nothing refreshes the planner's statistics";
  return `${option} = ${value} stays when this file has run: nothing removes the dead rows that UPDATE and DELETE leave in ${whose}${statistics}, so it grows and its queries slow down. Only the vacuum against wraparound still comes, and then it has everything to do. Tune autovacuum for this table instead; for a bulk load, end this file with ALTER TABLE ${table} RESET (${option}).`;
}
