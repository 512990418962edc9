/** The major versions of Postgres that the checks run on, oldest first. */
export const POSTGRES_VERSIONS = [12, 13, 14, 15, 16, 17, 18] as const;

/** One major version of Postgres. */
export type PostgresVersion = (typeof POSTGRES_VERSIONS)[number];

/** Whether everything is proven, on every version: where `CI` is set. */
export function isFullProof(): boolean {
  const { CI } = process.env;
  return CI !== undefined && CI !== "";
}

/** All seven where `CI` is set; else the oldest and the newest, which a developer can wait for. */
export function versionsToTest(): readonly PostgresVersion[] {
  return isFullProof() ? POSTGRES_VERSIONS : [12, 18];
}

/** Those that fixes run on, each of which takes copies of databases: an old one, one in the middle, the newest. */
export function versionsForFixes(): readonly PostgresVersion[] {
  return isFullProof() ? [13, 16, 18] : [13, 18];
}
