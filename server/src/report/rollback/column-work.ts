import type { Column, Index, TableConstraint } from "../../catalog/catalog.ts";
import { type ColumnSettings, haveSameSettings } from "../../catalog/column-settings.ts";
import { indexUses } from "../../catalog/column-uses.ts";
import { mentions } from "../../catalog/expression.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { normalText } from "../../catalog/way-back/normal-text.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import { hasSameValues, type TableChange } from "../../catalog/way-back/table-changes.ts";
import { isSameOrigin, type Twins } from "../../catalog/way-back/twins.ts";

/** A table that both schemas have, with what is to be done to its columns, keys and indexes. */
export interface TableWork extends Omit<TableChange, "now" | "wanted" | "columns" | "settings"> {
  readonly now: NonNullable<TableChange["now"]>;
  readonly wanted: NonNullable<TableChange["wanted"]>;
  readonly dropped: readonly Column[];
  readonly added: readonly Column[];
  readonly altered: readonly ColumnPair[];
  /** What is to be set of columns, and what they have of it once they are there. */
  readonly settings: readonly { readonly now: ColumnSettings; readonly wanted: Column }[];
  /** What the NOT NULLs that stay are called and shall be, which matters from Postgres 18 on. */
  readonly notNullNames: readonly { readonly from: string; readonly to: string }[];
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
  const parts = {
    ...change,
    now,
    wanted,
    dropped,
    added,
    altered,
    settings: settingsOf(change, twins),
    notNullNames: notNullNames(change, twins),
  };
  const lost = { ...parts, ...withLostParts(parts) };
  return { ...lost, indexes: [...lost.indexes, ...remadeIndexes(lost, twins)] };
}

/** A column that is made anew has nothing set, and one that gets another type loses what was said of its storage. */
function settingsOf({ columns, settings }: TableChange, twins: Twins): TableWork["settings"] {
  const others = settings.filter((pair) => !columns.includes(pair));
  return [...columns, ...others].flatMap(({ now, wanted }) => {
    if (wanted === undefined) return [];
    const has = now === undefined || isReplaced({ now, wanted }, twins) ? {} : keptSettings({ now, wanted }, twins);
    return haveSameSettings(has, wanted) ? [] : [{ now: has, wanted }];
  });
}

/** What an heir has from its parent is called as the parent's is. */
function notNullNames({ now: here, wanted: there, columns, settings }: TableChange, twins: Twins) {
  return Array.from(new Set([...columns, ...settings])).flatMap(({ now, wanted }) => {
    if (!here || !there || !now?.notNull || !wanted?.notNull || wanted.inherited) return [];
    const [from, to] = [notNullNameOf(here, now), notNullNameOf(there, wanted)];
    return from === to || isReplaced({ now, wanted }, twins) ? [] : [{ from, to }];
  });
}

function keptSettings(pair: ColumnPair, twins: Twins): ColumnSettings {
  if (hasSameValues(pair, twins)) return pair.now;
  const { storage: _, compression: __, ...kept } = pair.now;
  return kept;
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

/** The columns that get another type or collation. */
export function retypedColumns({ altered }: Pick<TableWork, "altered">, twins: Twins): readonly ColumnPair[] {
  return altered.filter((pair) => !hasSameValues(pair, twins));
}

/**
 * A column that is replaced takes along what rests on it, though both schemas have that. Of an expression on a column of
 * another type Postgres keeps what it comes to for that type, so that an index on one is made anew.
 */
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

function remadeIndexes(work: TableWork, twins: Twins): readonly Pair<Index>[] {
  const retyped = retypedColumns(work, twins).map(({ now }) => now.name);
  return work.now.indexes.flatMap((index): readonly Pair<Index>[] => {
    const texts = [index.predicate, ...index.keys.map(({ column, text }) => (column === undefined ? text : undefined))];
    if (!retyped.some((name) => texts.some((text) => mentions(text, name)))) return [];
    const wanted = work.wanted.indexes.find(({ name }) => name === index.name);
    if (wanted === undefined || work.indexes.some((pair) => pair.now === index || pair.wanted === wanted)) return [];
    return [
      { now: index, wanted: undefined },
      { now: undefined, wanted },
    ];
  });
}
