import { below } from "../paths.ts";
import { byVersion, isSql, leadingDigits, presence, type Tool } from "./tool.ts";

/**
 * The Supabase command line: `supabase/migrations/<time>_<name>.sql`. It sends the statements of a file as one pipeline,
 * which Postgres runs as one transaction (supabase/cli issue 2898); since 2.109 the statements that refuse one are sent
 * by themselves (pull requests 5671 and 6276), so that a statement alone in its file is what works with every version.
 */
export const supabase: Tool = {
  name: "supabase",
  transaction: "implicit",
  marks: (folder) =>
    folder.name === "migrations" && folder.parent?.name === "supabase" && folder.files.some(isSql)
      ? [
          presence(
            below(folder.parent.path, folder.parent.files.includes("config.toml") ? "config.toml" : "migrations"),
          ),
        ]
      : [],
  arrange: (folder) => ({
    files: byVersion(folder, (name) => (isSql(name) && name.includes("_") ? leadingDigits(name) : undefined)),
    down: [],
  }),
  wayOut: () => ({
    says: "Supabase sends a migration as one pipeline, so this statement must be the only one of its file",
    edits: [],
    creates: [],
    alone: true,
  }),
};
