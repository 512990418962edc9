import type { CatalogReader, Table } from "./catalog.ts";
import { constraintNameKey, otherKey, routineNamesKey, schemaKey } from "./keys.ts";
import { findRelation, findTable, findType, type Name, searchPath } from "./resolve.ts";
import { schemasWithMembers } from "./schema-members.ts";

/** A question to Postgres's own catalogues: from which, and which columns must hold what. */
export interface Asked {
  /** The names of the catalogues, a join's in order: `pg_type`, `pg_enum pg_type`. */
  readonly source: string;
  /** By column; `regclass` holds a name that is written with that cast. */
  readonly values: ReadonlyMap<string, string>;
}

/** Whether such a thing stands in the schema; undefined where the question is none of those that are known. */
export function isThere(reader: CatalogReader, asked: Asked): boolean | undefined {
  const question = QUESTIONS[asked.source];
  if (question === undefined) return undefined;
  const columns = new Set([...question.columns, ...(question.schema ?? []), "regclass"]);
  if ([...asked.values.keys()].some((column) => !columns.has(column))) return undefined;
  return question.answer(reader, namesFrom(question, asked.values));
}

/** The values of a question in the order of its columns, and the schema that it names. */
interface Names {
  readonly schema: string | undefined;
  readonly of: readonly (string | undefined)[];
  readonly regclass: Name | undefined;
}

interface Question {
  readonly columns: readonly string[];
  /** Columns that name a schema. */
  readonly schema?: readonly string[];
  answer(reader: CatalogReader, names: Names): boolean | undefined;
}

function namesFrom({ columns, schema }: Question, values: ReadonlyMap<string, string>): Names {
  const regclass = values.get("regclass");
  return {
    schema: schema?.map((column) => values.get(column)).find((value) => value !== undefined),
    of: columns.map((column) => values.get(column)),
    regclass: regclass === undefined ? undefined : regclassName(regclass),
  };
}

/** A name as `regclass` reads it: folded but for what stands in quotes. */
function regclassName(text: string): Name {
  const parts = text.match(/"[^"]*"|[^."]+/g) ?? [];
  const [first, second] = parts.map((part) => (part.startsWith('"') ? part.slice(1, -1) : part.toLowerCase()));
  return second === undefined ? { schema: undefined, name: first ?? "" } : { schema: first, name: second };
}

/** The first that is found: in the schema that is named, else wherever it stands, for such a question names no path. */
function anywhere<Value>(
  reader: CatalogReader,
  { schema, name }: Name,
  find: (reader: CatalogReader, name: Name) => Value | undefined,
): Value | undefined {
  const found = find(reader, { schema, name });
  if (found !== undefined || schema !== undefined) return found;
  for (const other of schemasWithMembers(reader)) {
    const elsewhere = find(reader, { schema: other, name });
    if (elsewhere !== undefined) return elsewhere;
  }
  return undefined;
}

function relation(kinds: readonly string[]): Question["answer"] {
  return (reader, { schema, of: [name], regclass }) => {
    const asked = regclass ?? (name === undefined ? undefined : { schema, name });
    if (asked === undefined) return undefined;
    const found = regclass === undefined ? anywhere(reader, asked, findRelation) : findRelation(reader, asked);
    const kind = found?.entry.kind;
    return kind !== undefined && kinds.includes(kind);
  };
}

function tableOf(
  reader: CatalogReader,
  { schema, regclass }: Names,
  name: string | undefined,
): Table | "none" | undefined {
  if (regclass !== undefined) return findTable(reader, regclass) ?? "none";
  return name === undefined ? undefined : (anywhere(reader, { schema, name }, findTable) ?? "none");
}

function everySchema(reader: CatalogReader): readonly string[] {
  return Array.from(new Set([...searchPath(reader), ...schemasWithMembers(reader)]));
}

const constraint: Question["answer"] = (reader, names) => {
  const [name, tableName] = names.of;
  if (name === undefined) return undefined;
  const table = tableOf(reader, names, tableName);
  if (table === "none") return false;
  if (table !== undefined) return table.constraints.some((own) => own.name === name);
  const schemas = names.schema === undefined ? everySchema(reader) : [names.schema];
  return schemas.some((schema) => reader.get(constraintNameKey(schema, name)) !== undefined);
};

const column: Question["answer"] = (reader, names) => {
  const [name, tableName] = names.of;
  const table = tableOf(reader, names, tableName);
  if (name === undefined || table === undefined) return undefined;
  return table === "none" ? false : table.columns.some((own) => own.name === name);
};

function part(list: "policies" | "triggers"): Question["answer"] {
  return (reader, names) => {
    const [name, tableName] = names.of;
    const table = tableOf(reader, names, tableName);
    if (name === undefined || table === undefined) return undefined;
    return table === "none" ? false : table[list].some((own) => own.name === name);
  };
}

const type: Question["answer"] = (reader, { schema, of: [name], regclass }) => {
  if (regclass !== undefined) return findType(reader, regclass) !== undefined;
  return name === undefined ? undefined : anywhere(reader, { schema, name }, findType) !== undefined;
};

const enumValue: Question["answer"] = (reader, { schema, of: [value, name], regclass }) => {
  const asked = regclass ?? (name === undefined ? undefined : { schema, name });
  if (value === undefined || asked === undefined) return undefined;
  return anywhere(reader, asked, findType)?.entry.values.includes(value) === true;
};

const routine: Question["answer"] = (reader, { schema, of: [name] }) => {
  if (name === undefined) return undefined;
  const schemas = schema === undefined ? everySchema(reader) : [schema];
  return schemas.some((own) => reader.get(routineNamesKey(own, name)) !== undefined);
};

const TABLES = ["table"];
const RELATIONS = ["table", "view", "materialized view", "sequence", "index"];

/** What each of Postgres's catalogues is asked about, by the names of the catalogues. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  pg_class: { columns: ["relname"], answer: relation(RELATIONS) },
  "pg_class pg_namespace": { columns: ["relname"], schema: ["nspname"], answer: relation(RELATIONS) },
  pg_tables: { columns: ["tablename"], schema: ["schemaname"], answer: relation(TABLES) },
  tables: { columns: ["table_name"], schema: ["table_schema"], answer: relation([...TABLES, "view"]) },
  pg_views: { columns: ["viewname"], schema: ["schemaname"], answer: relation(["view"]) },
  views: { columns: ["table_name"], schema: ["table_schema"], answer: relation(["view"]) },
  pg_matviews: { columns: ["matviewname"], schema: ["schemaname"], answer: relation(["materialized view"]) },
  pg_sequences: { columns: ["sequencename"], schema: ["schemaname"], answer: relation(["sequence"]) },
  sequences: { columns: ["sequence_name"], schema: ["sequence_schema"], answer: relation(["sequence"]) },
  pg_indexes: { columns: ["indexname", "tablename"], schema: ["schemaname"], answer: relation(["index"]) },
  columns: { columns: ["column_name", "table_name"], schema: ["table_schema"], answer: column },
  pg_attribute: { columns: ["attname", "relname"], answer: column },
  "pg_attribute pg_class": { columns: ["attname", "relname"], answer: column },
  pg_constraint: { columns: ["conname", "relname"], answer: constraint },
  "pg_constraint pg_class": { columns: ["conname", "relname"], answer: constraint },
  table_constraints: {
    columns: ["constraint_name", "table_name"],
    schema: ["table_schema", "constraint_schema"],
    answer: constraint,
  },
  pg_type: { columns: ["typname"], answer: type },
  "pg_type pg_namespace": { columns: ["typname"], schema: ["nspname"], answer: type },
  pg_enum: { columns: ["enumlabel", "typname"], answer: enumValue },
  "pg_enum pg_type": { columns: ["enumlabel", "typname"], answer: enumValue },
  "pg_type pg_enum": { columns: ["enumlabel", "typname"], answer: enumValue },
  pg_policies: { columns: ["policyname", "tablename"], schema: ["schemaname"], answer: part("policies") },
  pg_policy: { columns: ["polname", "relname"], answer: part("policies") },
  pg_trigger: { columns: ["tgname", "relname"], answer: part("triggers") },
  triggers: {
    columns: ["trigger_name", "event_object_table"],
    schema: ["event_object_schema", "trigger_schema"],
    answer: part("triggers"),
  },
  pg_proc: { columns: ["proname"], answer: routine },
  "pg_proc pg_namespace": { columns: ["proname"], schema: ["nspname"], answer: routine },
  routines: { columns: ["routine_name"], schema: ["routine_schema"], answer: routine },
  pg_extension: {
    columns: ["extname"],
    answer: (reader, { of: [name] }) =>
      name === undefined ? undefined : reader.get(otherKey("extension", name)) !== undefined,
  },
  pg_namespace: {
    columns: ["nspname"],
    answer: (reader, { of: [name] }) =>
      name === undefined ? undefined : name === "public" || reader.get(schemaKey(name)) !== undefined,
  },
  schemata: {
    columns: ["schema_name"],
    answer: (reader, { of: [name] }) =>
      name === undefined ? undefined : name === "public" || reader.get(schemaKey(name)) !== undefined,
  },
};
