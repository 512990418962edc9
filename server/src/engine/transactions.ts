import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type { SqlContext } from "./rule.ts";

type Transaction = SqlContext["transaction"];

/**
 * For each segment, who opened the transaction block that it runs in. The tool's own, by its habit and the file's
 * opt-out; the file's, between BEGIN and COMMIT. A COMMIT in the file also ends the tool's transaction, but where the
 * file is sent as one simple query Postgres opens the next implicit one at once.
 */
export function transactionsOf(segments: readonly Segment[], file: FileFacts, sent: number): readonly Transaction[] {
  const opened = openedByTool(file, sent);
  let now = opened;
  return segments.map((segment) => {
    const statement = segment.parsed?.statement;
    const during = now;
    if (statement?.kind !== "transaction") return during;
    if (statement.action === "begin" && now === "none") now = "file";
    if (statement.action === "commit" || statement.action === "rollback") {
      now = file.transaction === "implicit" ? opened : "none";
    }
    return during;
  });
}

function openedByTool(file: FileFacts, sent: number): Transaction {
  if (file.transaction === "none") return "none";
  return file.transaction === "implicit" && sent < 2 ? "none" : "tool";
}
