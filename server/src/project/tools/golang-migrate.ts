import { below } from "../paths.ts";
import { NUMBERED_FILES } from "./making.ts";
import { nearestSettings } from "./settings.ts";
import { byVersion, presence, type Tool } from "./tool.ts";
import { directed } from "./up-down.ts";

/**
 * golang-migrate: `<version>_<name>.up.sql` and `.down.sql`. Its Postgres drivers send a file as one query, unless the
 * database's address says `x-multi-statement=true`; with `x-use-transaction=true` they open a transaction around it.
 */
export const golangMigrate: Tool = {
  name: "golang-migrate",
  about: {
    title: "golang-migrate",
    recognised: ["`<version>_<name>.up.sql`"],
    order: "by version as a number",
    down: "`<version>_<name>.down.sql`",
    optOut: undefined,
    sources: [
      "https://github.com/golang-migrate/migrate/blob/master/database/postgres/README.md",
      "https://github.com/golang-migrate/migrate/blob/master/source/parse.go",
      "https://github.com/golang-migrate/migrate/issues/284",
    ],
  },
  transaction: "implicit",
  marks(folder) {
    const first = folder.files.find((name) => directed(name, "up") !== undefined);
    return first === undefined ? [] : [presence(below(folder.path, first))];
  },
  arrange: (folder) => ({
    files: byVersion(folder, (name) => directed(name, "up")),
    down: byVersion(folder, (name) => directed(name, "down")),
  }),
  settings: (folder) => nearestSettings(folder, ADDRESS_FILES, addressSetting),
  habit(settings) {
    const isOn = (name: string) => settings.some((setting) => setting.name === name);
    if (isOn("x-use-transaction")) return "each-file";
    return isOn("x-multi-statement") ? "none" : undefined;
  },
  wayOut: () => ({
    says: "golang-migrate sends a file as one query, so this statement must be the only one of its file",
    edits: [],
    creates: [],
    alone: true,
  }),
  making: NUMBERED_FILES,
};

/** Files that usually hold the address which the tool is started with. */
const ADDRESS_FILES = [
  "Makefile",
  "Taskfile.yml",
  "justfile",
  ".env",
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "package.json",
];

/** Parameters of the database's address that change how files are sent. */
function addressSetting(line: string) {
  const name = /[?&](x-multi-statement|x-use-transaction)=true(?!\w)/.exec(line)?.[1];
  return name === undefined ? undefined : { name, value: "true" };
}
