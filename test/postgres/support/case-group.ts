/** A database to run cases on, and the cases. */
export interface CaseGroup {
  readonly name: string;
  /** Statements that make the database; every table holds rows afterwards. */
  readonly setup: string;
  readonly cases: readonly EffectCase[];
}

/** A statement that is watched; what it should do is nowhere typed. A bare string runs on every version. */
export type EffectCase = string | { readonly sql: string; readonly from?: number; readonly until?: number };
