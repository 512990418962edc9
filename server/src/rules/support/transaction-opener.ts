import type { SqlContext } from "../../engine/rule.ts";
import type { FileFacts } from "../../project/project.ts";
import { toolWords } from "../../project/tool-words.ts";

/** Who opened the transaction that a statement runs in, behind "the transaction that": `goose opens around this file`. */
export function transactionOpener(
  transaction: SqlContext["transaction"],
  { tool, transaction: habit }: FileFacts,
): string {
  if (transaction === "file") return "this file opens";
  if (habit === "implicit") return `Postgres makes of this file, which ${toolWords(tool)} sends as one query`;
  return `${toolWords(tool)} opens around this file`;
}
