import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../server/src/project/configuration.ts";
import { detectProject, fileFacts, filesOutside } from "../../server/src/project/detect-project.ts";
import { nodeFiles } from "../../server/src/project/node-files.ts";
import { corpus } from "../support/corpus.ts";
import { histories } from "./corpus-histories.ts";

describe.skipIf(!corpus)("histories of public projects", () => {
  const detected = (name: string) => {
    const root = join(corpus ?? "", name);
    const files = nodeFiles(root);
    return { root, files, project: detectProject(files, root, defaultConfig(root)) };
  };
  /** The files of a repository's history, from its folder. */
  const filesOf = (name: string, folder: string) => {
    const { root, project } = detected(name);
    const history = project.histories.find((one) => one.folder === `${root}/${folder}`);
    return (history?.files ?? []).map((path) => path.slice(root.length + folder.length + 2));
  };

  it.each(Object.entries(histories))("%s", (name, expected) => {
    const { root, files, project } = detected(name);
    const found = project.histories.map((history) => {
      const { engine } = fileFacts(project, history.files[0] ?? "", "");
      const counts = [history.files.length, history.down.length, filesOutside(project, files, history).length];
      const ends = [history.files[0], history.files.at(-1)].map((path) => path?.slice(history.folder.length + 1));
      const folder = history.folder.slice(root.length + 1);
      return [folder, history.tool, history.transaction, engine.name, ...counts, ...ends].join(" ");
    });
    expect(found).toEqual(expected);
  });

  it("are those of every repository that has any", () => {
    const groups = ["postgres-migrations", "prisma", "dumps", "mysql-sqlite"];
    const all = groups.flatMap((group) => readdirSync(join(corpus ?? "", group)).map((name) => `${group}/${name}`));
    expect(Object.keys(histories)).toEqual(all);
  });

  it("orders Flyway's versions part by part as numbers", () => {
    const flyway = filesOf(
      "postgres-migrations/conductor-oss__conductor",
      "postgres-persistence/src/main/resources/db/migration_postgres",
    );
    const versions = flyway.map((name) => Number(/^V(\d+)(?:\.\d+)?__/.exec(name)?.[1]));
    expect(versions).toEqual([...Array(18).keys()].map((index) => index + 1));
  });

  it("orders Temporal's versions as numbers, and the files of one as its manifest lists them", () => {
    const temporal = filesOf("postgres-migrations/temporalio__temporal", "schema/postgresql/v12/temporal/versioned");
    const minors = temporal.map((path) => Number(/^v1\.(\d+)\//.exec(path)?.[1]));
    expect(new Set(minors).size).toBeGreaterThan(15);
    expect(minors).toEqual([...minors].sort((a, b) => a - b));
    const folder = join(
      corpus ?? "",
      "postgres-migrations/temporalio__temporal/schema/postgresql/v12/temporal/versioned",
    );
    for (const version of new Set(temporal.map((path) => path.split("/")[0] ?? ""))) {
      const answer = nodeFiles(folder).read(join(folder, version, "manifest.json"));
      const manifest = answer.kind === "text" ? JSON.parse(answer.text) : {};
      const listed = Object.values(manifest).find((value) => Array.isArray(value));
      expect(temporal.filter((path) => path.startsWith(`${version}/`))).toEqual(
        (listed as string[]).map((name) => `${version}/${name}`),
      );
    }
  });

  it("orders Synapse's deltas by version as a number, then by name, one engine's files among those for all", () => {
    const deltas = filesOf("postgres-migrations/element-hq__synapse", "synapse/storage/schema/main/delta");
    const versions = deltas.map((path) => Number(path.split("/")[0]));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(deltas.filter((path) => path.endsWith(".sql.postgres")).length).toBeGreaterThan(10);
    expect(deltas.filter((path) => path.endsWith(".sqlite"))).toEqual([]);
    const names = deltas.filter((path) => path.startsWith("72/")).map((path) => path.slice(3));
    expect(names.length).toBeGreaterThan(3);
    expect(names).toEqual([...names].sort());
  });

  it("puts Prisma's folder whose time lacks its seconds where its text puts it", () => {
    const folders = filesOf("prisma/mfts__papermark", "prisma/migrations").map((path) => path.split("/")[0]);
    const odd = folders.findIndex((name) => name?.startsWith("202310122339_"));
    expect(folders.slice(odd - 1, odd + 2)).toEqual([
      "20230912150657_initialize",
      "202310122339_NewColumnInLinkTable",
      "20231013165123_create_document_version",
    ]);
  });

  it("orders Drizzle's files as the journal does and leaves out what it does not name", () => {
    const drizzle = filesOf("postgres-migrations/Dokploy__dokploy", "apps/dokploy/drizzle");
    expect(drizzle.map((name) => Number(name.slice(0, 4)))).toEqual([...Array(186).keys()]);
  });
});
