/** The eight lock modes of a Postgres relation, weakest first, as the manual's "Table-Level Locks" names them. */
export const LOCK_MODES = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;

/** One lock mode of a Postgres relation. */
export type LockMode = (typeof LOCK_MODES)[number];

/** What a held lock keeps others from: reading rows, writing rows, or changing the schema. */
export type Blocked = "read" | "write" | "ddl";
