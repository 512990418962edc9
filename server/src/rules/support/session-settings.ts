import type { Migration, MigrationStatement } from "../../engine/rule.ts";
import type { FileFacts } from "../../project/project.ts";

/** A value that the file gave a variable of its session. */
export interface Setting {
  /** As written: `5s`. */
  readonly value: string;
  readonly by: MigrationStatement;
  /** SET LOCAL: it ends with the transaction. */
  readonly local: boolean;
}

/** A value that the file gives a variable, and in which of its statements it is in force. */
export interface SettingOf {
  /** Before each statement; undefined where the file has set nothing, or has taken it back. */
  readonly inForce: readonly (Setting | undefined)[];
}

/** Whether nothing tells if the file runs in a transaction: `psql --single-transaction` and others open one around any file. */
export function isTransactionUnknown({ tool }: FileFacts): boolean {
  return tool === undefined || tool === "plain";
}

/**
 * What the file has set the variable to, before each of its statements. SET LOCAL outside a transaction sets nothing,
 * as `test/postgres/timeouts.test.ts` watches; where nobody knows whether there is one, it counts.
 */
export function settingOf({ statements }: Migration, file: FileFacts, variable: string): SettingOf {
  const isUnknown = isTransactionUnknown(file);
  let session: Setting | undefined;
  let local: Setting | undefined;
  const inForce = statements.map((each) => {
    const now = local ?? session;
    const { statement, transaction } = each;
    if (statement.kind === "transaction" && ["commit", "rollback"].includes(statement.action)) local = undefined;
    if (statement.kind !== "set" || (statement.variable !== variable && statement.variable !== "all")) return now;
    const [value] = statement.values;
    if (value === undefined) {
      session = undefined;
      local = undefined;
    } else if (!statement.local) {
      session = { value, by: each, local: false };
      local = undefined;
    } else if (transaction !== "none" || isUnknown) local = { value, by: each, local: true };
    return now;
  });
  return { inForce };
}
