import { below } from "../paths.ts";
import { presence, type Tool } from "./tool.ts";

/** Rails: `db/structure.sql`, the dump that `schema_format = :sql` keeps and that psql loads statement by statement. */
export const rails: Tool = {
  name: "rails",
  about: {
    title: "Rails",
    recognised: ["`structure.sql` or `*_structure.sql` in a folder named `db`"],
    order: "the dumps by name; migrations are Ruby and not read",
    down: "none",
    optOut: undefined,
    sources: [
      "https://github.com/rails/rails/blob/main/activerecord/lib/active_record/tasks/postgresql_database_tasks.rb",
    ],
  },
  transaction: "none",
  marks: (folder) =>
    folder.name === "db" && structures(folder.files).length > 0
      ? structures(folder.files).map((name) => presence(below(folder.path, name)))
      : [],
  arrange: (folder) => ({ files: structures(folder.files).map((name) => below(folder.path, name)), down: [] }),
};

function structures(names: readonly string[]): readonly string[] {
  return names.filter((name) => name === "structure.sql" || name.endsWith("_structure.sql"));
}
