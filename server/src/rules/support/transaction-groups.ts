import type { Migration, MigrationStatement } from "../../engine/rule.ts";
import type { FileFacts } from "../../project/project.ts";
import { isTransactionUnknown } from "./session-settings.ts";

/** Statements that run in one transaction. */
export interface TransactionGroup {
  readonly statements: readonly MigrationStatement[];
  /** Nothing says whether the file runs in a transaction; these would share it if it does. */
  readonly supposed: boolean;
}

/**
 * The statements of the file by the transactions that they share, in order; what runs outside of all is in none. BEGIN,
 * COMMIT and ROLLBACK themselves, and DO where its own statements are known, are left out.
 */
export function transactionGroups({ statements }: Migration, file: FileFacts): readonly TransactionGroup[] {
  const isSupposed =
    isTransactionUnknown(file) && !statements.some(({ statement }) => statement.kind === "transaction");
  const groups: TransactionGroup[] = [];
  let current: MigrationStatement[] = [];
  const close = () => {
    if (current.length > 0) groups.push({ statements: current, supposed: isSupposed });
    current = [];
  };
  for (const each of statements) {
    const { statement, transaction } = each;
    if (statement.kind === "transaction") {
      if (statement.action === "commit" || statement.action === "rollback") close();
      continue;
    }
    const isShared = transaction !== "none" || (isSupposed && each.effects.transaction !== "must-be-outside");
    if (!isShared) close();
    else if (statement.kind !== "do" || statement.statements.length === 0) current.push(each);
  }
  close();
  return groups;
}
