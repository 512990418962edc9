import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { json, lockkeeper, sample } from "./run.ts";

const INDEX = (name: string) => `-- +goose Up\nCREATE INDEX ${name} ON orders (user_id);\n`;
const FILES = {
  "lockkeeper.json": '{ "extends": [], "postgres": 16, "rules": { "index-not-concurrent": "high" } }\n',
  "m/0001_init.sql": "-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n",
  "m/0002_old.sql": INDEX("old"),
  "m/0003_new.sql": INDEX("new"),
};

/** Files with findings, and the rules of these. */
const found = (folder: string, ...args: readonly string[]) => {
  const run = lockkeeper(folder, ["lint", "--format", "json", ...args]);
  const files: { path: string; findings: { rule: string }[] }[] = json(run).files;
  return {
    stderr: run.stderr,
    files: files.filter(({ findings }) => findings.length > 0).map(({ path, findings }) => [path, findings[0]?.rule]),
  };
};

describe("since", () => {
  const both = [
    ["m/0002_old.sql", "index-not-concurrent"],
    ["m/0003_new.sql", "index-not-concurrent"],
  ];
  test("a file: what is older is context, and the new one is reviewed with it", () => {
    const folder = sample(FILES);
    expect(found(folder).files).toEqual(both);
    expect(found(folder, "--since", "0003_new.sql")).toEqual({ stderr: "", files: both.slice(1) });
    const set = FILES["lockkeeper.json"].replace("{", '{ "since": "m/0003_new.sql",');
    expect(found(sample({ ...FILES, "lockkeeper.json": set })).files).toEqual(both.slice(1));
    expect(found(sample({ ...FILES, "lockkeeper.json": set }), "--since", "0001_init.sql").files).toEqual(both);
  });
  test("the working folder's configuration is in force for a folder in it that is named", () => {
    const set = FILES["lockkeeper.json"].replace("{", '{ "since": "m/0003_new.sql",');
    expect(found(sample({ ...FILES, "lockkeeper.json": set }), "m").files).toEqual(both.slice(1));
  });
  test("what it means must be known", () => {
    const { stderr, files } = found(sample(FILES), "--since", "v1.2");
    expect(files).toEqual(both);
    expect(stderr).toBe(
      'lockkeeper: since "v1.2" is no migration here and no date; add --git if it is a revision; all migrations are reviewed\n',
    );
  });
});

describe("Git, where the command line says so", () => {
  const git = (folder: string, ...args: readonly string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args], { stdio: "pipe" });
  const repository = () => {
    const folder = sample({ ...FILES, "m/0003_new.sql": "" });
    git(folder, "init", "-q", "-b", "main");
    git(folder, "add", "lockkeeper.json", "m/0001_init.sql", "m/0002_old.sql");
    git(folder, "commit", "-q", "-m", "x");
    git(folder, "tag", "v1");
    writeFileSync(join(folder, "m/0003_new.sql"), FILES["m/0003_new.sql"]);
    return folder;
  };

  test("a revision holds what is older", () => {
    const folder = repository();
    const files = [["m/0003_new.sql", "index-not-concurrent"]];
    expect(found(folder, "--git", "--since", "v1")).toEqual({ stderr: "", files });
    expect(found(join(folder, "m"), "--git", "--since", "HEAD").files).toEqual([
      ["0003_new.sql", "index-not-concurrent"],
    ]);
    for (const wrong of ["nope", "--upload-pack=x", "-x"]) {
      const { stderr } = found(folder, "--git", `--since=${wrong}`);
      expect(stderr).toContain("is no migration here and no date; all migrations are reviewed");
    }
  });

  test("an edit of what is on the main branch, and a new file before it", () => {
    const folder = repository();
    const on = FILES["lockkeeper.json"].replace('"index-not-concurrent"', '"edited-applied-migration"');
    writeFileSync(join(folder, "lockkeeper.json"), on);
    expect(found(folder, "--git").files).toEqual([]);
    writeFileSync(join(folder, "m/0001_init.sql"), `${FILES["m/0001_init.sql"]}-- more\n`);
    writeFileSync(join(folder, "m/0001_z.sql"), "-- +goose Up\nSELECT 1;\n");
    expect(found(folder).files).toEqual([]);
    expect(found(folder, "--git").files).toEqual([
      ["m/0001_init.sql", "edited-applied-migration"],
      ["m/0001_z.sql", "edited-applied-migration"],
    ]);
    writeFileSync(join(folder, "m/0001_init.sql"), FILES["m/0001_init.sql"].replaceAll("\n", "\r\n"));
    expect(found(folder, "--git").files).toEqual([["m/0001_z.sql", "edited-applied-migration"]]);
    git(folder, "add", "m/0001_z.sql");
    git(folder, "commit", "-q", "-m", "y");
    expect(found(folder, "--git").files).toEqual([]);
  });

  test("what only the main branch has changed since is no edit", () => {
    const folder = repository();
    const on = FILES["lockkeeper.json"].replace('"index-not-concurrent"', '"edited-applied-migration"');
    writeFileSync(join(folder, "m/0002_old.sql"), "-- +goose Up\nSELECT 2;\n");
    git(folder, "commit", "-q", "-a", "-m", "y");
    git(folder, "checkout", "-q", "-b", "topic", "v1");
    writeFileSync(join(folder, "lockkeeper.json"), on);
    expect(found(folder, "--git").files).toEqual([]);
  });

  test("runs nothing that the repository's configuration names", () => {
    const folder = repository();
    const touch = `touch ${join(folder, "ran")}`;
    for (const key of ["core.fsmonitor", "diff.external", "core.pager", "core.sshCommand", "core.hooksPath"]) {
      git(folder, "config", key, touch);
    }
    git(folder, "config", "extensions.partialClone", "origin");
    git(folder, "config", "remote.origin.url", `ext::${touch}`);
    git(folder, "config", "remote.origin.promisor", "true");
    writeFileSync(join(folder, ".gitattributes"), "*.sql diff=x filter=x\n");
    git(folder, "config", "diff.x.textconv", touch);
    git(folder, "config", "filter.x.smudge", touch);
    writeFileSync(join(folder, "m/0001_init.sql"), "-- +goose Up\nSELECT 1;\n");
    expect(found(folder, "--git", "--since", "v1").files).toEqual([["m/0003_new.sql", "index-not-concurrent"]]);
    expect(found(folder, "--git", "--since", "0123456789012345678901234567890123456789").stderr).toContain("no date");
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });
});
