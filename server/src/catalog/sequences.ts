import type { AlterSequence, CreateSequence, SequenceOwner } from "../sql/statement.ts";
import { changeColumn } from "./alter-column.ts";
import type { Relation } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { relationKey } from "./keys.ts";
import { countedType } from "./make-column.ts";
import { sequencesOf, withSequence, withSequenceTurned } from "./owned-sequences.ts";
import {
  creationSchema,
  findRelation,
  findTableEntry,
  isRelationName,
  TEMPORARY_SCHEMA,
  tableById,
} from "./resolve.ts";
import { newNumbers, withNumbers } from "./sequence-numbers.ts";

/** CREATE SEQUENCE. A name that is taken changes nothing. */
export function createSequence(draft: Draft, statement: CreateSequence): void {
  const schema = statement.temporary ? TEMPORARY_SCHEMA : (statement.name.schema ?? creationSchema(draft));
  const { name } = statement.name;
  const key = relationKey(schema, name);
  if (isRelationName(draft, schema, name)) return;
  const type = countedType(statement.type?.name ?? "int8");
  const numbers = newNumbers(type, statement.numbers);
  draft.put(key, {
    kind: "sequence",
    id: `${draft.origin.segment} ${name}`,
    schema,
    name,
    indexes: [],
    reads: [],
    dependents: [],
    ownedBy: undefined,
    type,
    ...(numbers && { numbers }),
    origin: draft.origin,
  });
  if (statement.ownedBy !== undefined) own(draft, key, statement.ownedBy);
}

/** ALTER SEQUENCE: whose it is, and what it counts in and with. */
export function alterSequence(draft: Draft, { name, ownedBy, type, numbers }: AlterSequence): void {
  const found = findRelation(draft, name);
  if (found?.entry.kind !== "sequence") return;
  const { key, entry } = found;
  const counted = type && countedType(type.name);
  const changed = counted === undefined && numbers === undefined ? entry : withNumbers(entry, numbers, counted);
  if (changed !== entry) draft.put(key, changed);
  if (ownedBy === undefined) return;
  disown(draft, key, changed);
  if (ownedBy !== "none") own(draft, key, ownedBy);
}

function own(draft: Draft, key: string, { table, column }: SequenceOwner): void {
  const found = findTableEntry(draft, table);
  const sequence = draft.get(key);
  const isThere = found?.entry.columns.some((candidate) => candidate.name === column);
  if (found === undefined || !isThere || sequence?.kind !== "sequence") return;
  draft.put(key, { ...sequence, ownedBy: found.entry.id });
  changeColumn(draft, found.key, column, (candidate) => withSequence(candidate, key), "only");
}

function disown(draft: Draft, key: string, sequence: Relation): void {
  const table = sequence.ownedBy === undefined ? undefined : tableById(draft, sequence.ownedBy);
  const column = table?.columns.find((candidate) => sequencesOf(candidate).includes(key));
  if (table !== undefined && column !== undefined) {
    const tableKey = relationKey(table.schema, table.name);
    changeColumn(draft, tableKey, column.name, (other) => withSequenceTurned(other, key, undefined), "only");
  }
  const left = draft.get(key);
  if (left?.kind === "sequence") draft.put(key, { ...left, ownedBy: undefined });
}
