/** The key of a relation: tables, views, sequences and indexes share one namespace in a schema. */
export function relationKey(schema: string, name: string): string {
  return `relation ${schema}.${name}`;
}

/** The key of what is known of a table that no file makes. */
export function presumedKey(schema: string, name: string): string {
  return `presumed ${schema}.${name}`;
}

/** The key of a type. */
export function typeKey(schema: string, name: string): string {
  return `type ${schema}.${name}`;
}

/** The key of a schema. */
export function schemaKey(name: string): string {
  return `schema ${name}`;
}

/** The key of a session setting. */
export function settingKey(name: string): string {
  return `setting ${name}`;
}

/** The key of the pointer from a table's id to its present key. */
export function idKey(id: string): string {
  return `id ${id}`;
}

/** The key of what a file shows of the rows of the table of that id. */
export function rowsKey(id: string): string {
  return `rows ${id}`;
}

/** The key of how often a constraint's name is used in a schema. */
export function constraintNameKey(schema: string, name: string): string {
  return `constraint ${schema}.${name}`;
}

/** The key of the mark that some file makes a table of that name, which stays when the table goes. */
export function madeKey(schema: string, name: string): string {
  return `made ${schema}.${name}`;
}

/** The key of a routine: its name and the types of what it takes, as `format_type` prints them. */
export function routineKey(schema: string, name: string, types: readonly string[]): string {
  return `routine ${schema}.${name}(${types.join(",")})`;
}

/** The key of the list of routines of one name. */
export function routineNamesKey(schema: string, name: string): string {
  return `routines ${schema}.${name}`;
}

/** The key of an extension, a publication or extended statistics. */
export function otherKey(kind: "extension" | "publication" | "statistics", name: string): string {
  return `${kind} ${name}`;
}

/** The key of the link to the schema in which something was first made last. */
export const SCHEMAS = "schemas";

/** What is linked in a chain: all that was made in a schema, or the routines among it. */
export type Chain = "member" | "routine";

/** The key of the link that opens a schema's chain. */
export function chainKey(chain: Chain, schema: string): string {
  return `${chain}s ${schema}`;
}

/** The key of a chain's link for what stands, or stood, under a key. */
export function linkKey(chain: Chain, key: string): string {
  return `${chain} of ${key}`;
}

/** Whether what stands under the key ends with the session: settings and temporary objects. */
export function endsWithSession(key: string): boolean {
  return key.startsWith("setting ") || key.startsWith("relation pg_temp.") || key.startsWith("type pg_temp.");
}
