/** Makes sure that `test/tools/node_modules` is what the lock file says; returns its path. Throws where npm fails. */
export function ensureTools(): string;
