import { below, byCodeUnit, folderOf } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { downText, isDownOutside, type Making, type NameParts, nameFrom } from "./making.ts";
import { presence, type Tool } from "./tool.ts";

const OUTSIDE = "run_in_transaction = false\n";

/** A folder, whose `metadata.toml` takes both directions out of their transactions. */
const making: Making = {
  unit: "folder",
  place: "anywhere",
  takeApart(name): NameParts | undefined {
    const version = /^\d[\d-]*/.exec(name)?.[0];
    if (version === undefined) return undefined;
    const between = name[version.length] === "_" ? "_" : "";
    return { before: "", version, between, words: name.slice(version.length + between.length), after: "" };
  },
  write(made) {
    const folder = below(made.folder, nameFrom(made.parts));
    const files = [{ path: below(folder, "up.sql"), text: made.migration.up }];
    if (made.takesBack) files.push({ path: below(folder, "down.sql"), text: downText(made) });
    const isOutside = made.migration.outside || (made.takesBack && isDownOutside(made));
    return isOutside ? [...files, { path: below(folder, "metadata.toml"), text: OUTSIDE }] : files;
  },
};

/** Diesel: a folder a migration, whose `up.sql` goes to Postgres as one query (`batch_execute`), opted out or not. */
export const diesel: Tool = {
  name: "diesel",
  about: {
    title: "Diesel",
    recognised: ["`<version>_<name>/up.sql`"],
    order: "the folders by version, its hyphens taken out",
    down: "`down.sql` in the same folder",
    optOut: { how: "`run_in_transaction = false` in `metadata.toml` of the folder", runs: "implicit" },
    sources: [
      "https://docs.rs/diesel_migrations/latest/diesel_migrations/struct.FileBasedMigrations.html",
      "https://github.com/diesel-rs/diesel/blob/main/diesel_migrations/src/file_based_migrations.rs",
    ],
  },
  transaction: "each-file",
  marks(folder) {
    const first = steps(folder)[0];
    return first === undefined ? [] : [presence(below(first.path, "up.sql"))];
  },
  arrange(folder) {
    const named = (name: string) =>
      steps(folder).flatMap((step) => (step.files.includes(name) ? [below(step.path, name)] : []));
    return { files: named("up.sql"), down: named("down.sql") };
  },
  sidecar: (path) => below(folderOf(path), "metadata.toml"),
  optOut: ({ sidecar }) =>
    sidecar?.split(/\r?\n/).some((line) => /^run_in_transaction=false(?:#|$)/.test(line.replace(/\s/g, "")))
      ? "implicit"
      : undefined,
  wayOut: ({ path, sidecar }) => ({
    says: "Diesel runs a migration with `run_in_transaction = false` in its metadata.toml outside a transaction and as one query, so this statement must be the only one of its file",
    edits: [],
    creates: sidecar === undefined ? [{ path: below(folderOf(path), "metadata.toml"), text: OUTSIDE }] : [],
    alone: true,
  }),
  making,
};

function steps(folder: FolderView): readonly FolderView[] {
  const found = folder.folders.flatMap((name) => {
    const step = folder.folder(name);
    return step?.files.includes("up.sql") && /^\d/.test(name) ? [step] : [];
  });
  const version = (step: FolderView) => (step.name.split("_")[0] ?? "").replaceAll("-", "");
  return found.sort((a, b) => byCodeUnit(version(a), version(b)) || byCodeUnit(a.name, b.name));
}
