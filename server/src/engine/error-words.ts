/** What went wrong, with where, for a log that only developers read. */
export function errorWords(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
