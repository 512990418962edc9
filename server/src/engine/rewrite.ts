import type { Range } from "../text/range.ts";
import type { Edit } from "./report.ts";

/**
 * A statement, or one subcommand of an ALTER TABLE, as steps that do the same without the hazard. Which step stays in
 * the file and which goes to a migration of its own is not the rule's affair: it hangs on the tool and its transactions.
 */
export interface Rewrite {
  /** An imperative: "Add the constraint NOT VALID and validate it on its own". */
  readonly title: string;
  /** Whether it can be accepted unseen: it changes how a statement works, never what it makes. */
  readonly safe: boolean;
  /** What the steps take the place of, from the segment's start: the whole statement's range, or a subcommand's. */
  readonly replaces: Range;
  /** In the order in which they run. */
  readonly steps: readonly RewriteStep[];
  /** Names that the steps make: where a later statement of the file uses one, no step may move behind it. */
  readonly makes?: readonly string[];
}

/** One statement of a rewrite. */
export interface RewriteStep {
  /** Without a semicolon at its end. */
  readonly sql: string;
  /** In place of `sql`, as long as the step stays where it was: edits of the replaced text. Ranges count from the segment's start. */
  readonly edits?: readonly Edit[];
  /**
   * `with-last`: may share a transaction with the step before, and as the first one with what stands before it.
   * `own`: runs after that step was committed. `outside`: runs in no transaction block.
   */
  readonly transaction: "with-last" | "own" | "outside";
  /** The deploy that it belongs to, from 1, where it is not the first: a migration of its own. */
  readonly deploy?: number;
  /** What stands above it as a comment; without dashes. */
  readonly comment?: string;
  /** What a new migration is named after: `validate orders_user_id_fkey`. */
  readonly words: string;
}
