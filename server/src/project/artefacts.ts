import { folderOf, nameOf } from "./paths.ts";
import type { History } from "./project.ts";

/** Names under which tools keep the schema that a history ends in. */
const DUMPS: ReadonlySet<string> = new Set(["schema.sql", "structure.sql"]);

/**
 * The history whose outcome the file says again: of `schema.sql` or `structure.sql`, the one history in a folder beside
 * it (dbmate's `db/schema.sql`, Temporal's `schema.sql` beside `versioned`); of a Prisma schema, Prisma's migrations
 * beside it. Undefined where there is none, or several that may be meant.
 */
export function historyBeside(histories: readonly History[], path: string): History | undefined {
  const isPrisma = path.endsWith(".prisma");
  if (!isPrisma && !DUMPS.has(nameOf(path))) return undefined;
  // A Prisma schema of several files has a folder of its own beside `migrations`.
  const places = isPrisma ? [folderOf(path), folderOf(folderOf(path))] : [folderOf(path)];
  const beside = histories.filter(({ folder, tool, files }) => {
    const isBeside = places.includes(folderOf(folder)) && !files.includes(path) && files.length > 0;
    return isBeside && (!isPrisma || tool === "prisma");
  });
  return beside.length === 1 ? beside[0] : undefined;
}
