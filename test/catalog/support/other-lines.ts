import type { CatalogEntry, Relation, Routine, Table, TypeEntry } from "../../../server/src/catalog/catalog.ts";
import { typeText } from "../../../server/src/catalog/column-type.ts";
import { quotedName } from "../../../server/src/catalog/quoted-name.ts";
import { withExpressions } from "./postgres-lines.ts";

/** Temporary tables stand in schemas of their own whose names differ between sessions. */
export function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "pg_temp" ? `pg_temp.${name}` : quotedName(schema, name);
}

/** Lines of what is neither a relation nor a part that every table has, in the words of `OTHER_LINES`. */
export function otherLines(entry: CatalogEntry): readonly string[] {
  switch (entry.kind) {
    case "type":
      return typeLines(entry);
    case "routine":
      return [routineLine(entry)];
    case "statistics":
      return [`statistics ${nameOf(entry)}`];
    case "extension":
    case "publication":
      return [`${entry.kind} ${entry.name}`];
    case "schema":
      return entry.name === "public" ? [] : [`schema ${entry.name}`];
    default:
      return [];
  }
}

function typeLines(type: TypeEntry): readonly string[] {
  const name = nameOf(type);
  if (type.form === "domain") {
    const own = `domain ${name} ${type.baseType}${type.notNull ? " not null" : ""}${withExpressions([type.default])}`;
    const checks = (type.checks ?? []).map(
      (check) =>
        `domain ${name}.${check.name}${check.validated ? "" : " not valid"}${withExpressions([check.expression])}`,
    );
    return [own, ...checks];
  }
  return (type.attributes ?? []).map((attribute) => `attribute ${name}.${attribute.name} ${typeText(attribute)}`);
}

function routineLine(routine: Routine): string {
  const taken = routine.parameters.filter(({ mode }) => mode === "in" || mode === "inout" || mode === "variadic");
  const types = taken.map(({ type }) => type).join(",");
  const volatility = routine.routine === "function" ? ` ${routine.volatility}` : "";
  return `routine ${nameOf(routine)}(${types}) ${routine.routine}${volatility}`;
}

/** Lines of the triggers, policies, rules and comments of a table, or of a view's triggers and rules. */
export function partLines(relation: Table | Relation): readonly string[] {
  const name = nameOf(relation);
  const triggers = (relation.triggers ?? []).map((trigger) => {
    const routine = /([^. ]*?)(?:\(.*)?$/.exec(trigger.routine)?.[1];
    const parts = [`trigger ${name}.${trigger.name}`, trigger.rowLevel ? "row" : "statement"];
    if (trigger.constraint) parts.push("constraint");
    if (trigger.enabled) parts.push(trigger.enabled);
    return [...parts, "->", routine].join(" ");
  });
  const rules = (relation.rules ?? []).map((rule) => `rule ${name}.${rule.name}`);
  if (relation.kind !== "table") return [...triggers, ...rules];
  const policies = relation.policies.map(
    (policy) => `policy ${name}.${policy.name} ${policy.command}${policy.permissive ? "" : " restrictive"}`,
  );
  const said = [relation, ...relation.columns].filter(({ comment }) => comment !== undefined);
  const comments = said.map((one) => {
    const of = one === relation ? name : `${name}.${one.name}`;
    return `comment ${of} ${JSON.stringify(one.comment)}`;
  });
  return [...triggers, ...rules, ...policies, ...comments];
}
