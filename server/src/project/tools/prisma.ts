import { below } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { anyName, downText, type Making, nameFrom } from "./making.ts";
import { lineOrPresence, presence, type Tool } from "./tool.ts";

/** A folder; `down.sql` where somebody writes them. */
const making: Making = {
  unit: "folder",
  place: "anywhere",
  takeApart: anyName,
  write(made) {
    const folder = below(made.folder, nameFrom(made.parts));
    const up = { path: below(folder, "migration.sql"), text: made.migration.up };
    return made.takesBack ? [up, { path: below(folder, "down.sql"), text: downText(made) }] : [up];
  },
};

/**
 * Prisma Migrate: a folder a migration, each sent as one query, which Postgres runs as one transaction. Newer versions split
 * a file where their own parser reads all of it (`docs/tools/prisma.md`), so that a statement alone in its file is what
 * works with every version.
 */
export const prisma: Tool = {
  name: "prisma",
  about: {
    title: "Prisma Migrate",
    recognised: [
      "`migration_lock.toml` in the folder",
      "`<name>/migration.sql` in folders of a folder named `migrations`",
    ],
    order: "the folders by name, code unit by code unit",
    down: "`down.sql` beside `migration.sql`, where somebody wrote one: Prisma does not run it",
    optOut: undefined,
    sources: [
      "https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories",
      "https://github.com/prisma/prisma-engines/pull/5767",
      "https://github.com/prisma/prisma/issues/14456",
    ],
  },
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
  making,
};

/** Drizzle's newer layout has the same file and a snapshot beside it. */
function steps(folder: FolderView): readonly FolderView[] {
  return folder.folders.flatMap((name) => {
    const step = folder.folder(name);
    return step?.files.includes("migration.sql") && !step.files.includes("snapshot.json") ? [step] : [];
  });
}
