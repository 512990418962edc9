import type { CreateRule, Policy as PolicyStatement } from "../sql/statement.ts";
import type { NamedPart, Policy, Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { filterShared, mapShared } from "./lists.ts";
import { putTable } from "./put-table.ts";
import { findRelation, findTableEntry, type Name } from "./resolve.ts";

/** CREATE POLICY. A name that the table has already changes nothing. */
export function createPolicy(draft: Draft, { name, table, command, permissive }: PolicyStatement): void {
  const found = findTableEntry(draft, table);
  if (found === undefined || found.entry.policies.some((policy) => policy.name === name.name)) return;
  const made: Policy = { name: name.name, command, permissive, origin: draft.origin };
  putTable(draft, found.key, { ...found.entry, policies: [...found.entry.policies, made] });
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
