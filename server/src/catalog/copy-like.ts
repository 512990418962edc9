import type { CreateTable } from "../sql/statement.ts";
import { addIndex, constraintOf, indexKind } from "./add-index.ts";
import type { Column, Described, Table } from "./catalog.ts";
import { withoutSettings } from "./column-settings.ts";
import type { Draft } from "./draft.ts";
import { withoutDescription } from "./lists.ts";
import { makeSequence } from "./make-column.ts";
import { copiedNotNull } from "./not-null.ts";
import { putTable } from "./put-table.ts";
import { findTable, tableAt } from "./resolve.ts";
import { numbersOf } from "./sequence-numbers.ts";
import { withTakenSequence } from "./taken-sequence.ts";

type Like = CreateTable["like"][number];

/** The columns that a LIKE clause copies into the table: type and NOT NULL always, the rest where INCLUDING names it. */
export function likeColumns(draft: Draft, table: Table, like: Like): readonly Column[] {
  const source = findTable(draft, like.table);
  if (source === undefined) return [];
  return source.columns.map((column) => likeColumn(draft, table, copiedNotNull(source, column), like.including));
}

function likeColumn(draft: Draft, table: Table, column: Column, includes: readonly string[]): Column {
  const keepsGenerated = column.generated !== undefined && includes.includes("generated");
  const keepsDefault = column.generated === undefined && includes.includes("defaults");
  const keepsIdentity = column.identity !== undefined && includes.includes("identity");
  const { storage, compression } = column;
  return {
    ...withTakenSequence(
      withoutSettings({ ...withoutDescription(column), ...commentOf(column, includes) }),
      keepsDefault ? column.takesFrom : undefined,
    ),
    ...(includes.includes("storage") && storage !== undefined && { storage }),
    ...(includes.includes("compression") && compression !== undefined && { compression }),
    default: keepsGenerated || keepsDefault ? column.default : undefined,
    generated: keepsGenerated ? column.generated : undefined,
    identity: keepsIdentity ? column.identity : undefined,
    ownedSequence: keepsIdentity ? copiedSequence(draft, table, column) : undefined,
    inherited: false,
    origin: draft.origin,
  };
}

/** Its sequence counts in bigint with the numbers of the one that it copies, whatever that counts in. */
function copiedSequence(draft: Draft, table: Table, { name, ownedSequence }: Column): string {
  const source = ownedSequence === undefined ? undefined : draft.get(ownedSequence);
  const numbers = source?.kind === "sequence" ? numbersOf(source) : undefined;
  return makeSequence(draft, table, name, "int8", numbers && { numbers }).key;
}

/** Copies checks (by their names) and indexes with their constraints (by new names) where INCLUDING names them; never foreign keys. */
export function copyLike(draft: Draft, key: string, like: Like): void {
  const source = findTable(draft, like.table);
  if (source === undefined) return;
  if (like.including.includes("constraints")) copyChecks(draft, key, source, like.including);
  if (like.including.includes("indexes")) copyIndexes(draft, key, source);
}

function copyChecks(draft: Draft, key: string, source: Table, includes: readonly string[]): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const copies = source.constraints
    .filter((check) => check.kind === "check" && !table.constraints.some((own) => own.name === check.name))
    .map((check) => ({
      ...withoutDescription(check),
      ...commentOf(check, includes),
      id: `${draft.origin.segment} ${table.name} ${check.name}`,
      parent: undefined,
      validated: true,
      origin: draft.origin,
    }));
  putTable(draft, key, { ...table, constraints: [...table.constraints, ...copies] });
}

function copyIndexes(draft: Draft, key: string, source: Table): void {
  for (const index of source.indexes) {
    const kind = indexKind(constraintOf(source, index));
    const hasPrimaryKey = tableAt(draft, key)?.constraints.some((constraint) => constraint.kind === "primaryKey");
    if (kind === "primaryKey" && hasPrimaryKey === true) continue;
    const { method, keys, include, unique, predicate } = index;
    const deferrable = constraintOf(source, index)?.deferrable;
    const copy = {
      ...{ name: undefined, kind, method, keys, include, unique, predicate },
      ...(index.columnNames && { columnNames: index.columnNames }),
      ...(index.nullsNotDistinct ? { nullsNotDistinct: true as const } : {}),
      ...(index.options && { options: index.options }),
      ...(deferrable ? { deferrable } : {}),
    };
    addIndex(draft, key, { ...copy, parent: undefined, parentConstraint: undefined }, "all");
  }
}

function commentOf({ comment }: Pick<Described, "comment">, includes: readonly string[]): Pick<Described, "comment"> {
  return comment !== undefined && includes.includes("comments") ? { comment } : {};
}
