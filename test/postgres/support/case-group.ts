/** A database to run cases on, and the cases. */
export interface CaseGroup {
  readonly name: string;
  /** What stands in it, for the page of locks: a heading's worth and a sentence. */
  readonly title: string;
  readonly about: string;
  /** Statements that no transaction may hold, run before the setup, each alone. */
  readonly alone?: readonly string[];
  /** A statement that waits for transactions, run after the setup and broken off while it waits for one that reads this table. */
  readonly brokenOff?: { readonly sql: string; readonly reading: string; readonly from: number };
  /** Statements that make the database; every table holds rows afterwards. */
  readonly setup: string;
  readonly cases: readonly EffectCase[];
}

/** A statement that is watched; what it should do is nowhere typed. A bare string runs on every version. */
export type EffectCase = string | { readonly sql: string; readonly from?: number; readonly until?: number };

/** Whether the case runs on that version. */
export function runsOn(each: EffectCase, version: number): boolean {
  return (
    typeof each === "string" || (version >= (each.from ?? 0) && version <= (each.until ?? Number.POSITIVE_INFINITY))
  );
}

/** The statement of the case. */
export function sqlOf(each: EffectCase): string {
  return typeof each === "string" ? each : each.sql;
}
