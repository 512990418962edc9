import type { Client } from "pg";

/** How two descriptions of a schema, by `postgresLines` and `catalogLines`, agree. */
export interface Comparison {
  /** How many objects either of them knows. */
  readonly objects: number;
  /** How many of those both describe alike. */
  readonly agreeing: number;
  /** What they say of the others. */
  readonly differences: readonly Difference[];
}

/** An object of which they say different things; undefined where one of them does not know it. */
export interface Difference {
  readonly object: string;
  readonly postgres: string | undefined;
  readonly catalogue: string | undefined;
}

/** Compares the lines object by object. A constant that is written differently and means the same is the same: the server is asked. */
export async function compareLines(
  client: Client,
  postgres: readonly string[],
  catalogue: readonly string[],
): Promise<Comparison> {
  const theirs = byObject(postgres);
  const ours = byObject(catalogue);
  const objects = [...new Set([...theirs.keys(), ...ours.keys()])].sort();
  const differences: Difference[] = [];
  for (const object of objects) {
    const difference = { object, postgres: theirs.get(object), catalogue: ours.get(object) };
    const isSame = difference.postgres === difference.catalogue || (await isSameConstant(client, difference));
    if (!isSame) differences.push(difference);
  }
  return { objects: objects.length, agreeing: objects.length - differences.length, differences };
}

/** The lines by the object that each describes: a column's is its table and name, any other's its first two words. */
function byObject(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(lines.map((line) => [objectOf(line), line]));
}

function objectOf(line: string): string {
  const column = /^column (.*)\.\d+ (.*?):( |$)/.exec(line);
  if (column !== null) return `column ${column[1]}.${column[2]}`;
  return /^(?:materialized view|\S+) (?:"(?:[^"]|"")*"|\S)+/.exec(line)?.[0] ?? line;
}

const CONSTANT_DEFAULT = /^(column .*?\.\d+ .*?: (.*?)(?: not null)? default) := ('.*')$/s;

/** Whether both are the same column with a default that is one constant of the column's type. */
async function isSameConstant(client: Client, { postgres, catalogue }: Difference): Promise<boolean> {
  const theirs = CONSTANT_DEFAULT.exec(postgres ?? "");
  const ours = CONSTANT_DEFAULT.exec(catalogue ?? "");
  if (theirs === null || ours === null || theirs[1] !== ours[1]) return false;
  const values = [theirs[3], ours[3]].map((value) => (value ?? "").slice(1, -1));
  try {
    const query = `SELECT CAST($1::text AS ${theirs[2]})::text = CAST($2::text AS ${theirs[2]})::text AS same`;
    const { rows } = await client.query<{ same: boolean }>(query, values);
    return rows[0]?.same === true;
  } catch {
    return false;
  }
}

/**
 * What must agree of every single object: tables, columns with their types and nullability, primary and foreign keys,
 * the columns of indexes. Undefined for lines of which nothing must.
 */
export function essence(line: string | undefined): string | undefined {
  if (line === undefined) return undefined;
  if (line.startsWith("table ")) return line;
  if (line.startsWith("column "))
    return line.replace(/(?: default)?(?: always| by default)?(?: stored| virtual)?(?: := .*)?$/s, "");
  if (/^constraint .* (?:primaryKey|foreignKey) \(/.test(line)) return line;
  return line.startsWith("index ") ? /^index .*? \(.*?\)/.exec(line)?.[0] : undefined;
}
