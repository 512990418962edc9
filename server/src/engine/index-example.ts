import type { IndexExample } from "../project/naming.ts";
import type { Statement } from "../sql/statement.ts";

/** A named, plain index on columns alone as an example of how the project names them. */
export function indexExample(statement: Statement): IndexExample | undefined {
  if (statement.kind !== "createIndex" || statement.name === undefined || statement.unique) return undefined;
  const columns = statement.keys.flatMap(({ column }) => column ?? []);
  if (columns.length !== statement.keys.length) return undefined;
  return { table: statement.table.name, columns, name: statement.name.name };
}
