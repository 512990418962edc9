import { below, byCodeUnit, byNumber, nameOf } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { downText, type Making, type NameParts, nameFrom } from "./making.ts";
import { presence, type Tool } from "./tool.ts";

const NAME = /^(\d+)_([^.]+)(?:\.(postgres|pg|cockroach|crdb|mysql|mariadb|sqlite3?))?(\.autocommit)?\.(up|down)\.sql$/;

/** `.autocommit` in the name takes a file out; where the project writes for several databases the new one is for Postgres. */
const making: Making = {
  unit: "file",
  place: "anywhere",
  takeApart(name): NameParts | undefined {
    const match = NAME.exec(name);
    if (match === null) return undefined;
    const [, version = "", words = ""] = match;
    return { before: "", version, between: "_", words, after: ".up.sql" };
  },
  write(made) {
    const own = NAME.exec(nameOf(made.model))?.[3];
    const isShared = own === undefined && made.history.files.some((name) => NAME.exec(name)?.[3] !== undefined);
    const dialect = isShared ? ".postgres" : own === undefined ? "" : `.${own}`;
    const mode = made.migration.outside ? ".autocommit" : "";
    const path = (direction: string) =>
      below(made.folder, nameFrom({ ...made.parts, after: `${dialect}${mode}.${direction}.sql` }));
    const up = { path: path("up"), text: made.migration.up };
    return made.takesBack ? [up, { path: path("down"), text: downText(made) }] : [up];
  },
};

/** popx and pop: `<time>_<name>[.<dialect>][.autocommit].up.sql` and `.down.sql`. */
export const popx: Tool = {
  name: "popx",
  about: {
    title: "popx and pop",
    recognised: ["a file of that form with a dialect or `.autocommit` in its name"],
    order: "by version as a number; a dialect's file takes the place of the one for all",
    down: "`<version>_<name>.down.sql`",
    optOut: {
      how: "`.autocommit` in the file's name: `<version>_<name>.postgres.autocommit.up.sql`",
      runs: "implicit",
    },
    sources: ["https://github.com/ory/x/blob/master/popx/match.go", "https://github.com/ory/hydra/issues/3523"],
  },
  transaction: "each-file",
  marks(folder) {
    const telling = folder.files.find((name) => {
      const match = NAME.exec(name);
      return match?.[3] !== undefined || match?.[4] !== undefined;
    });
    return telling === undefined ? [] : [presence(below(folder.path, telling))];
  },
  arrange: (folder) => ({ files: forPostgres(folder, "up"), down: forPostgres(folder, "down") }),
  optOut: ({ path }) => (NAME.exec(nameOf(path))?.[4] === undefined ? undefined : "implicit"),
  wayOut: ({ path }) => ({
    says: `popx runs a file named ${nameOf(path).replace(/\.(up|down)\.sql$/, ".autocommit.$1.sql")} outside a transaction and as one query, so this statement must be the only one of its file`,
    edits: [],
    creates: [],
    alone: true,
  }),
  making,
};

function forPostgres(folder: FolderView, direction: "up" | "down"): readonly string[] {
  const chosen = new Map<string, { name: string; version: string; own: boolean }>();
  for (const name of folder.files) {
    const match = NAME.exec(name);
    const [, version = "", , dialect] = match ?? [];
    const own = dialect === "postgres" || dialect === "pg";
    if (match?.[5] !== direction || (dialect !== undefined && !own)) continue;
    if (own || chosen.get(version)?.own !== true) chosen.set(version, { name, version, own });
  }
  return [...chosen.values()]
    .sort((a, b) => byNumber(a.version, b.version) || byCodeUnit(a.name, b.name))
    .map(({ name }) => below(folder.path, name));
}
