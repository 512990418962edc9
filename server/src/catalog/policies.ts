import type { CreateRule, Policy as PolicyStatement, TriggerSetting } from "../sql/statement.ts";
import type { NamedPart, Policy, Rule, Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { filterShared, mapShared } from "./lists.ts";
import { putTable } from "./put-table.ts";
import { findRelation, findTableEntry, type Name, tableAt } from "./resolve.ts";

/** CREATE POLICY. A name that the table has already changes nothing. */
export function createPolicy(draft: Draft, { name, table, command, permissive }: PolicyStatement): void {
  const found = findTableEntry(draft, table);
  if (found === undefined || found.entry.policies.some((policy) => policy.name === name.name)) return;
  const made: Policy = { name: name.name, command, permissive, origin: draft.origin };
  putTable(draft, found.key, { ...found.entry, policies: [...found.entry.policies, made] });
}

/** ALTER POLICY. What it says is left to its own words. */
export function alterPolicy(draft: Draft, { name, table }: PolicyStatement): void {
  const found = findTableEntry(draft, table);
  if (found === undefined) return;
  const policies = mapShared(found.entry.policies, (policy) =>
    policy.name === name.name ? { ...policy, altered: [...(policy.altered ?? []), draft.origin] } : policy,
  );
  if (policies !== found.entry.policies) putTable(draft, found.key, { ...found.entry, policies });
}

/** ENABLE and DISABLE RULE. */
export function fireRule(draft: Draft, key: string, { kind, name, fires }: TriggerSetting): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const state = kind === "disableRule" ? "disabled" : fires;
  const rules = mapShared(table.rules, (rule): Rule => {
    if (rule.name !== name?.name) return rule;
    const { enabled: _, ...rest } = rule;
    return state === "origin" ? rest : { ...rest, enabled: state };
  });
  if (rules !== table.rules) putTable(draft, key, { ...table, rules });
}

/** CREATE RULE, on a table or a view. */
export function createRule(draft: Draft, { name, table, orReplace }: CreateRule): void {
  const found = findRelation(draft, table);
  if (found === undefined || !("indexes" in found.entry)) return;
  const rules = found.entry.rules ?? [];
  const isThere = rules.some((rule) => rule.name === name.name);
  if (isThere && !orReplace) return;
  const kept = isThere ? filterShared(rules, (rule) => rule.name !== name.name) : rules;
  draft.put(found.key, { ...found.entry, rules: [...kept, { name: name.name, origin: draft.origin }] });
}

/** DROP POLICY and DROP RULE. */
export function dropNamedPart(draft: Draft, table: Name, list: "policies" | "rules", name: string): void {
  changeParts(draft, table, list, (parts) => filterShared(parts, (part) => part.name !== name));
}

/** ALTER POLICY and ALTER RULE … RENAME. A name that is taken changes nothing. */
export function renameNamedPart(
  draft: Draft,
  table: Name,
  list: "policies" | "rules",
  { from, to }: { readonly from: string; readonly to: string },
): void {
  changeParts(draft, table, list, (parts) =>
    parts.some((part) => part.name === to)
      ? parts
      : mapShared(parts, (part) => (part.name === from ? { ...part, name: to } : part)),
  );
}

/** Changes the policies or rules of a table, or the rules of a view. */
export function changeParts(
  draft: Draft,
  name: Name,
  list: "policies" | "rules",
  change: <Part extends NamedPart>(parts: readonly Part[]) => readonly Part[],
): void {
  const found = findRelation(draft, name);
  if (found === undefined || !("indexes" in found.entry)) return;
  const { key, entry } = found;
  if (entry.kind === "table") {
    const next: Table =
      list === "policies" ? { ...entry, policies: change(entry.policies) } : { ...entry, rules: change(entry.rules) };
    if (next[list] !== entry[list]) draft.put(key, next);
  } else if (list === "rules" && entry.rules !== undefined) draft.put(key, { ...entry, rules: change(entry.rules) });
}
