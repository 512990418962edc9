import type { ColumnDefinition, Constraint } from "../sql/statement.ts";
import type { Column, Table } from "./catalog.ts";
import { columnType, serialType } from "./column-type.ts";
import type { Draft } from "./draft.ts";
import { freeRelationName } from "./generated-name.ts";
import { relationKey } from "./keys.ts";
import { quoteIdentifier } from "./quoted-name.ts";

/** The table that a column is made for. */
type ColumnOwner = Pick<Table, "id" | "schema" | "name">;

/** The column that a definition makes; a serial kind or an identity makes its sequence too. */
export function makeColumn(draft: Draft, owner: ColumnOwner, definition: ColumnDefinition): Column {
  const { constraints } = definition;
  const identity = ofKind(constraints, "identity")?.when;
  const generated = ofKind(constraints, "generated");
  const isSerial = definition.type !== undefined && serialType(definition.type) !== undefined;
  const sequence = isSerial || identity !== undefined ? makeSequence(draft, owner, definition.name.name) : undefined;
  const type = definition.type && columnType(draft, definition.type);
  return {
    name: definition.name.name,
    ...(type ?? { type: "", typeSchema: undefined, modifiers: [], dimensions: 0 }),
    collation: definition.collation,
    notNull: isSerial || identity !== undefined || ofKind(constraints, "notNull") !== undefined,
    default:
      sequence !== undefined && isSerial
        ? sequenceDefault(sequence.name)
        : (generated ?? ofKind(constraints, "default"))?.expression.text,
    identity,
    generated: generated?.storage,
    inherited: false,
    ownedSequence: sequence?.key,
    origin: draft.origin,
  };
}

/** The first constraint of a kind among a column's. */
export function ofKind<Kind extends Constraint["kind"]>(
  constraints: readonly Constraint[],
  kind: Kind,
): Extract<Constraint, { kind: Kind }> | undefined {
  return constraints.find((constraint): constraint is Extract<Constraint, { kind: Kind }> => constraint.kind === kind);
}

/** Makes the sequence that a column owns, by the name that Postgres generates; returns it and its key. */
export function makeSequence(
  draft: Draft,
  owner: ColumnOwner,
  column: string,
): { readonly key: string; readonly name: string } {
  const name = freeRelationName(draft, owner.schema, { first: owner.name, second: column, label: "seq" });
  const key = relationKey(owner.schema, name);
  draft.put(key, {
    kind: "sequence",
    id: `${draft.origin.segment} ${name}`,
    schema: owner.schema,
    name,
    indexes: [],
    reads: [],
    dependents: [],
    owner: owner.id,
    origin: draft.origin,
  });
  return { key, name };
}

/** The default of a serial column, which takes from the sequence. */
export function sequenceDefault(sequence: string): string {
  const quoted = quoteIdentifier(sequence);
  return `nextval('${quoted.replaceAll("'", "''")}'::regclass)`;
}
