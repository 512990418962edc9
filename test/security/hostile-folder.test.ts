import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { json, lockkeeper, SHOP, sample } from "../cli/run.ts";
import { importsOf, sourceFiles } from "../house/sources.ts";

const GUARD = ["--import", join(import.meta.dirname, "guard.mjs")];
/** Control characters but the line feed, and marks that turn the direction of writing. */
const CONTROLS = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe("nothing of an opened folder runs, and nothing leaves the machine", () => {
  const trap = 'require("fs").writeFileSync("ran", "x"); throw new Error("ran");\n';
  const folder = () =>
    sample({
      ...SHOP,
      "package.json":
        '{ "scripts": { "preinstall": "touch ran", "postinstall": "touch ran" }, "prisma": { "schema": "s" } }',
      "prisma.config.ts": trap,
      "prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n  url = env("X")\n}\n',
      "drizzle.config.ts": trap,
      "knexfile.js": trap,
      "lockkeeper.config.js": trap,
      ".lockkeeperrc.js": trap,
      "atlas.hcl": 'data "external_schema" "x" { program = ["touch", "ran"] }\n',
      ".env": "DATABASE_URL=postgres://u:p@127.0.0.1:1/x\n",
      ".git/config": "[core]\n\tfsmonitor = touch ran\n",
      ".git/HEAD": "ref: refs/heads/main\n",
      "node_modules/libpg-query/index.js": trap,
    });

  test.each(["lint", "locks"])("%s", (command) => {
    const at = folder();
    const run = lockkeeper(at, [command, "--format", "json"], GUARD);
    expect(run.stderr).toBe("");
    expect(run.status).toBe(command === "lint" ? 1 : 0);
    expect(json(run).files.length).toBeGreaterThan(2);
    expect(() => readFileSync(join(at, "ran"))).toThrow("ENOENT");
  });

  test("the guard would end a run that does", () => {
    const at = sample({ "x.mjs": 'import { connect } from "node:net";\nconnect(1);\n' });
    const x = join(at, "x.mjs");
    expect(() => execFileSync(process.execPath, [...GUARD, x], { encoding: "utf8", stdio: "pipe" })).toThrow(
      "forbidden: net.connect",
    );
  });

  test("only the language server's files import what could", () => {
    const able = /^(?:node:)?(?:net|tls|http2?|https|dgram|dns|child_process|worker_threads|cluster|vm|inspector)$/;
    const files = sourceFiles("server/src", "shared/src").filter(({ path }) => !path.startsWith("server/src/lsp/"));
    const imports = files.flatMap((file) => importsOf(file).map((target) => ({ path: file.path, target })));
    expect(imports.filter(({ target }) => able.test(target))).toEqual([]);
    expect(imports.length).toBeGreaterThan(300);
    // The language server, which the protocol's library is a part of, is loaded by its own command alone.
    const eager = files.filter(({ path, text }) => path !== "server/src/cli/lsp.ts" && /from "\.\.\/lsp\//.test(text));
    expect(eager.map(({ path }) => path)).toEqual([]);
    const main = files.find(({ path }) => path === "server/src/cli/main.ts");
    expect(main?.text).not.toMatch(/^import .*"\.\/lsp\.ts"/m);
  });
});

describe("links, pipes, devices and giants", () => {
  test("what leads out of the folder is not read", () => {
    const outside = sample({ "secret.sql": "CREATE TABEL secret ();\n", "deep/more.sql": "CREATE TABEL more ();\n" });
    const at = sample({ "a.sql": "SELECT 1;\n" });
    symlinkSync(join(outside, "secret.sql"), join(at, "file.sql"));
    symlinkSync(join(outside, "deep"), join(at, "folder"));
    symlinkSync("/", join(at, "everything"));
    symlinkSync(".", join(at, "circle"));
    symlinkSync("/dev/zero", join(at, "zero.sql"));
    execFileSync("mkfifo", [join(at, "pipe.sql")]);
    writeFileSync(join(at, "giant.sql"), "");
    truncateSync(join(at, "giant.sql"), 100 * 1024 * 1024);
    // The same holds where the folder is named from elsewhere.
    for (const [cwd, name] of [
      [at, "."],
      [outside, at],
    ] as const) {
      const run = lockkeeper(cwd, ["lint", "--format", "json", name]);
      const files: { path: string; findings: { rule: string }[] }[] = json(run).files;
      const names = files.map(({ path, findings }) => [path.split("/").at(-1), findings.map(({ rule }) => rule)]);
      expect(names).toEqual([
        ["a.sql", []],
        ...["file.sql", "giant.sql", "pipe.sql", "zero.sql"].map((file) => [file, ["unreadable-file"]]),
      ]);
      expect(run.stdout).not.toMatch(/secret ?\(|more\.sql/);
    }
  });

  test("a schema above the folder, in its repository, is not a way out either", () => {
    const outside = sample({ "secret.sql": "CREATE TABLE secret (id bigint);\n" });
    const at = sample({
      ".git/HEAD": "x",
      "lockkeeper.json": '{ "schema": ["link.sql"] }',
      "sub/a.sql": "ALTER TABLE secret ALTER COLUMN id TYPE bigint;\n",
    });
    const rewrites = () =>
      json(lockkeeper(join(at, "sub"), ["locks", "--format", "json"])).files[0].statements[0].rewrites;
    writeFileSync(join(at, "link.sql"), "CREATE TABLE secret (id bigint);\n");
    expect(rewrites()).toEqual([]);
    execFileSync("rm", [join(at, "link.sql")]);
    symlinkSync(join(outside, "secret.sql"), join(at, "link.sql"));
    expect(rewrites()).toEqual(["secret"]);
  });
});

describe("lockkeeper.json is data", () => {
  const findings = (config: string) => {
    const run = lockkeeper(sample({ "lockkeeper.json": config, "a.sql": "SELECT 1;\n" }), ["lint", "--format", "json"]);
    expect(run.stderr).toBe("");
    return json(run).files.flatMap((file: { findings: { rule: string; message: string }[] }) => file.findings);
  };

  test.each(["../../etc/passwd", "/etc/passwd", "a/../../b", "..", "a\\..\\..\\b", "C:/x"])("schema %j", (path) => {
    expect(findings(JSON.stringify({ schema: [path] }))).toMatchObject([{ rule: "invalid-configuration" }]);
    expect(findings(JSON.stringify({ migrations: [{ folder: path }] }))).toMatchObject([
      { rule: "invalid-configuration" },
    ]);
  });

  test.each([
    '{ "__proto__": { "engine": "mysql" } }',
    '{ "constructor": { "prototype": { "x": 1 } } }',
    '{ "rules": { "__proto__": "off" } }',
    '{ "rules": { "toString": "off" } }',
    '{ "tables": { "__proto__": { "rows": "x" } } }',
    '{ "rules": { "syntax-error": ["high", { "__proto__": { "x": 1 } }] } }',
  ])("keys of prototypes are unknown keys: %s", (config) => {
    expect(findings(config)).toMatchObject([{ rule: "invalid-configuration" }]);
  });

  test("nesting and patterns without end", () => {
    expect(findings("[".repeat(100_000))).toMatchObject([{ rule: "invalid-configuration" }]);
    expect(findings(`{ "a": ${'{"a":'.repeat(50_000)}`)).toMatchObject([{ rule: "invalid-configuration" }]);
    expect(findings(JSON.stringify({ ignore: ["*".repeat(1_000_000)] }))).toMatchObject([
      { rule: "invalid-configuration" },
    ]);
    expect(findings(JSON.stringify({ ignore: ["**/".repeat(80), "{a,b}".repeat(60), "*a".repeat(120)] }))).toEqual([]);
  });
});

describe("a terminal obeys neither names nor SQL", () => {
  const NAMES = ["new\nline.sql", "red\u001b[31m.sql", "csi\u009b31m.sql", "rtl\u202elqs.sql", "bell\u0007.sql"];

  test.each(["lint", "locks"])("%s", (command) => {
    const at = sample(
      Object.fromEntries(
        NAMES.map((name) => [name, `CREATE TABLE "x\u001b]0;t\u0007\u202e" ();\nCREATE \u001b[2J TABEL;\n`]),
      ),
    );
    const text = lockkeeper(at, [command]);
    expect(text.stdout).not.toMatch(CONTROLS);
    expect(text.stderr).not.toMatch(CONTROLS);
    expect(text.stdout).toContain("red\\x1b[31m.sql:");
    const run = lockkeeper(at, [command, "--format", "json"]);
    expect(run.stdout).not.toMatch(CONTROLS);
    const paths = json(run).files.map(({ path }: { path: string }) => path);
    expect(paths.sort()).toEqual([...NAMES].sort());
  });

  test("nor a name that is given and not there, nor one in lockkeeper.json", () => {
    const at = sample({ "lockkeeper.json": '{ "\\u001b[31m\\u202e": 1 }', "a.sql": "" });
    expect(lockkeeper(at, ["lint", "\u001b[31m\u202e"]).stderr).not.toMatch(CONTROLS);
    expect(lockkeeper(at, ["lint"]).stdout).not.toMatch(CONTROLS);
  });
});

test("no report shows a password", () => {
  const at = sample({
    "a.sql": "CREATE ROLE a PASSWORD 'hunter2' FOO;\nALTER USER b 'hunter2';\nCREATE ROLE c PASSWORD 'hunter2';\n",
    "lockkeeper.json": '{ "url": "postgres://u:hunter2@h/d" }',
  });
  mkdirSync(join(at, "x"));
  const runs = [["lint"], ["lint", "--format", "json"], ["locks"], ["locks", "--format", "json"]];
  for (const args of runs) {
    const { stdout, stderr } = lockkeeper(at, args);
    expect(stdout + stderr).not.toContain("hunter2");
  }
  expect(lockkeeper(at, ["lint"]).stdout).toContain("PASSWORD '***' FOO");
  expect(lockkeeper(at, ["locks"]).stdout).toContain("PASSWORD '***'");
});
