const DIRECTED = /^(\d+)_.*\.(up|down)\.sql$/;

/** The version of `<version>_<name>.up.sql` (or `.down.sql`), as digits; undefined for other names. */
export function directed(name: string, direction: "up" | "down"): string | undefined {
  const match = DIRECTED.exec(name);
  return match?.[2] === direction ? match[1] : undefined;
}
