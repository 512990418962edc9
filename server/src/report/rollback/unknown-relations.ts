import type { Catalog } from "../../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findRelation } from "../../catalog/resolve.ts";
import type { AlterTable, ObjectName, Statement } from "../../sql/statement.ts";
import type { Unkept, UpStatement } from "./statement-losses.ts";

const NOTHING: Unkept = { losses: [], undo: [] };

/** What a statement does to a table that no file makes: a column that it adds is dropped again, of all else nothing is known. */
export function onUnknown(statement: Statement, number: number, before: Catalog, made: ReadonlySet<string>): Unkept {
  const isKnown = (name: ObjectName) => made.has(name.name) || isThere(before, name);
  if (statement.kind === "alterTable" && statement.objectType !== "type") {
    return statement.ifExists || isKnown(statement.name) ? NOTHING : alterUnknown(statement, number);
  }
  if (statement.kind === "rename" && RELATIONS.has(statement.objectKind)) {
    return statement.ifExists || isKnown(statement.name) ? NOTHING : unknown(number, statement.name);
  }
  if (statement.kind !== "drop" || statement.ifExists || !RELATIONS.has(statement.objectKind)) return NOTHING;
  const name = statement.names.find((other) => !isKnown(other));
  return name === undefined ? NOTHING : unknown(number, name);
}

const RELATIONS: ReadonlySet<string> = new Set(["table", "view", "materialized view", "sequence", "index"]);

/** Whether a relation of the name is there; without a schema in any, for the file may set a search path. */
export function isThere(catalog: Catalog, name: ObjectName): boolean {
  if (findRelation(catalog, name) !== undefined) return true;
  const ending = `.${name.name}`;
  return (
    name.schema === undefined && catalog.entries.some((_, key) => key.startsWith("relation ") && key.endsWith(ending))
  );
}

/** The names that statements give to what they make. */
export function madeBy(statements: readonly UpStatement[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (statement: Statement) => {
    if (statement.kind === "rename") names.add(statement.newName);
    if (statement.kind === "setSchema") names.add(statement.name.name);
    if (statement.kind === "createTable" || statement.kind === "createView" || statement.kind === "createSequence") {
      names.add(statement.name.name);
    }
    if (statement.kind === "createIndex") names.add(statement.name?.name ?? "");
    if (statement.kind === "createRoutine" || statement.kind === "createType" || statement.kind === "createDomain") {
      names.add(statement.name.name);
    }
    if (statement.kind === "createSchema") {
      names.add(statement.name);
      statement.elements.forEach(add);
    }
    if (statement.kind === "do") for (const inner of statement.statements) add(inner.statement);
  };
  for (const { statement } of statements) if (statement !== undefined) add(statement);
  return names;
}

function unknown(number: number, { schema, name }: ObjectName): Unkept {
  const words = `Statement ${number} changes ${quotedName(schema ?? "public", name)}, which no file makes; take that back by hand.`;
  return { losses: [{ kind: "schema", words, statement: number }], undo: [] };
}

/** Keys and indexes that it adds are noted in the schema all the same. */
function alterUnknown({ actions, name, objectType }: AlterTable, number: number): Unkept {
  const alter = `ALTER ${objectType.toUpperCase()} ${quotedName(name.schema ?? "public", name.name)}`;
  const undo = actions.flatMap((action) =>
    action.kind === "addColumn" ? [`${alter} DROP COLUMN ${quoteIdentifier(action.column.name.name)};`] : [],
  );
  const isAll = actions.every(
    ({ kind }) => kind === "addColumn" || kind === "addConstraint" || kind === "validateConstraint",
  );
  return { losses: isAll ? [] : unknown(number, name).losses, undo };
}
