import type {
  CatalogReader,
  Column,
  Index,
  Origin,
  Relation,
  Table,
  TableConstraint,
  TypeEntry,
} from "../catalog/catalog.ts";
import { creationSchema, findIndex, findRelation, findTable, findType, tableAt } from "../catalog/resolve.ts";
import type { ColumnMeaning, NameUse, Output, Scope, Source, StoredName } from "../sql/names-in.ts";

/** An object of the schema that a name stands for. `id` is the same for as long as the object is, through renames. */
export type NamedObject =
  | { readonly kind: "table"; readonly id: string; readonly table: Table }
  | { readonly kind: "relation"; readonly id: string; readonly relation: Relation }
  | { readonly kind: "index"; readonly id: string; readonly index: Index; readonly owner: Table | Relation }
  | ColumnObject
  | { readonly kind: "constraint"; readonly id: string; readonly constraint: TableConstraint; readonly table: Table }
  | { readonly kind: "type"; readonly id: string; readonly type: TypeEntry }
  | { readonly kind: "routine"; readonly id: string; readonly schema: string; readonly name: string };

/** A column of a table. */
export interface ColumnObject {
  readonly kind: "column";
  readonly id: string;
  readonly column: Column;
  readonly table: Table;
}

/** What the object is called now. */
export function nameOf(object: NamedObject): string {
  if (object.kind === "table") return object.table.name;
  if (object.kind === "relation") return object.relation.name;
  if (object.kind === "index") return object.index.name;
  if (object.kind === "column") return object.column.name;
  if (object.kind === "constraint") return object.constraint.name;
  return object.kind === "type" ? object.type.name : object.name;
}

/** Where the object was made, where the catalogue says. */
export function originOf(object: NamedObject): Origin | undefined {
  if (object.kind === "table") return object.table.origin;
  if (object.kind === "relation") return object.relation.origin;
  if (object.kind === "index") return object.index.origin;
  if (object.kind === "column") return object.column.origin;
  if (object.kind === "constraint") return object.constraint.origin;
  return object.kind === "type" ? object.type.origin : undefined;
}

/**
 * The object that a name stands for, given the schema just before its statement and just after it; undefined where that
 * is ambiguous or no file makes it.
 */
export function namedObject(use: NameUse, before: CatalogReader, after: CatalogReader): NamedObject | undefined {
  const isNew = use.role === "makes" || use.role === "newName";
  const [first, second] = isNew ? [after, before] : [before, after];
  return resolve(use, first) ?? (first === second ? undefined : resolve(use, second));
}

function resolve(use: NameUse, reader: CatalogReader): NamedObject | undefined {
  if (use.kind === "relation") return relationNamed(reader, use);
  if (use.kind === "type") return typeNamed(reader, use);
  if (use.kind === "column") return columnMeant(reader, use);
  if (use.kind === "routine") {
    const schema = use.schema ?? creationSchema(reader);
    return { kind: "routine", id: `routine ${schema}.${use.name}`, schema, name: use.name };
  }
  const table = findTable(reader, use.table);
  const constraint = table?.constraints.find(({ name }) => name === use.name);
  return table && constraint && { kind: "constraint", id: `constraint ${constraint.id}`, constraint, table };
}

/** The table as an object. */
export function tableObject(table: Table): NamedObject {
  return { kind: "table", id: `table ${table.id}`, table };
}

function relationNamed(reader: CatalogReader, name: StoredName): NamedObject | undefined {
  const entry = findRelation(reader, name)?.entry;
  if (entry?.kind === "table") return tableObject(entry);
  if (entry?.kind === "index") {
    const found = findIndex(reader, name);
    return found && { kind: "index", id: `index ${found.index.id}`, index: found.index, owner: found.owner };
  }
  return entry !== undefined && "reads" in entry ? relationObject(entry) : undefined;
}

/** The view or sequence as an object. */
export function relationObject(relation: Relation): NamedObject {
  return { kind: "relation", id: `relation ${relation.id}`, relation };
}

/** A relation's name is its rows' type too. */
function typeNamed(reader: CatalogReader, name: StoredName): NamedObject | undefined {
  const type = findType(reader, name)?.entry;
  if (type === undefined) return relationNamed(reader, name);
  return typeObject(type);
}

/** The type as an object. */
export function typeObject(type: TypeEntry): NamedObject {
  return { kind: "type", id: `type ${type.origin.file} ${type.origin.segment}`, type };
}

/** The table's column as an object. What is inherited is the parent's, so that it is one through all partitions. */
export function columnObject(reader: CatalogReader, table: Table, column: Column): ColumnObject {
  let owner = table;
  let own = column;
  for (let level = 0; own.inherited && level < MOST_LEVELS; level += 1) {
    const above = parentOf(reader, owner, own.name);
    if (above === undefined) break;
    ({ owner, own } = above);
  }
  const id = `column ${owner.id} ${own.origin.segment} ${own.firstName ?? own.name}`;
  return { kind: "column", id, column, table };
}

const MOST_LEVELS = 32;

function parentOf(reader: CatalogReader, table: Table, name: string) {
  for (const key of table.parents) {
    const owner = tableAt(reader, key);
    const own = owner?.columns.find((column) => column.name === name);
    if (owner !== undefined && own !== undefined) return { owner, own };
  }
  return undefined;
}

/** What a source says of a column: the column, that it has one which is no table's, that it has none, or nothing. */
type Answer = ColumnObject | "computed" | "absent" | "unknown";

/** A search for one column; `left` bounds how many sources it looks at, for queries may pass columns on in loops of any size. */
interface Search {
  readonly reader: CatalogReader;
  left: number;
}

const MOST_SOURCES = 2000;

function columnMeant(reader: CatalogReader, meaning: ColumnMeaning): ColumnObject | undefined {
  const answer = search({ reader, left: MOST_SOURCES }, meaning);
  return typeof answer === "string" ? undefined : answer;
}

function search(state: Search, { name, qualifier, scope: innermost }: ColumnMeaning): Answer {
  for (let scope: Scope | undefined = innermost; scope; scope = scope.outer) {
    const sources =
      qualifier === undefined
        ? scope.sources
        : scope.sources.filter((source) => isNamed(source, qualifier)).slice(0, 1);
    const answer = amongSources(state, sources, name);
    if (answer !== "absent" || (qualifier !== undefined && sources.length > 0)) return answer;
  }
  return "absent";
}

function isNamed({ alias, relation }: Source, { schema, name }: StoredName): boolean {
  return alias === name && (schema === undefined || relation?.schema === undefined || relation.schema === schema);
}

/** A statement that Postgres takes has a column in one source of a query only, so where one is found no unknown one has it. */
function amongSources(state: Search, sources: readonly Source[], name: string): Answer {
  const answers = sources.map((source) => inSource(state, source, name));
  const found = answers.filter((answer) => answer !== "absent" && answer !== "unknown");
  if (found.length === 1) return found[0] ?? "absent";
  if (found.length > 1) return "unknown";
  return answers.includes("unknown") ? "unknown" : "absent";
}

function inSource(state: Search, { relation, output }: Source, name: string): Answer {
  state.left -= 1;
  if (state.left < 0) return "unknown";
  if (output !== undefined) return inOutput(state, output, name);
  const entry = relation && findRelation(state.reader, relation)?.entry;
  if (entry?.kind === "table") {
    const column = entry.columns.find((each) => each.name === name);
    if (column !== undefined) return columnObject(state.reader, entry, column);
    return entry.columnsKnown ? "absent" : "unknown";
  }
  if (entry === undefined || !("reads" in entry) || entry.columns === undefined) return "unknown";
  return entry.columns.some((column) => column.name === name) ? "computed" : "absent";
}

function inOutput(state: Search, output: Output, name: string): Answer {
  if (output.columns.has(name)) {
    const meaning = output.columns.get(name);
    const answer = meaning && search(state, meaning);
    return answer === undefined || typeof answer === "string" ? "computed" : answer;
  }
  const answer = amongSources(state, output.stars, name);
  return answer === "absent" && !output.isKnown ? "unknown" : answer;
}
