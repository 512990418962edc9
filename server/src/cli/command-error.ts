/** The command could not do its work: one line for standard error, exit status 2. */
export class CommandError extends Error {}
