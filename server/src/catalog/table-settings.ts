import type {
  Identifier,
  IndexStatistics,
  ObjectName,
  OptionSetting,
  ReplicaIdentitySetting,
} from "../sql/statement.ts";
import type { Index, Table } from "./catalog.ts";
import { optionsAfter } from "./column-settings.ts";
import type { Draft } from "./draft.ts";
import { mapShared } from "./lists.ts";
import { putTable } from "./put-table.ts";
import { findIndex, tableAt } from "./resolve.ts";

/** `SET (…)` and `RESET (…)` of a table. */
export function setOptions(draft: Draft, key: string, { options: said }: OptionSetting): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const { options, ...rest } = table;
  putTable(draft, key, { ...rest, ...optionsAfter(options, said) });
}

/** `ALTER INDEX … SET (…)` and `RESET (…)`. */
export function setIndexOptions(draft: Draft, name: ObjectName, { options: said }: OptionSetting): void {
  changeIndex(draft, name, ({ options, ...rest }) => ({ ...rest, ...optionsAfter(options, said) }));
}

/** `ALTER INDEX … ALTER COLUMN 1 SET STATISTICS`. */
export function setIndexStatistics(draft: Draft, name: ObjectName, said: IndexStatistics): void {
  changeIndex(draft, name, ({ statistics: before = [], ...rest }) => {
    const others = before.filter(({ key }) => key !== said.key);
    const statistics = said.target < 0 ? others : [...others, said].toSorted((one, other) => one.key - other.key);
    return statistics.length === 0 ? rest : { ...rest, statistics };
  });
}

function changeIndex(draft: Draft, name: ObjectName, change: (index: Index) => Index): void {
  const found = findIndex(draft, name);
  if (found === undefined) return;
  const indexes = found.owner.indexes.map((index) => (index === found.index ? change(index) : index));
  if (found.owner.kind === "table") putTable(draft, found.key, { ...found.owner, indexes });
  else draft.put(found.key, { ...found.owner, indexes });
}

/** `REPLICA IDENTITY`. One kind stands in place of the other. */
export function setReplicaIdentity(draft: Draft, key: string, said: ReplicaIdentitySetting): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const { replicaIdentity: _, ...rest } = table;
  const { identity, index } = said;
  const whole = identity === "full" || identity === "nothing" ? { replicaIdentity: identity } : {};
  putTable(draft, key, { ...rest, ...whole, indexes: marked(table, "replicaIdentity", index) });
}

/** `CLUSTER ON` and `SET WITHOUT CLUSTER`. */
export function setClustered(draft: Draft, key: string, index: Identifier["name"] | undefined): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const indexes = marked(table, "clustered", index === undefined ? undefined : { name: index });
  if (indexes !== table.indexes) putTable(draft, key, { ...table, indexes });
}

/** The table's indexes, the mark at the named one alone. */
function marked(
  { indexes }: Table,
  mark: "replicaIdentity" | "clustered",
  named: Pick<Identifier, "name"> | undefined,
): readonly Index[] {
  return mapShared(indexes, (index) => {
    if (index.name === named?.name) return index[mark] ? index : { ...index, [mark]: true };
    if (!index[mark]) return index;
    const { [mark]: _, ...rest } = index;
    return rest;
  });
}
