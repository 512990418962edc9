import { describe, expect, test } from "vitest";
import { json, lockkeeper, SHOP, sample } from "./run.ts";

const golden = (name: string) => `golden/${name}`;

describe("what the command prints of a small shop", () => {
  test("lint as text", async () => {
    const run = lockkeeper(sample(SHOP), ["lint"]);
    expect(run.status).toBe(1);
    expect(run.stderr).toBe("");
    await expect(run.stdout).toMatchFileSnapshot(golden("lint.txt"));
  });

  test("lint as JSON", async () => {
    const run = lockkeeper(sample(SHOP), ["lint", "--format", "json"]);
    expect(run.status).toBe(1);
    await expect(run.stdout).toMatchFileSnapshot(golden("lint-json.txt"));
  });

  test("locks as text", async () => {
    const run = lockkeeper(sample(SHOP), ["locks", "migrations/0002_index.sql"]);
    expect(run.status).toBe(0);
    await expect(run.stdout).toMatchFileSnapshot(golden("locks.txt"));
  });

  test("locks as JSON", async () => {
    const run = lockkeeper(sample(SHOP), ["locks", "--format", "json", "migrations/0002_index.sql"]);
    expect(run.status).toBe(0);
    await expect(run.stdout).toMatchFileSnapshot(golden("locks-json.txt"));
  });

  test("a rule in the list of rules", async () => {
    const text = lockkeeper(sample({}), ["rules"]);
    const rows: { id: string }[] = json(lockkeeper(sample({}), ["rules", "--format", "json"]));
    const row = rows.find(({ id }) => id === "index-not-concurrent");
    const line = text.stdout.split("\n").find((shown) => shown.startsWith("index-not-concurrent"));
    expect(text.stdout.trimEnd().split("\n").length).toBe(rows.length);
    expect(line?.split(/ {2,}/)).toEqual(["index-not-concurrent", "high", "Index built while writers wait"]);
    await expect(`${JSON.stringify(row, undefined, 2)}\n`).toMatchFileSnapshot(golden("rule-json.txt"));
  });

  test("a rule's page, without its writers' marks", () => {
    const run = lockkeeper(sample({}), ["explain", "index-not-concurrent"]);
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^# index-not-concurrent\n\n\*\*Index built while writers wait\*\*/);
    expect(run.stdout).not.toContain("<!--");
  });

  test.each(["lint", "locks", "rollback", "schema", "rules", "explain", "lsp"])("%s --help", async (command) => {
    const run = lockkeeper(sample({}), [command, "--help"]);
    expect(run).toEqual({ ...lockkeeper(sample({}), ["help", command]), status: 0, stderr: "" });
    await expect(run.stdout).toMatchFileSnapshot(golden(`help-${command}.txt`));
  });

  test("--help", async () => {
    const run = lockkeeper(sample({}), ["--help"]);
    expect(run.status).toBe(0);
    await expect(run.stdout).toMatchFileSnapshot(golden("help.txt"));
  });
});
