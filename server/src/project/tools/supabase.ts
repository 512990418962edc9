import { below } from "../paths.ts";
import { NUMBERED_FILES } from "./making.ts";
import { byVersion, isSql, leadingDigits, presence, type Tool } from "./tool.ts";

/**
 * The Supabase command line: `supabase/migrations/<time>_<name>.sql`. It sends the statements of a file as one pipeline,
 * which Postgres runs as one transaction; since 2.109 those that refuse one are sent by themselves, so that a statement
 * alone in its file is what works with every version (`docs/tools/supabase.md`).
 */
export const supabase: Tool = {
  name: "supabase",
  about: {
    title: "Supabase",
    recognised: ["SQL files in `supabase/migrations`"],
    order: "by version as a number",
    down: "none",
    optOut: undefined,
    sources: [
      "https://github.com/supabase/cli/blob/develop/pkg/migration/file.go",
      "https://github.com/supabase/cli/issues/2898",
      "https://github.com/supabase/cli/issues/5139",
      "https://github.com/supabase/cli/pull/6276",
    ],
  },
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
  making: NUMBERED_FILES,
};
