import type { Migration, MigrationStatement } from "../../engine/rule.ts";
import type { FileFacts } from "../../project/project.ts";
import type { TransactionControl } from "../../sql/statement.ts";

/** A BEGIN, COMMIT or ROLLBACK of the file's own, and what is open where it stands. */
export interface TransactionStep {
  readonly at: MigrationStatement;
  readonly action: "begin" | "end" | "take back";
  /** The transaction that is open before it: the tool's, the file's own, or none. */
  readonly open: "tool" | "file" | "none";
  /** The BEGIN that the open one came from. */
  readonly begun: MigrationStatement | undefined;
}

/**
 * The file's own BEGIN, COMMIT and ROLLBACK in order. A file that is sent as one query is no transaction of its tool's
 * here: the BEGIN in it opens the first one that a COMMIT can end.
 */
export function transactionSteps({ statements }: Migration, { transaction }: FileFacts): readonly TransactionStep[] {
  let open: TransactionStep["open"] = transaction === "each-file" || transaction === "all-files" ? "tool" : "none";
  let begun: MigrationStatement | undefined;
  const steps: TransactionStep[] = [];
  for (const at of statements) {
    const { statement, nested } = at;
    if (nested || statement.kind !== "transaction") continue;
    const action = ACTIONS[statement.action];
    if (action === undefined) continue;
    steps.push({ at, action, open, begun });
    if (action !== "begin") open = "none";
    else if (open === "none") open = "file";
    if (action !== "begin") begun = undefined;
    else begun ??= at;
  }
  return steps;
}

const ACTIONS: Readonly<Partial<Record<TransactionControl["action"], TransactionStep["action"]>>> = {
  begin: "begin",
  commit: "end",
  rollback: "take back",
};
