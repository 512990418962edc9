import { type IndexExample, indexNaming } from "../project/naming.ts";
import type { Document } from "./documents.ts";
import type { Conventions } from "./rule.ts";

/** The habits that the files of a history show. */
export function conventionsFrom(documents: readonly Document[]): Conventions {
  const examples: IndexExample[] = [];
  for (const { segments } of documents) {
    for (const segment of segments) {
      const statement = segment.parsed?.statement;
      if (statement?.kind !== "createIndex" || statement.name === undefined || statement.unique) continue;
      const columns = statement.keys.flatMap(({ column }) => column ?? []);
      if (columns.length !== statement.keys.length) continue;
      examples.push({ table: statement.table.name, columns, name: statement.name.name });
    }
  }
  return { indexName: indexNaming(examples) };
}
