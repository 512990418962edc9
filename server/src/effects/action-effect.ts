import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { Fact } from "./fact.ts";

/** What one subcommand of ALTER TABLE does. */
export interface ActionEffect {
  /** The lock on the table that it needs; the statement takes the strongest of its subcommands'. */
  readonly mode: LockMode;
  /** Whether that lock is taken on the partitions and inheriting tables too, where ONLY does not forbid it. */
  readonly reach: "table" | "family";
  /** Everything else. */
  readonly facts: readonly Fact[];
  /** What it does in the mode that the whole statement takes on the table. */
  readonly underLock?: (mode: LockMode) => readonly Fact[];
}

/** A change of the table's definition alone. */
export function changes(mode: LockMode, reach: ActionEffect["reach"], facts: readonly Fact[] = []): ActionEffect {
  return { mode, reach, facts };
}
