import type { AlterTableAction, Policy, Statement } from "../../sql/statement.ts";

/** A statement of an earlier file, as it is written. */
export interface WrittenStatement {
  readonly statement: Statement;
  /** Without its semicolon; the statement's ranges count from its own start, which is `statement.range.start`. */
  readonly text: string;
}

/** A subcommand with its words. */
interface WrittenAction {
  readonly action: AlterTableAction;
  readonly text: string;
}

/** The last subcommand that an earlier file ran on the table of that name and that the test accepts. */
export function lastAction(
  statements: readonly WrittenStatement[],
  table: string,
  isMeant: (action: AlterTableAction) => boolean,
): WrittenAction | undefined {
  for (const { statement, text } of statements.toReversed()) {
    if (statement.kind !== "alterTable" || statement.name.name !== table) continue;
    const action = statement.actions.findLast(isMeant);
    if (action === undefined) continue;
    const start = statement.range.start;
    return { action, text: text.slice(action.range.start - start, action.range.end - start) };
  }
  return undefined;
}

/** The words that made a policy and those that changed it since, in order; none where no earlier file makes it. */
export function earlierPolicy(statements: readonly WrittenStatement[], { name, table }: Policy): readonly string[] {
  const own = statements.filter(
    ({ statement }) =>
      (statement.kind === "createPolicy" || statement.kind === "alterPolicy") &&
      statement.name.name === name.name &&
      statement.table.name === table.name,
  );
  const made = own.findLastIndex(({ statement }) => statement.kind === "createPolicy");
  return made < 0 ? [] : own.slice(made).map(({ text }) => text);
}
