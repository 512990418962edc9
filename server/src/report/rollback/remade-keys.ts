import type { Table, TableConstraint } from "../../catalog/catalog.ts";
import { relationKey } from "../../catalog/keys.ts";
import { tableAt } from "../../catalog/resolve.ts";
import { madeOnce } from "../../catalog/way-back/twins.ts";
import type { WayBack } from "../../catalog/way-back/way-back.ts";
import { retypedColumns, type TableWork } from "./column-work.ts";
import type { PlanInput } from "./plan.ts";

/**
 * The work with the foreign keys made anew that columns of another type would be refused for: both schemas have them, but
 * the migration itself made them anew. Postgres takes a key along that the migration left where it was.
 */
export function withRemadeKeys(
  { now, wanted }: PlanInput,
  { twins }: WayBack,
  works: readonly TableWork[],
): readonly TableWork[] {
  const retyped = new Map(
    works.flatMap((work) => {
      const names = retypedColumns(work, twins).map((pair) => pair.now.name);
      return names.length === 0 ? [] : [[relationKey(work.now.schema, work.now.name), new Set(names)] as const];
    }),
  );
  if (retyped.size === 0) return works;
  const isReached = (key: string, { kind, columns, references }: TableConstraint) =>
    kind === "foreignKey" &&
    references !== undefined &&
    (columns.some((name) => retyped.get(key)?.has(name)) ||
      targetColumns(tableAt(now, references.table), references.columns).some((name) =>
        retyped.get(references.table)?.has(name),
      ));
  const found = new Map(works.map((work) => [relationKey(work.now.schema, work.now.name), work]));
  for (const [key, table] of now.entries) {
    if (table.kind !== "table") continue;
    const twin = tableAt(wanted, twins.keyOf(key));
    const keys = table.constraints.filter(
      (constraint) => constraint.parent === undefined && isReached(key, constraint),
    );
    if (twin === undefined || keys.length === 0) continue;
    const work = found.get(key) ?? unchanged(table, twin);
    found.set(key, { ...work, constraints: [...work.constraints, ...keys.flatMap((own) => remade(work, own))] });
  }
  return [...found.values()];
}

function targetColumns(target: Table | undefined, columns: readonly string[]): readonly string[] {
  if (columns.length > 0) return columns;
  return target?.constraints.find(({ kind }) => kind === "primaryKey")?.columns ?? [];
}

function unchanged(now: Table, wanted: Table): TableWork {
  const nothing = {
    settings: [],
    notNullNames: [],
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
    rules: [],
  };
  return { now, wanted, ...nothing, dropped: [], added: [], altered: [] };
}

function remade(work: TableWork, constraint: TableConstraint): TableWork["constraints"] {
  const wanted = work.wanted.constraints.find(({ name }) => name === constraint.name);
  const isListed = work.constraints.some((pair) => pair.now === constraint);
  if (wanted === undefined || isListed || madeOnce(wanted) === madeOnce(constraint)) return [];
  return [
    { now: constraint, wanted: undefined },
    { now: undefined, wanted },
  ];
}
