import { below } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { lineOrPresence, presence, type Tool } from "./tool.ts";

/**
 * Prisma Migrate: `migrations/<time>_<name>/migration.sql`, applied in the order of the folders' names; Prisma's manual,
 * "About migration histories". The schema engine sends the file as one query, which Postgres runs as one transaction.
 * Since 7.4 it first splits a file with CREATE INDEX CONCURRENTLY where its own parser can read all of it
 * (prisma-engines pull requests 5767 and 5799), and not with DROP INDEX CONCURRENTLY (5847), so that a statement
 * alone in its file is what works with every version.
 */
export const prisma: Tool = {
  name: "prisma",
  transaction: "implicit",
  marks(folder) {
    const lock = "migration_lock.toml";
    if (folder.files.includes(lock)) {
      return [lineOrPresence(below(folder.path, lock), folder.read(lock), (line) => line.startsWith("provider"))];
    }
    const first = folder.name === "migrations" ? steps(folder)[0] : undefined;
    return first === undefined ? [] : [presence(below(first.path, "migration.sql"))];
  },
  arrange(folder) {
    const named = (name: string) =>
      steps(folder).flatMap((step) => (step.files.includes(name) ? [below(step.path, name)] : []));
    return { files: named("migration.sql"), down: named("down.sql") };
  },
  wayOut: () => ({
    says: "Prisma sends a migration as one query, so this statement must be the only one of its migration",
    edits: [],
    creates: [],
    alone: true,
  }),
};

/** Drizzle's newer layout has the same file and a snapshot beside it. */
function steps(folder: FolderView): readonly FolderView[] {
  return folder.folders.flatMap((name) => {
    const step = folder.folder(name);
    return step?.files.includes("migration.sql") && !step.files.includes("snapshot.json") ? [step] : [];
  });
}
