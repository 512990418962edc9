import type { Catalog, Relation, Table } from "../catalog.ts";
import { sequencesOf } from "../owned-sequences.ts";
import { tableById } from "../resolve.ts";
import { haveSameNumbers, withNumbers } from "../sequence-numbers.ts";
import type { Pair } from "./pair-up.ts";
import type { Keyed, Twins } from "./twins.ts";

/** The column that a sequence belongs to. */
interface SequenceOwnerAt {
  readonly table: Table;
  readonly column: Table["columns"][number];
}

/** The column that owns the sequence, or undefined where none does. */
export function ownerOf(catalog: Catalog, { key, entry }: Keyed<Relation>): SequenceOwnerAt | undefined {
  const table = entry.ownedBy === undefined ? undefined : tableById(catalog, entry.ownedBy);
  const column = table?.columns.find((candidate) => sequencesOf(candidate).includes(key));
  return table && column && { table, column };
}

/** Whether an identity brings the sequence along. */
export function isIdentitys(catalog: Catalog, sequence: Keyed<Relation>): boolean {
  const column = ownerOf(catalog, sequence)?.column;
  return column?.identity !== undefined && column.ownedSequence === sequence.key;
}

/** Those of the pairs in which something differs, but for what an identity does. */
export function sequenceChanges(
  now: Catalog,
  wanted: Catalog,
  pairs: readonly Pair<Keyed<Relation>>[],
  twins: Twins,
): readonly Pair<Keyed<Relation>>[] {
  return pairs.flatMap((pair) => {
    const ofIdentity = identityPair(now, wanted, pair);
    if (ofIdentity !== undefined) return isSameSequence(now, wanted, ofIdentity, twins) ? [] : [ofIdentity];
    const here = pair.now !== undefined && !isIdentitys(now, pair.now) ? pair.now : undefined;
    const there = pair.wanted !== undefined && !isIdentitys(wanted, pair.wanted) ? pair.wanted : undefined;
    if (here === undefined && there === undefined) return [];
    const isSame =
      here !== undefined && there !== undefined && isSameSequence(now, wanted, { now: here, wanted: there }, twins);
    return isSame ? [] : [{ now: here, wanted: there }];
  });
}

/** The sequence of an identity that stays one. It follows its table to another schema and its column to another type. */
function identityPair(
  before: Catalog,
  after: Catalog,
  { now, wanted }: Pair<Keyed<Relation>>,
): { readonly now: Keyed<Relation>; readonly wanted: Keyed<Relation> } | undefined {
  if (now === undefined || wanted === undefined) return undefined;
  if (!isIdentitys(before, now) || !isIdentitys(after, wanted)) return undefined;
  const followed = withNumbers({ ...now.entry, schema: wanted.entry.schema }, undefined, wanted.entry.type);
  return { now: { ...now, entry: followed }, wanted };
}

function isSameSequence(
  now: Catalog,
  wanted: Catalog,
  pair: { readonly now: Keyed<Relation>; readonly wanted: Keyed<Relation> },
  twins: Twins,
): boolean {
  const [one, other] = [pair.now.entry, pair.wanted.entry];
  return (
    one.schema === other.schema &&
    one.name === other.name &&
    one.type === other.type &&
    haveSameNumbers(one, other) &&
    one.comment === other.comment &&
    one.owner === other.owner &&
    isOwnedAlike(ownerOf(now, pair.now), ownerOf(wanted, pair.wanted), twins)
  );
}

/** Whether both are owned by one column, which a rename of it leaves so. */
export function isOwnedAlike(
  now: SequenceOwnerAt | undefined,
  wanted: SequenceOwnerAt | undefined,
  twins: Twins,
): boolean {
  if (now === undefined || wanted === undefined) return now === wanted;
  const key = ({ schema, name }: Table) => `relation ${schema}.${name}`;
  if (twins.keyOf(key(now.table)) !== key(wanted.table)) return false;
  const isSameColumn = now.column.origin.segment === wanted.column.origin.segment;
  return now.column.name === wanted.column.name || isSameColumn;
}
