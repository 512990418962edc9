/** The longest name that Postgres keeps, in bytes. */
const LONGEST = 63;

/** The name that Prisma gives to what has none of its own: `User_email_key`, what stands before the suffix cut so that all of it fits. */
export function defaultName(table: string, columns: readonly string[], suffix: string): string {
  return `${cut([table, ...columns].join("_"), LONGEST - suffix.length - 1)}_${suffix}`;
}

function cut(name: string, bytes: number): string {
  const encoder = new TextEncoder();
  let kept = "";
  let length = 0;
  for (const character of name) {
    length += encoder.encode(character).length;
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}
