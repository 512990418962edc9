import { type IndexExample, indexNaming } from "../project/naming.ts";
import type { Document, Documents } from "./documents.ts";
import { indexExample } from "./index-example.ts";
import type { Conventions } from "./rule.ts";

/** Habits, and whether the files still show them. */
export interface KnownConventions {
  readonly conventions: Conventions;
  /** Whether they would be read from the same texts, were they read from these paths now. */
  stillHold(paths: readonly string[]): boolean;
}

/** The habits that the files at the paths show. They are read when the first fix asks for them. */
export function conventionsFrom(paths: readonly string[], documents: Documents): KnownConventions {
  let read: readonly (Document | undefined)[] | undefined;
  let naming: ReturnType<typeof indexNaming> | undefined;
  const conventions: Conventions = {
    indexName: (table, columns) => {
      read ??= paths.map((path) => documents.get(path));
      naming ??= indexNaming(examplesIn(read));
      return naming(table, columns);
    },
  };
  const isSame = (path: string | undefined, index: number) => path === paths[index];
  return {
    conventions,
    stillHold: (now) =>
      now.length === paths.length &&
      now.every(isSame) &&
      (read === undefined || read.every((document, index) => documents.get(paths[index] ?? "") === document)),
  };
}

/** The named, plain indexes that the files create. */
function examplesIn(documents: readonly (Document | undefined)[]): readonly IndexExample[] {
  const segments = documents.flatMap((document) => document?.segments ?? []);
  return segments.flatMap(({ parsed }) => (parsed?.statement && indexExample(parsed.statement)) ?? []);
}
