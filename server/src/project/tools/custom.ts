import { jsonFields, readJson } from "../json-nodes.ts";
import type { FileEdit } from "../new-migration.ts";
import { below, byCodeUnit, byNumber, folderOf, nameOf, relativeTo } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { anyName, type Listing, type NameParts, NUMBERED_FILES, nameFrom, numberedName } from "./making.ts";
import { byVersion, byVersionParts, isSql, markedLine, presence, siblings, type Tool } from "./tool.ts";
import { directed } from "./up-down.ts";

/**
 * `delta/<version>/*.sql`, with `*.sql.postgres` and `*.sql.sqlite` for one engine alone: Synapse's runner. It sends each
 * script as `COMMIT; BEGIN TRANSACTION; <script>` (`PostgresEngine.executescript`), so that each has its own transaction.
 */
export const deltas: Tool = {
  name: "custom",
  about: {
    title: "Synapse's deltas",
    recognised: ["`delta/<version>/`, at least two versions"],
    order: "the versions as numbers, the files of a version by name; `.sql.postgres` with `.sql`",
    down: "none",
    optOut: undefined,
    sources: ["https://github.com/element-hq/synapse/blob/develop/synapse/storage/prepare_database.py"],
  },
  transaction: "each-file",
  marks(folder) {
    const versions = folder.name === "delta" ? numberedFolders(folder) : [];
    return versions.length < 2 ? [] : versions.slice(0, 1).map((version) => presence(version.path));
  },
  arrange: (folder) => ({
    files: numberedFolders(folder).flatMap((version) =>
      version.files
        .filter((name) => name.endsWith(".sql") || name.endsWith(".sql.postgres"))
        .map((name) => below(version.path, name)),
    ),
    down: [],
  }),
  making: { ...NUMBERED_FILES, takeApart: (name) => numberedName(name.replace(/\.postgres$/, "")) },
};

function numberedFolders(folder: FolderView): readonly FolderView[] {
  return folder.folders
    .filter((name) => /^\d+$/.test(name))
    .sort(byNumber)
    .flatMap((name) => folder.folder(name) ?? []);
}

/**
 * `v<major>.<minor>/manifest.json` that lists the files: Temporal's runner (`tools/common/schema`), which sends each statement
 * by itself, outside a transaction.
 */
export const versionedFolders: Tool = {
  name: "custom",
  about: {
    title: "Temporal's versions",
    recognised: ["`v<major>.<minor>/manifest.json`"],
    order: "the versions part by part as numbers, the files of a version as its manifest lists them",
    down: "none",
    optOut: undefined,
    sources: ["https://github.com/temporalio/temporal/blob/main/tools/common/schema/updatetask.go"],
  },
  transaction: "none",
  marks(folder) {
    const first = manifests(folder)[0];
    return first === undefined ? [] : [presence(below(first.path, "manifest.json"))];
  },
  arrange: (folder) => ({
    files: manifests(folder).flatMap((version) =>
      listedFiles(version.read("manifest.json"))
        .filter((name) => version.files.includes(name))
        .map((name) => below(version.path, name)),
    ),
    down: [],
  }),
  making: { ...NUMBERED_FILES, takeApart: listedName, list: manifestEdits },
};

/** The order is the manifest's, so that the name is words alone. */
function listedName(name: string): NameParts | undefined {
  if (!isSql(name)) return undefined;
  return { before: "", version: "", between: "", words: name.slice(0, -4), after: ".sql" };
}

/** The new names behind the one that they come after, in the manifest of its version. */
function manifestEdits({ history, after, made }: Listing): readonly FileEdit[] | undefined {
  const path = below(folderOf(after), "manifest.json");
  const { root } = readJson(history.read(relativeTo(history.path, path)));
  const lists = root === undefined ? [] : jsonFields(root).flatMap((field) => field.value.children ?? []);
  const entry = lists.find((node) => node.value === nameOf(after));
  if (entry === undefined) return undefined;
  const end = entry.offset + entry.length;
  const text = made.map(({ parts }) => `, ${JSON.stringify(nameFrom(parts))}`).join("");
  return [{ path, range: { start: end, end }, text }];
}

function manifests(folder: FolderView): readonly FolderView[] {
  const parts = (name: string) => name.slice(1).split(".");
  return folder.folders
    .filter((name) => /^v\d+(?:\.\d+)*$/.test(name))
    .sort((a, b) => byVersionParts(parts(a), parts(b)))
    .flatMap((name) => folder.folder(name) ?? [])
    .filter((version) => version.files.includes("manifest.json"));
}

function listedFiles(manifest: string): readonly string[] {
  const { root } = readJson(manifest);
  const lists = root === undefined ? [] : jsonFields(root).filter((field) => field.value.type === "array");
  return lists.flatMap((field) =>
    (field.value.children ?? []).flatMap((item) => (typeof item.value === "string" ? [item.value] : [])),
  );
}

const LETTERED = /^V(\d+)\..+\.(up|down)\.sql$/;

/**
 * `V0001.Name.up.sql` and `.down.sql`: Authelia's runner, whose `SchemaMigrate` takes one transaction for the whole run on
 * engines other than MySQL.
 */
export const letteredVersions: Tool = {
  name: "custom",
  about: {
    title: "Authelia's versions",
    recognised: ["`V<version>.<name>.up.sql`"],
    order: "by version as a number",
    down: "`V<version>.<name>.down.sql`",
    optOut: undefined,
    sources: ["https://github.com/authelia/authelia/blob/master/internal/storage/sql_provider_schema.go"],
  },
  transaction: "all-files",
  marks(folder) {
    const first = folder.files.find((name) => LETTERED.test(name));
    return first === undefined ? [] : [presence(below(folder.path, first))];
  },
  arrange(folder) {
    const version = (direction: string) => (name: string) => {
      const match = LETTERED.exec(name);
      return match?.[2] === direction ? match[1] : undefined;
    };
    return { files: byVersion(folder, version("up")), down: byVersion(folder, version("down")) };
  },
  making: {
    ...NUMBERED_FILES,
    takeApart(name) {
      const parts = LETTERED.test(name) ? numberedName(name.slice(1)) : undefined;
      return parts && { ...parts, before: "V" };
    },
  },
};

/** `<version>_<name>.up.sql` with River's schema template in it: its `Migrator` takes one transaction a version. */
export const river: Tool = {
  name: "custom",
  about: {
    title: "River's migrations",
    recognised: ["`<version>_<name>.up.sql` with `/* TEMPLATE: schema */` in it"],
    order: "by version as a number",
    down: "`<version>_<name>.down.sql`",
    optOut: undefined,
    sources: ["https://github.com/riverqueue/river/pull/600"],
  },
  transaction: "each-file",
  marks(folder) {
    const isRivers = (view: FolderView) =>
      view.files.some((name) => directed(name, "up") !== undefined)
        ? markedLine(view, (line) => line.includes("/* TEMPLATE: schema */"))
        : [];
    const own = isRivers(folder);
    const isLine = own.length === 0 && folder.files.some((name) => directed(name, "up") !== undefined);
    // One migrator applies lines of migrations that stand side by side, of which a short one may use no schema.
    return isLine ? siblings(folder).flatMap(isRivers).slice(0, 1) : own;
  },
  arrange: (folder) => ({
    files: byVersion(folder, (name) => directed(name, "up")),
    down: byVersion(folder, (name) => directed(name, "down")),
  }),
  making: NUMBERED_FILES,
};

/** A folder that the configuration gives to the project's own runner: by name, nothing known of its transactions. */
export const ownRunner: Tool = {
  name: "custom",
  about: {
    title: "A runner of the project's own",
    recognised: ['`"tool": "custom"` in `lockkeeper.json`'],
    order: "by name",
    down: "not known",
    optOut: undefined,
    sources: [],
  },
  transaction: "none",
  marks: () => [],
  arrange: (folder) => ({
    files: folder.files
      .filter((name) => name.endsWith(".sql"))
      .sort(byCodeUnit)
      .map((name) => below(folder.path, name)),
    down: [],
  }),
  making: { ...NUMBERED_FILES, takeApart: anyName },
};
