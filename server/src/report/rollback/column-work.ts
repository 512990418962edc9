import type { Column, Index, TableConstraint } from "../../catalog/catalog.ts";
import { indexUses } from "../../catalog/column-uses.ts";
import { mentions } from "../../catalog/expression.ts";
import { normalText } from "../../catalog/way-back/normal-text.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import { hasSameValues, type TableChange } from "../../catalog/way-back/table-changes.ts";
import { isSameOrigin, type Twins } from "../../catalog/way-back/twins.ts";

/** A table that both schemas have, with what is to be done to its columns, keys and indexes. */
export interface TableWork extends Omit<TableChange, "now" | "wanted" | "columns"> {
  readonly now: NonNullable<TableChange["now"]>;
  readonly wanted: NonNullable<TableChange["wanted"]>;
  readonly dropped: readonly Column[];
  readonly added: readonly Column[];
  readonly altered: readonly ColumnPair[];
}

/** A column that both schemas have. */
export interface ColumnPair {
  readonly now: Column;
  readonly wanted: Column;
}

/** What is to be done to a table that both schemas have; undefined where one of them has it not. */
export function tableWork(change: TableChange, twins: Twins): TableWork | undefined {
  const { now, wanted } = change;
  if (now === undefined || wanted === undefined) return undefined;
  const dropped: Column[] = [];
  const added: Column[] = [];
  const altered: ColumnPair[] = [];
  const isInherited = (column: Column, parents: readonly string[]) => column.inherited && parents.length > 0;
  for (const pair of change.columns) {
    if (
      pair.now !== undefined &&
      pair.wanted !== undefined &&
      !isReplaced({ now: pair.now, wanted: pair.wanted }, twins)
    ) {
      altered.push({ now: pair.now, wanted: pair.wanted });
      continue;
    }
    if (pair.now !== undefined && !isInherited(pair.now, now.parents)) dropped.push(pair.now);
    if (pair.wanted !== undefined && !isInherited(pair.wanted, wanted.parents)) added.push(pair.wanted);
  }
  const parts = { ...change, now, wanted, dropped, added, altered };
  return { ...parts, ...withLostParts(parts) };
}

/** Whether the one cannot be made the other: what computes it is not the same, or it is another column of another type. */
function isReplaced({ now, wanted }: ColumnPair, twins: Twins): boolean {
  if (now.generated !== wanted.generated)
    return wanted.generated !== undefined || !isSameOrigin(now.origin, wanted.origin);
  if (now.generated !== undefined) {
    return normalText(now.default) !== normalText(wanted.default) || !hasSameValues({ now, wanted }, twins);
  }
  return !isSameOrigin(now.origin, wanted.origin) && !hasSameValues({ now, wanted }, twins);
}

/** A column that is replaced takes along what rests on it, though both schemas have that. */
function withLostParts({
  wanted,
  dropped,
  constraints,
  indexes,
}: TableWork): Pick<TableWork, "constraints" | "indexes"> {
  const names = new Set(dropped.map(({ name }) => name));
  const isListed = (pairs: readonly Pair<{ readonly name: string }>[], name: string) =>
    pairs.some((pair) => pair.wanted?.name === name);
  const rests = (columns: readonly string[], text: string | undefined) =>
    [...names].some((name) => columns.includes(name) || mentions(text, name));
  const lostConstraints = wanted.constraints
    .filter(({ columns, expression, parent }) => parent === undefined && rests(columns, expression))
    .filter(({ name }) => !isListed(constraints, name))
    .map((constraint): Pair<TableConstraint> => ({ now: undefined, wanted: constraint }));
  const lostIndexes = wanted.indexes
    .filter((index) => index.constraint === undefined && index.parent === undefined)
    .filter((index) => [...names].some((name) => indexUses(index, name)) && !isListed(indexes, index.name))
    .map((index): Pair<Index> => ({ now: undefined, wanted: index }));
  return { constraints: [...constraints, ...lostConstraints], indexes: [...indexes, ...lostIndexes] };
}
