import type { AlterDomain, AlterEnum, AlterTable, AlterTableAction, Constraint, Expression } from "../sql/statement.ts";
import { addColumn, alterColumnType } from "./alter-column.ts";
import type { Attribute, DomainCheck, TypeEntry } from "./catalog.ts";
import { columnType } from "./column-type.ts";
import type { Draft } from "./draft.ts";
import { objectName } from "./generated-name.ts";
import { relationKey } from "./keys.ts";
import { filterShared, mapShared } from "./lists.ts";
import { keptDefault } from "./make-column.ts";
import { removeColumn } from "./remove-part.ts";
import { type Found, findType, tableById } from "./resolve.ts";

/** ALTER TYPE … ADD VALUE and RENAME VALUE. A value that is there already, or is not, changes nothing. */
export function alterEnum(draft: Draft, { name, change }: AlterEnum): void {
  const found = findType(draft, name);
  if (found?.entry.form !== "enum") return;
  const { values } = found.entry;
  if (change.kind === "addValue") {
    const next = withValue(values, change);
    if (next !== undefined) draft.put(found.key, { ...found.entry, values: next });
    return;
  }
  if (!values.includes(change.from) || values.includes(change.to)) return;
  const renamed = values.map((value) => (value === change.from ? change.to : value));
  draft.put(found.key, { ...found.entry, values: renamed });
}

function withValue(
  values: readonly string[],
  { value, before, after }: Extract<AlterEnum["change"], { kind: "addValue" }>,
): readonly string[] | undefined {
  if (values.includes(value)) return undefined;
  const neighbour = before ?? after;
  if (neighbour === undefined) return [...values, value];
  const at = values.indexOf(neighbour);
  return at < 0 ? undefined : values.toSpliced(before === undefined ? at + 1 : at, 0, value);
}

/** ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE of a composite type. */
export function alterComposite(draft: Draft, { name, actions }: AlterTable): void {
  for (const action of actions) {
    const found = findType(draft, name);
    if (found?.entry.form !== "composite") return;
    const attributes = withAction(draft, found.entry.attributes ?? [], action);
    if (attributes === undefined) continue;
    draft.put(found.key, { ...found.entry, attributes });
    for (const table of typedTables(draft, found)) changeTyped(draft, table, action);
  }
}

/** Keys of the tables that CREATE TABLE … OF made of the type. */
export function typedTables(draft: Draft, { key, entry }: Found<TypeEntry>): readonly string[] {
  const tables = entry.usedBy.flatMap((id) => tableById(draft, id) ?? []);
  return tables.filter(({ ofType }) => ofType === key).map(({ schema, name }) => relationKey(schema, name));
}

/** Without CASCADE, Postgres refuses to change a type that tables are of. */
function changeTyped(draft: Draft, key: string, action: AlterTableAction): void {
  if (action.kind === "addColumn") addColumn(draft, key, action, "all");
  else if (action.kind === "dropColumn") removeColumn(draft, key, action.column.name, { reach: "all", cascade: true });
  else if (action.kind === "alterColumnType") alterColumnType(draft, key, action, "all");
}

function withAction(
  draft: Draft,
  attributes: readonly Attribute[],
  action: AlterTableAction,
): readonly Attribute[] | undefined {
  switch (action.kind) {
    case "addColumn": {
      const { name, type, collation } = action.column;
      if (type === undefined || attributes.some((own) => own.name === name.name)) return undefined;
      return [...attributes, { name: name.name, ...columnType(draft, type), collation }];
    }
    case "dropColumn":
      return attributes.filter(({ name }) => name !== action.column.name);
    case "alterColumnType": {
      const changed = { ...columnType(draft, action.type), collation: action.collation };
      return mapShared(attributes, (own) => (own.name === action.column.name ? { ...own, ...changed } : own));
    }
    default:
      return undefined;
  }
}

/** ALTER TYPE … RENAME ATTRIBUTE. */
export function renameAttribute(draft: Draft, { key, entry }: Found<TypeEntry>, name: string, newName: string): void {
  if (entry.attributes === undefined || entry.attributes.some((own) => own.name === newName)) return;
  const attributes = mapShared(entry.attributes, (own) => (own.name === name ? { ...own, name: newName } : own));
  draft.put(key, { ...entry, attributes });
}

/** ALTER DOMAIN. */
export function alterDomain(draft: Draft, { name, change }: AlterDomain): void {
  const found = findType(draft, name);
  if (found?.entry.form !== "domain") return;
  const next = changedDomain(draft, found.entry, change);
  const constrained = next.notNull === true || (next.checks ?? []).length > 0;
  draft.put(found.key, { ...next, constrained });
}

function changedDomain(draft: Draft, domain: TypeEntry, change: AlterDomain["change"]): TypeEntry {
  switch (change.kind) {
    case "setNotNull":
      return { ...domain, notNull: true };
    case "dropNotNull":
      return withoutNotNull(domain);
    case "setDefault":
      return withDefault(draft, domain, change.expression);
    case "dropDefault":
      return withDefault(draft, domain, undefined);
    case "addConstraint":
      return withConstraint(draft, domain, change.constraint);
    case "dropConstraint": {
      const checks = filterShared(domain.checks ?? [], (check) => check.name !== change.constraint);
      const isNotNull =
        checks === domain.checks && change.constraint === objectName(domain.name, undefined, "not_null");
      return isNotNull ? withoutNotNull(domain) : { ...domain, checks };
    }
    case "validateConstraint": {
      const validated = (check: DomainCheck) =>
        check.name === change.constraint && !check.validated ? { ...check, validated: true } : check;
      return { ...domain, checks: mapShared(domain.checks ?? [], validated) };
    }
  }
}

function withoutNotNull({ notNull: _, ...rest }: TypeEntry): TypeEntry {
  return rest;
}

function withDefault(
  draft: Draft,
  { default: _, ...domain }: TypeEntry,
  expression: Expression | undefined,
): TypeEntry {
  const kept = domain.base === undefined ? expression?.text : keptDefault(draft, domain.base, expression?.text);
  return kept === undefined ? domain : { ...domain, default: kept };
}

/** The domain with one more of its own constraints; a check that has no name gets the one that Postgres generates. */
export function withConstraint(draft: Draft, domain: TypeEntry, constraint: Constraint): TypeEntry {
  if (constraint.kind === "notNull") return { ...domain, notNull: true };
  if (constraint.kind === "default") return withDefault(draft, domain, constraint.expression);
  if (constraint.kind !== "check") return domain;
  const checks = domain.checks ?? [];
  const name = constraint.name?.name ?? freeCheckName(domain.name, checks);
  if (checks.some((check) => check.name === name)) return domain;
  const made: DomainCheck = { name, expression: constraint.expression.text, validated: !constraint.notValid };
  return { ...domain, checks: [...checks, made] };
}

function freeCheckName(domain: string, checks: readonly DomainCheck[]): string {
  let name = objectName(domain, undefined, "check");
  for (let pass = 1; checks.some((check) => check.name === name); pass += 1) {
    name = objectName(domain, undefined, `check${pass}`);
  }
  return name;
}

/** ALTER DOMAIN … RENAME CONSTRAINT. */
export function renameCheck(draft: Draft, { key, entry }: Found<TypeEntry>, name: string, newName: string): void {
  const checks = entry.checks ?? [];
  if (checks.some((check) => check.name === newName)) return;
  const renamed = mapShared(checks, (check) => (check.name === name ? { ...check, name: newName } : check));
  if (renamed !== checks) draft.put(key, { ...entry, checks: renamed });
}
