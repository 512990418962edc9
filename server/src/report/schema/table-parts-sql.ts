import type { NamedPart, Origin, Policy, Relation, Table, Trigger } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { Identifier, ObjectName } from "../../sql/statement.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { type MadeOf, rewritten, theOne } from "./made-statement.ts";

/** Row security with its policies, rules and triggers, in the words that made them, by the names that they have now. */
export function tablePartsSql(schema: ListedSchema, table: Table, madeOf: MadeOf): readonly string[] {
  const name = printedName(table);
  const parent = table.partitionOf === undefined ? undefined : schema.tableAt(table.partitionOf);
  return [
    ...(table.rowSecurity ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`] : []),
    ...(table.forceRowSecurity ? [`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;`] : []),
    ...table.policies.flatMap((policy) => policySql(table, policy, madeOf)),
    ...rulesSql(table, madeOf),
    ...table.rules.flatMap(({ name: rule, enabled }) =>
      enabled === undefined ? [] : [`ALTER TABLE ${name} ${FIRES[enabled]} RULE ${quoteIdentifier(rule)};`],
    ),
    ...table.triggers.flatMap((own) => triggerSql(schema, table, own, madeOf)),
    ...table.triggers.flatMap((own) =>
      firingSql(
        table,
        own,
        parent?.triggers.find(({ id }) => id === own.parent),
      ),
    ),
  ];
}

/** Rules and triggers of a view. */
export function viewPartsSql(schema: ListedSchema, view: Relation, madeOf: MadeOf): readonly string[] {
  const triggers = view.triggers ?? [];
  return [...rulesSql(view, madeOf), ...triggers.flatMap((own) => triggerSql(schema, view, own, madeOf))];
}

function rulesSql(owner: Table | Relation, madeOf: MadeOf): readonly string[] {
  return (owner.rules ?? []).flatMap((rule) => partSql(owner, rule, "createRule", madeOf));
}

/** A policy with all that ALTER POLICY said of it since. */
function policySql(table: Table, policy: Policy, madeOf: MadeOf): readonly string[] {
  const made = partSql(table, policy, "createPolicy", madeOf);
  const altered = (policy.altered ?? []).flatMap((origin) => {
    const own = theOne(madeOf(origin, "alterPolicy"), ({ name }) => name.name === policy.name);
    return own === undefined ? [] : [rewritten(own, ownNames(table, policy, own.statement))];
  });
  return made.length === 0 ? [] : [...made, ...altered];
}

function partSql(
  owner: Table | Relation,
  part: NamedPart,
  kind: "createPolicy" | "createRule",
  madeOf: MadeOf,
): readonly string[] {
  const made = theOne<ReturnType<typeof partsMade>[number]>(
    partsMade(part.origin, kind, madeOf),
    ({ name, table }) => name.name === part.name && table.name === owner.name,
  );
  return made === undefined ? [] : [rewritten(made, ownNames(owner, part, made.statement))];
}

function partsMade(origin: Origin, kind: "createPolicy" | "createRule", madeOf: MadeOf) {
  return kind === "createPolicy" ? madeOf(origin, kind) : madeOf(origin, kind);
}

function ownNames(
  owner: Table | Relation,
  part: NamedPart,
  { name, table }: { readonly name: Identifier; readonly table: ObjectName },
): readonly TextEdit[] {
  return [
    { range: name.range, text: quoteIdentifier(part.name) },
    { range: table.range, text: printedName(owner) },
  ];
}

/** A partition's share of its parent's trigger comes with that. */
function triggerSql(
  schema: ListedSchema,
  owner: Table | Relation,
  trigger: Trigger,
  madeOf: MadeOf,
): readonly string[] {
  if (trigger.parent !== undefined) return [];
  const made = theOne(madeOf(trigger.origin, "createTrigger"), ({ name, table }) =>
    trigger.id.endsWith(` ${table.name} ${name.name}`),
  );
  if (made === undefined) return [];
  const routine = schema.routineName(trigger.routine);
  const called = routine === undefined ? [] : [{ range: made.statement.routine.range, text: routine }];
  return [rewritten(made, [...ownNames(owner, trigger, made.statement), ...called])];
}

const FIRES = { origin: "ENABLE", disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" } as const;

/** When a trigger fires, where that is not as it was made, or not as the parent's. */
function firingSql(table: Table, { name, enabled }: Trigger, parent: Trigger | undefined): readonly string[] {
  if (enabled === parent?.enabled) return [];
  return [`ALTER TABLE ${printedName(table)} ${FIRES[enabled ?? "origin"]} TRIGGER ${quoteIdentifier(name)};`];
}
