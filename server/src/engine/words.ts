import type { ColumnDefinition, Constraint, ForeignKey, ObjectName, Statement, TypeName } from "../sql/statement.ts";
import type { GivenType } from "./rule.ts";

/** A foreign key with the table that gets it (`owner`) and, where it stands inline, its column. */
export interface PlacedForeignKey {
  readonly key: ForeignKey;
  readonly owner: ObjectName;
  readonly column: ColumnDefinition | undefined;
}

/** Every foreign key that the statement adds: inline, in the table's list, by ALTER TABLE. */
export function foreignKeysOf(statement: Statement): readonly PlacedForeignKey[] {
  if (statement.kind === "createTable") {
    const { name: owner } = statement;
    return [
      ...statement.columns.flatMap((column) => keysIn(column.constraints, owner, column)),
      ...keysIn(statement.constraints, owner, undefined),
    ].sort((a, b) => a.key.range.start - b.key.range.start);
  }
  if (statement.kind !== "alterTable") return [];
  return statement.actions.flatMap((action) => {
    if (action.kind === "addColumn") return keysIn(action.column.constraints, statement.name, action.column);
    if (action.kind === "addConstraint") return keysIn([action.constraint], statement.name, undefined);
    return [];
  });
}

function keysIn(
  constraints: readonly Constraint[],
  owner: ObjectName,
  column: ColumnDefinition | undefined,
): PlacedForeignKey[] {
  return constraints.flatMap((key) => (key.kind === "foreignKey" ? [{ key, owner, column }] : []));
}

/** A type with what it is given to. */
export interface PlacedType {
  readonly type: TypeName;
  readonly given: GivenType;
}

/** Every type that the statement gives to a column, an attribute or a domain. */
export function typesOf(statement: Statement): readonly PlacedType[] {
  switch (statement.kind) {
    case "createTable":
      return statement.foreign ? [] : statement.columns.flatMap((column) => typeOf(column, statement.name, "create"));
    case "createType":
      return statement.columns.flatMap((column) => typeOf(column, statement.name, "composite"));
    case "createDomain":
      return [
        { type: statement.type, given: { column: undefined, owner: statement.name, how: "domain", using: false } },
      ];
    case "alterTable":
      return statement.objectType === "foreign table" ? [] : alteredTypes(statement);
    default:
      return [];
  }
}

function alteredTypes(statement: Extract<Statement, { kind: "alterTable" }>): PlacedType[] {
  return statement.actions.flatMap((action) => {
    if (action.kind === "addColumn") return typeOf(action.column, statement.name, "add");
    if (action.kind !== "alterColumnType") return [];
    const given = {
      column: action.column.name,
      owner: statement.name,
      how: "alter",
      using: action.using !== undefined,
    } as const;
    return [{ type: action.type, given }];
  });
}

function typeOf(column: ColumnDefinition, owner: ObjectName, how: GivenType["how"]): PlacedType[] {
  if (column.type === undefined) return [];
  return [{ type: column.type, given: { column: column.name.name, owner, how, using: false } }];
}
