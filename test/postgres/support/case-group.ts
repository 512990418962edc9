/** A database to run cases on, and the cases. */
export interface CaseGroup {
  readonly name: string;
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
