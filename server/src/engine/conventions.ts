import { type IndexExample, indexNaming } from "../project/naming.ts";
import type { Documents } from "./documents.ts";
import type { Conventions } from "./rule.ts";

/** The habits that the files at the paths show. They are read when the first fix asks for them. */
export function conventionsFrom(paths: readonly string[], documents: Documents): Conventions {
  let naming: ReturnType<typeof indexNaming> | undefined;
  return {
    indexName: (table, columns) => {
      naming ??= indexNaming(examplesIn(paths, documents));
      return naming(table, columns);
    },
  };
}

/** The named, plain indexes that the files create. */
function examplesIn(paths: readonly string[], documents: Documents): readonly IndexExample[] {
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
  return examples;
}
