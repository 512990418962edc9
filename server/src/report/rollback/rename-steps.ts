import type { Relation, Table } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { isSameDefinition, isSameIndexDefinition } from "../../catalog/way-back/key-changes.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import { isSameOrigin } from "../../catalog/way-back/twins.ts";
import { printedName } from "../schema/listed-schema.ts";
import type { TableWork } from "./column-work.ts";
import { isOnlyToValidate } from "./drop-steps.ts";
import type { Plan } from "./plan.ts";

/** Gives what both schemas have the names and schemas back that it had. */
export function renameSteps(plan: Plan): readonly string[] {
  const { changes, kept } = plan;
  return [
    ...moves(
      "TYPE",
      changes.types.map(({ now, wanted }) => ({ now, wanted })),
    ),
    ...moves("TABLE", kept),
    ...moves("SEQUENCE", changes.sequences.map(entries)),
    ...moves(
      "VIEW",
      keptViews(plan).filter(({ now }) => now.kind === "view"),
    ),
    ...moves(
      "MATERIALIZED VIEW",
      keptViews(plan).filter(({ now }) => now.kind !== "view"),
    ),
    ...moveRoutines(plan),
    ...kept.flatMap((work) => renameParts(plan, work)),
    ...keptViews(plan).flatMap(renameViewColumns),
  ];
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

function entries<Entry>({ now, wanted }: Pair<{ readonly entry: Entry }>): Pair<Entry> {
  return { now: now?.entry, wanted: wanted?.entry };
}

/** Views that stay. */
export function keptViews({
  changes,
  viewsGone,
}: Plan): readonly { readonly now: Relation; readonly wanted: Relation }[] {
  return changes.views.flatMap(({ now, wanted }) =>
    now === undefined || wanted === undefined || viewsGone.has(now.key)
      ? []
      : [{ now: now.entry, wanted: wanted.entry }],
  );
}

/** To another schema first, then by another name, for the name may be free only there. */
function moves(kind: string, pairs: readonly Pair<Named>[]): readonly string[] {
  const both = pairs.flatMap(({ now, wanted }) => (now !== undefined && wanted !== undefined ? [{ now, wanted }] : []));
  const moved = both
    .filter(({ now, wanted }) => now.schema !== wanted.schema)
    .map(({ now, wanted }) => `ALTER ${kind} ${printedName(now)} SET SCHEMA ${quoteIdentifier(wanted.schema)};`);
  const named = inOrder(
    both.map(({ now, wanted }) => ({ from: `${wanted.schema}.${now.name}`, to: `${wanted.schema}.${wanted.name}` })),
  ).map(({ from, to }) => {
    const [schema = "", old = ""] = split(from);
    return `ALTER ${kind} ${printedName({ schema, name: old })} RENAME TO ${quoteIdentifier(split(to)[1] ?? "")};`;
  });
  return [...moved, ...named];
}

function split(name: string): readonly [string, string] {
  const at = name.indexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
}

/** A new name for something. */
interface NewName {
  readonly from: string;
  readonly to: string;
}

/** Each after the one that bears its new name so far; of two that change places one bears a third name in between. */
function inOrder(names: readonly NewName[]): readonly NewName[] {
  const left = names.filter(({ from, to }) => from !== to);
  const ordered: NewName[] = [];
  while (left.length > 0) {
    const free = left.findIndex(({ to }) => !left.some(({ from }) => from === to));
    if (free >= 0) {
      ordered.push(...left.splice(free, 1));
      continue;
    }
    const [first] = left.splice(0, 1);
    if (first === undefined) break;
    const between = `${first.from}_rollback`;
    ordered.push({ from: first.from, to: between });
    left.push({ from: between, to: first.to });
  }
  return ordered;
}

function renameParts(plan: Plan, { now, wanted, ...work }: TableWork): readonly string[] {
  const table = `ALTER TABLE ${printedName(wanted)}`;
  const rename = (what: string, pairs: readonly NewName[]) =>
    inOrder(pairs).map(({ from, to }) => `${table} RENAME ${what} ${quoteIdentifier(from)} TO ${quoteIdentifier(to)};`);
  const constraints = both(work.constraints).filter(
    (pair) =>
      isSameDefinition(pair, plan.changes.twins, now, wanted) || isOnlyToValidate(plan, { now, wanted, ...work }, pair),
  );
  const indexes = both(work.indexes).filter(isSameIndexDefinition);
  return [
    ...rename("COLUMN", work.altered.map(newName)),
    ...rename("CONSTRAINT", constraints.map(newName)),
    ...inOrder(indexes.map(newName)).map(
      ({ from, to }) =>
        `ALTER INDEX ${printedName({ schema: wanted.schema, name: from })} RENAME TO ${quoteIdentifier(to)};`,
    ),
    ...renamePartsOn("TRIGGER", wanted, both(work.triggers)),
    ...renamePartsOn("POLICY", wanted, both(work.policies)),
    ...renamePartsOn("RULE", wanted, both(work.rules)),
  ];
}

function both<Item>(pairs: readonly Pair<Item>[]): readonly { readonly now: Item; readonly wanted: Item }[] {
  return pairs.flatMap(({ now, wanted }) => (now !== undefined && wanted !== undefined ? [{ now, wanted }] : []));
}

function newName({
  now,
  wanted,
}: {
  readonly now: { readonly name: string };
  readonly wanted: { readonly name: string };
}) {
  return { from: now.name, to: wanted.name };
}

type Part = { readonly name: string; readonly origin: Table["origin"] };

function renamePartsOn(
  kind: string,
  table: Table,
  pairs: readonly { readonly now: Part; readonly wanted: Part }[],
): readonly string[] {
  const same = pairs.filter(({ now, wanted }) => isSameOrigin(now.origin, wanted.origin));
  return inOrder(same.map(newName)).map(
    ({ from, to }) =>
      `ALTER ${kind} ${quoteIdentifier(from)} ON ${printedName(table)} RENAME TO ${quoteIdentifier(to)};`,
  );
}

function moveRoutines({ changes }: Plan): readonly string[] {
  return changes.routines.flatMap(({ now, wanted }) => {
    if (now === undefined || wanted === undefined || !isSameOrigin(now.entry.origin, wanted.entry.origin)) return [];
    const types = now.key.slice(now.key.indexOf("("));
    const kind = now.entry.routine.toUpperCase();
    return [
      ...(now.entry.schema === wanted.entry.schema
        ? []
        : [`ALTER ${kind} ${printedName(now.entry)}${types} SET SCHEMA ${quoteIdentifier(wanted.entry.schema)};`]),
      ...(now.entry.name === wanted.entry.name
        ? []
        : [
            `ALTER ${kind} ${printedName({ schema: wanted.entry.schema, name: now.entry.name })}${types} RENAME TO ${quoteIdentifier(wanted.entry.name)};`,
          ]),
    ];
  });
}

function renameViewColumns({ now, wanted }: { readonly now: Relation; readonly wanted: Relation }): readonly string[] {
  if (now.columns === undefined || wanted.columns === undefined || now.columns.length !== wanted.columns.length)
    return [];
  const names = now.columns.map((column, at) => ({ from: column.name, to: wanted.columns?.[at]?.name ?? column.name }));
  return inOrder(names).map(
    ({ from, to }) =>
      `ALTER ${wanted.kind.toUpperCase()} ${printedName(wanted)} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)};`,
  );
}
