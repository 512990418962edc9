import type { PartitionBoundSpec } from "libpg-query";
import type { StatementSource } from "../statement-source.ts";
import { expressionOf, groupEnd, isWord, tokenAt } from "./tokens.ts";

/** A partition's bounds as written: `DEFAULT`, or `FOR VALUES` with what follows. */
export function partitionBound(source: StatementSource, node: PartitionBoundSpec): string {
  if (node.is_default === true) return "DEFAULT";
  // The parser points at IN, FROM or WITH, which stands before a list; FROM's goes on with TO and another.
  const first = tokenAt(source, node.location);
  const last = groupEnd(source, first + 1);
  const end = isWord(source, last + 1, "to") ? groupEnd(source, last + 2) : last;
  return `FOR VALUES ${expressionOf(source, { first, last: end }).text}`;
}
