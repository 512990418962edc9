import type { ColumnDefinition, Constraint, IdentityClause } from "../sql/statement.ts";
import type { CatalogEntry, Column, ColumnType, Relation, Table } from "./catalog.ts";
import { compressionOf, storageOf } from "./column-settings.ts";
import { columnType, serialType } from "./column-type.ts";
import type { Draft } from "./draft.ts";
import { soleName } from "./expression.ts";
import { freeRelationName } from "./generated-name.ts";
import { relationKey, typeKey } from "./keys.ts";
import { withNotNull } from "./not-null.ts";
import { newNumbers } from "./sequence-numbers.ts";
import { sequenceDefault, takenSequence } from "./taken-sequence.ts";

/** The table that a column is made for. */
type ColumnOwner = Pick<Table, "id" | "schema" | "name" | "owner">;

/** What a column's definition says, wherever it stands. */
interface Definition extends Pick<ColumnDefinition, "type" | "collation" | "constraints" | "storage" | "compression"> {
  readonly name: Pick<ColumnDefinition["name"], "name">;
}

/** The column that a definition makes; a serial kind or an identity makes its sequence too. */
export function makeColumn(draft: Draft, owner: ColumnOwner, definition: Definition): Column {
  const { constraints } = definition;
  const identity = ofKind(constraints, "identity");
  const generated = ofKind(constraints, "generated");
  const isSerial = definition.type !== undefined && serialType(definition.type) !== undefined;
  const type = definition.type ? columnType(draft, definition.type) : NO_TYPE;
  const counts = isSerial || identity !== undefined;
  const sequence = counts ? makeSequence(draft, owner, definition.name.name, type.type, identity) : undefined;
  const written = ofKind(constraints, "default")?.expression.text;
  const takesFrom = isSerial ? sequence?.key : takenSequence(draft, written);
  const said = constraints.find(({ kind }) => kind === "notNull");
  const column: Column = {
    name: definition.name.name,
    ...type,
    collation: definition.collation,
    notNull: false,
    default:
      isSerial && sequence !== undefined
        ? sequenceDefault(sequence.name)
        : (generated?.expression.text ?? keptDefault(draft, type, written)),
    identity: identity?.when,
    generated: generated?.storage,
    inherited: false,
    ownedSequence: sequence?.key,
    ...(takesFrom !== undefined && { takesFrom }),
    ...storageOf(type, definition.storage),
    ...compressionOf(definition.compression),
    origin: draft.origin,
  };
  return counts || said !== undefined ? withNotNull(column, said?.name && { name: said.name.name }) : column;
}

const NO_TYPE: ColumnType = { type: "", typeSchema: undefined, modifiers: [], dimensions: 0 };

/**
 * The default that Postgres stores: none for a plain NULL, unless the type has modifiers or is a domain, whose
 * conversion keeps it an expression; an interval's modifiers are read with the value. Watched on 16 and 18.
 */
export function keptDefault(draft: Draft, type: ColumnType, written: string | undefined): string | undefined {
  if (written === undefined || soleName(written) !== "null") return written;
  if ((type.modifiers.length > 0 && type.type !== "interval") || type.type === "bpchar") return written;
  const isDomain =
    type.typeSchema !== undefined &&
    type.dimensions === 0 &&
    isDomainType(draft.get(typeKey(type.typeSchema, type.type)));
  return isDomain ? written : undefined;
}

function isDomainType(entry: CatalogEntry | undefined): boolean {
  return entry?.kind === "type" && entry.form === "domain";
}

/** The first constraint of a kind among a column's. */
export function ofKind<Kind extends Constraint["kind"]>(
  constraints: readonly Constraint[],
  kind: Kind,
): Extract<Constraint, { kind: Kind }> | undefined {
  return constraints.find((constraint): constraint is Extract<Constraint, { kind: Kind }> => constraint.kind === kind);
}

/** Makes the sequence that a column owns, by the name that Postgres generates unless SEQUENCE NAME gives one, for the table's owner; returns it and its key. */
export function makeSequence(
  draft: Draft,
  owner: ColumnOwner,
  column: string,
  type: string,
  said: Pick<IdentityClause, "numbers" | "sequence"> = {},
): { readonly key: string; readonly name: string } {
  const schema = said.sequence?.schema ?? owner.schema;
  const name =
    said.sequence?.name ?? freeRelationName(draft, owner.schema, { first: owner.name, second: column, label: "seq" });
  const key = relationKey(schema, name);
  const numbers = newNumbers(countedType(type), said.numbers);
  draft.put(key, {
    kind: "sequence",
    id: `${draft.origin.segment} ${name}`,
    schema,
    name,
    indexes: [],
    reads: [],
    dependents: [],
    ownedBy: owner.id,
    type: countedType(type),
    ...(owner.owner !== undefined && { owner: owner.owner }),
    ...(numbers && { numbers }),
    origin: draft.origin,
  });
  return { key, name };
}

/** What a sequence for a column of the type counts in: bigint where Postgres would refuse the type. */
export function countedType(type: string): NonNullable<Relation["type"]> {
  return type === "int2" || type === "int4" ? type : "int8";
}
