import { below } from "../paths.ts";
import { byVersion, presence, type Tool } from "./tool.ts";
import { directed } from "./up-down.ts";

/**
 * golang-migrate: `<version>_<name>.up.sql` and `.down.sql`, by version as a number (`source/parse.go`). The Postgres
 * drivers send a file as one query (`database/postgres/postgres.go`, unless `x-multi-statement` is set), which Postgres
 * runs as one transaction as soon as it holds a second statement (golang-migrate issue 284).
 */
export const golangMigrate: Tool = {
  name: "golang-migrate",
  transaction: "implicit",
  marks(folder) {
    const first = folder.files.find((name) => directed(name, "up") !== undefined);
    return first === undefined ? [] : [presence(below(folder.path, first))];
  },
  arrange: (folder) => ({
    files: byVersion(folder, (name) => directed(name, "up")),
    down: byVersion(folder, (name) => directed(name, "down")),
  }),
  wayOut: () => ({
    says: "golang-migrate sends a file as one query, so this statement must be the only one of its file",
    edits: [],
    creates: [],
    alone: true,
  }),
};
