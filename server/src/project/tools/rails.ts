import { below } from "../paths.ts";
import { presence, type Tool } from "./tool.ts";

/**
 * Rails: `db/structure.sql`, the dump that `config.active_record.schema_format = :sql` keeps and that psql loads statement by
 * statement (`PostgreSQLDatabaseTasks#structure_load`). Its migrations are Ruby and not read.
 */
export const rails: Tool = {
  name: "rails",
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
