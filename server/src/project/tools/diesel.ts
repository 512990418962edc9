import { below, byCodeUnit, folderOf } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { presence, type Tool } from "./tool.ts";

/**
 * Diesel: `<version>_<name>/up.sql` and `down.sql`, by version with the hyphens taken out. `diesel_migrations`,
 * `FileBasedMigrations`: `run_in_transaction = false` in `metadata.toml` takes the migration out of its transaction; its
 * documentation says that a migration of several statements is then still one transaction.
 */
export const diesel: Tool = {
  name: "diesel",
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
    says: "Diesel runs a migration with `run_in_transaction = false` in its metadata.toml outside a transaction, as one query",
    edits: [],
    creates:
      sidecar === undefined
        ? [{ path: below(folderOf(path), "metadata.toml"), text: "run_in_transaction = false\n" }]
        : [],
    alone: true,
  }),
};

function steps(folder: FolderView): readonly FolderView[] {
  const found = folder.folders.flatMap((name) => {
    const step = folder.folder(name);
    return step?.files.includes("up.sql") && /^\d/.test(name) ? [step] : [];
  });
  const version = (step: FolderView) => (step.name.split("_")[0] ?? "").replaceAll("-", "");
  return found.sort((a, b) => byCodeUnit(version(a), version(b)) || byCodeUnit(a.name, b.name));
}
