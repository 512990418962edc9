/** The Postgres majors that Lockkeeper's claims are watched on. */
export const POSTGRES_VERSIONS = { oldest: 12, newest: 18 } as const;

/**
 * The oldest major that the Postgres project still repairs, assumed where nothing says which version runs.
 * https://www.postgresql.org/support/versioning/: a major is supported for five years; 14 had its final release on
 * 12 November 2026, 15 has it in November 2027.
 */
export const OLDEST_SUPPORTED_POSTGRES = 15;

/** The nearest major that Lockkeeper knows: a workspace may name one that is older or newer. */
export function knownPostgres(major: number): number {
  return Math.min(Math.max(major, POSTGRES_VERSIONS.oldest), POSTGRES_VERSIONS.newest);
}
