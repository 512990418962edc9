import { type IndexExample, indexNaming } from "../project/naming.ts";
import type { Documents } from "./documents.ts";
import type { Conventions } from "./rule.ts";

/** The habits that the files at the paths show. */
export function conventionsFrom(paths: readonly string[], documents: Documents): Conventions {
  const examples: IndexExample[] = [];
  for (const path of paths) {
    for (const segment of documents.get(path)?.segments ?? []) {
      const statement = segment.parsed?.statement;
      if (statement?.kind !== "createIndex" || statement.name === undefined || statement.unique) continue;
      const columns = statement.keys.flatMap(({ column }) => column ?? []);
      if (columns.length !== statement.keys.length) continue;
      examples.push({ table: statement.table.name, columns, name: statement.name.name });
    }
  }
  return { indexName: indexNaming(examples) };
}
