import type { Index, Table, TableConstraint } from "../catalog.ts";
import { haveSameOptions } from "../column-settings.ts";
import { indexStatisticsChanges } from "../setting-words.ts";
import { normalText } from "./normal-text.ts";
import type { Pair } from "./pair-up.ts";
import { madeOnce, type Twins } from "./twins.ts";

/** Whether nothing differs of a constraint. */
export function isSameConstraint(
  { now, wanted }: Pair<TableConstraint>,
  twins: Twins,
  table: Table,
  wantedTable: Table,
): boolean {
  if (now === undefined || wanted === undefined) return false;
  return (
    now.name === wanted.name &&
    now.comment === wanted.comment &&
    isSameDefinition({ now, wanted }, twins, table, wantedTable)
  );
}

/**
 * Whether a constraint holds the same in both schemas, whatever its name. One that was made once changes by what
 * ALTER CONSTRAINT and VALIDATE change; that its text names a renamed column otherwise is no change.
 */
export function isSameDefinition(
  { now, wanted }: { readonly now: TableConstraint; readonly wanted: TableConstraint },
  twins: Twins,
  table: Table,
  wantedTable: Table,
): boolean {
  if (now.kind !== wanted.kind || now.validated !== wanted.validated) return false;
  if (now.deferrable !== wanted.deferrable || now.notEnforced !== wanted.notEnforced) return false;
  if (madeOnce(now) === madeOnce(wanted)) return true;
  const backing = (owner: Table, { name }: TableConstraint) =>
    owner.indexes.find(({ constraint }) => constraint === name);
  const [one, other] = [backing(table, now), backing(wantedTable, wanted)];
  return (
    now.columns.join() === wanted.columns.join() &&
    now.onDelete === wanted.onDelete &&
    now.onUpdate === wanted.onUpdate &&
    now.noInherit === wanted.noInherit &&
    normalText(now.expression) === normalText(wanted.expression) &&
    (now.references && twins.keyOf(now.references.table)) === wanted.references?.table &&
    haveSameTarget(now, wanted) &&
    (one === undefined || other === undefined ? one === other : indexWords(one) === indexWords(other))
  );
}

/** No columns stand for the primary key, which may be written out as well. */
function haveSameTarget({ references: one }: TableConstraint, { references: other }: TableConstraint): boolean {
  const [here, there] = [one?.columns ?? [], other?.columns ?? []];
  return here.length === 0 || there.length === 0 || here.join() === there.join();
}

/** Whether nothing differs of an index. */
export function isSameIndex({ now, wanted }: Pair<Index>): boolean {
  if (now === undefined || wanted === undefined) return false;
  return (
    now.name === wanted.name &&
    now.comment === wanted.comment &&
    haveSameOptions(now.options, wanted.options) &&
    indexStatisticsChanges(now, wanted).length === 0 &&
    isSameIndexDefinition({ now, wanted })
  );
}

/** Whether an index holds the same in both schemas, whatever its name. */
export function isSameIndexDefinition({ now, wanted }: { readonly now: Index; readonly wanted: Index }): boolean {
  if ((now.constraint === undefined) !== (wanted.constraint === undefined)) return false;
  if ((now.parent === undefined) !== (wanted.parent === undefined)) return false;
  return madeOnce(now) === madeOnce(wanted) || indexWords(now) === indexWords(wanted);
}

function indexWords({ method, keys, include, unique, nullsNotDistinct, predicate }: Index): string {
  const key = ({ column, text, collation, settings }: Index["keys"][number]) =>
    `${column ?? normalText(text)} ${collation ?? ""} ${settings?.toLowerCase() ?? ""}`;
  const words = [method, keys.map(key).join(), include.join(), unique, nullsNotDistinct === true];
  return `${words.join(" | ")} | ${normalText(predicate)}`;
}
