import type { FileFacts } from "../project/project.ts";
import { blocksOf } from "../sql/sections.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent } from "../sql/segments.ts";
import type { SqlContext } from "./rule.ts";

type Transaction = SqlContext["transaction"];

/**
 * For each segment, who opened the transaction block that it runs in. The tool's own, by its habit and the file's
 * opt-out; the file's, between BEGIN and COMMIT. A COMMIT in the file also ends the tool's transaction, but where the
 * file is sent as one simple query Postgres opens the next implicit one at once. Several statements between goose's
 * StatementBegin and StatementEnd are one such query too.
 */
export function transactionsOf(segments: readonly Segment[], file: FileFacts, sent: number): readonly Transaction[] {
  const opened = openedByTool(file, sent);
  const isInBlock = inBlockOfSeveral(segments);
  let now = opened;
  return segments.map((segment, index) => {
    const statement = segment.parsed?.statement;
    const during = isInBlock(index) ? "file" : now;
    if (statement?.kind !== "transaction") return during;
    if (statement.action === "begin" && now === "none") now = "file";
    if (statement.action === "commit" || statement.action === "rollback") {
      now = file.transaction === "implicit" ? opened : "none";
    }
    return during;
  });
}

function inBlockOfSeveral(segments: readonly Segment[]): (index: number) => boolean {
  const blocks = blocksOf(segments);
  if (!blocks.some((block) => block !== undefined)) return () => false;
  const sizes = new Map<number | undefined, number>();
  segments.forEach((segment, index) => {
    if (isSent(segment)) sizes.set(blocks[index], (sizes.get(blocks[index]) ?? 0) + 1);
  });
  return (index) => blocks[index] !== undefined && (sizes.get(blocks[index]) ?? 0) > 1;
}

function openedByTool(file: FileFacts, sent: number): Transaction {
  if (file.transaction === "none") return "none";
  return file.transaction === "implicit" && sent < 2 ? "none" : "tool";
}
