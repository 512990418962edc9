import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { json, lockkeeper, SHOP, sample } from "./run.ts";

interface Place {
  line: number;
  column: number;
  offset: number;
}
interface Finding {
  rule: string;
  statement: number | null;
  message: string;
  start: Place;
  end: Place;
}
interface File {
  path: string;
  engine: string | null;
  findings: Finding[];
}

function lint(folder: string, ...args: readonly string[]): File[] {
  return json(lockkeeper(folder, ["lint", "--format", "json", ...args])).files;
}

const rulesOf = (files: readonly File[]) => files.map(({ path, findings }) => [path, findings.map(({ rule }) => rule)]);
const TABLE = "CREATE TABLE orders (id bigint PRIMARY KEY);\n";
const INDEX = "CREATE INDEX orders_id_idx ON orders (id);\n";

describe("exit status", () => {
  test.each([
    ["critical", 0],
    ["high", 1],
    ["medium", 1],
    ["low", 1],
    ["nit", 1],
    ["never", 0],
  ])("--fail-on %s gives %d for a finding that is high", (severity, status) => {
    const folder = sample({ "a.sql": TABLE, "b.sql": INDEX });
    expect(lockkeeper(folder, ["lint", "--fail-on", severity, "a.sql", "b.sql"]).status).toBe(status);
  });

  test("high is what fails where nothing is said", () => {
    const files = { "lockkeeper.json": '{ "extends": [], "rules": { "index-not-concurrent": "medium" } }' };
    const folder = sample({ ...files, "a.sql": TABLE, "b.sql": INDEX });
    expect(lockkeeper(folder, ["lint", "a.sql", "b.sql"]).status).toBe(0);
    expect(lockkeeper(folder, ["lint", "a.sql", "b.sql", "--no-config"]).status).toBe(1);
  });

  test("an empty folder is nothing found", () => {
    expect(lockkeeper(sample({}), ["lint"])).toEqual({
      status: 0,
      stdout: "0 files, 0 statements: nothing found\n",
      stderr: "",
    });
  });
});

test("a routine that has no body yet says nothing, on standard error either", () => {
  const routines = [
    "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql;",
    "CREATE FUNCTION f(a text DEFAULT 'x') RETURNS int LANGUAGE plpgsql STABLE;",
    "CREATE PROCEDURE p() LANGUAGE plpgsql BEGIN ATOMIC SELECT 1; END;",
    "DO LANGUAGE 'plpgsql' 'BEGIN END';",
  ];
  const run = lockkeeper(sample({ "a.sql": routines.join("\n") }), ["lint"]);
  expect(run).toEqual({ status: 0, stdout: "1 file, 4 statements: nothing found\n", stderr: "" });
});

describe("paths", () => {
  test("are relative to the working directory, with /, outside of it too", () => {
    const folder = sample({ "work/x.txt": "", "other/deep/a.sql": TABLE, "work/b.sql": TABLE });
    expect(lint(join(folder, "work"), "../other", "b.sql", "./b.sql").map(({ path }) => path)).toEqual([
      "../other/deep/a.sql",
      "b.sql",
    ]);
  });

  test("files without findings are listed, folders in order of name", () => {
    expect(lint(sample(SHOP)).map(({ path, findings }) => [path, findings.length])).toEqual([
      ["migrations/0001_init.sql", 0],
      ["migrations/0002_index.sql", 3],
      ["migrations/0003_clean.sql", 0],
    ]);
  });

  test("a named file is reviewed whatever its name, and after --", () => {
    const folder = sample({ "notes.txt": "CREATE TABEL x ();", "-odd.sql": "CREATE TABEL x ();" });
    expect(rulesOf(lint(folder, "notes.txt", "--", "-odd.sql"))).toEqual([
      ["notes.txt", ["syntax-error"]],
      ["-odd.sql", ["syntax-error"]],
    ]);
  });
});

describe("places", () => {
  test("count UTF-16 code units, after a byte-order mark, over CRLF", () => {
    const folder = sample({ "a.sql": "\ufeffSELECT 1;\r\nSELECT '😀é', TABEL x y;\r\n" });
    const [finding] = lint(folder)[0]?.findings ?? [];
    expect(finding).toMatchObject({ statement: 2, start: { line: 2, column: 23, offset: 33 } });
  });

  test("statement counts what is sent, the Down part too; not psql commands, COPY data, an empty ;", () => {
    const text = [
      "-- +goose Up",
      "\\set x 1",
      "SELECT 1;;",
      "COPY t (a) FROM stdin;",
      "1",
      "CREATE TABEL no ();",
      "\\.",
      "-- a comment",
      "CREATE TABEL up ();",
      "-- +goose Down",
      "SELECT 2;",
      "CREATE TABEL down ();",
      "",
    ].join("\n");
    const [file] = lint(sample({ "a.sql": text }));
    expect(file?.findings.map(({ rule, statement, start }) => [rule, statement, start.line])).toEqual([
      ["syntax-error", 3, 9],
      ["syntax-error", 5, 12],
    ]);
  });

  test("findings stand in order of offset, with null where they belong to no statement", () => {
    const text = `CREATE TABEL a ();\n-- lockkeeper-disable-next-line index-not-concurrent\nSELECT 1;\nCREATE TABEL b ();\n`;
    const [file] = lint(sample({ "a.sql": text }));
    expect(file?.findings.map(({ rule, statement }) => [rule, statement])).toEqual([
      ["syntax-error", 1],
      ["unused-suppression", null],
      ["syntax-error", 3],
    ]);
  });
});

describe("what exists before a file", () => {
  const known = (files: readonly File[]) => rulesOf(files).map(([, rules]) => rules?.includes("index-not-concurrent"));

  test("loose files form one history in the order given", () => {
    const folder = sample({ "table.sql": TABLE, "make.sql": INDEX });
    expect(known(lint(folder, "table.sql", "make.sql"))).toEqual([false, true]);
    expect(known(lint(folder, "--isolated", "table.sql", "make.sql", "--schema", "table.sql"))).toEqual([false, true]);
  });

  test("a file's own history is context though not named; --schema replaces it", () => {
    const folder = sample({ ...SHOP, "empty.sql": "SELECT 1;\n" });
    const scanned = (...args: string[]) => {
      const run = lockkeeper(folder, ["locks", "--format", "json", "migrations/0003_clean.sql", ...args]);
      return json(run).files[0].statements[0].locks.map(({ relation }: { relation: string }) => relation);
    };
    expect(scanned()).toEqual(["orders"]);
    const typed = (...args: string[]) => {
      const text = "-- +goose Up\nALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz;\n";
      const at = sample({ ...SHOP, "migrations/0003_clean.sql": text, "empty.sql": "SELECT 1;\n" });
      const run = lockkeeper(at, ["locks", "--format", "json", "migrations/0003_clean.sql", ...args]);
      return json(run).files[0].statements[0].rewrites;
    };
    expect(typed()).toEqual([]);
    expect(typed("--schema", "empty.sql")).toEqual(["orders"]);
    expect(typed("--schema", "empty.sql", "--schema", "migrations/0001_init.sql")).toEqual([]);
    expect(typed("--schema", "migrations")).toEqual([]);
  });

  test("several histories stay apart", () => {
    const table = "-- +goose Up\nCREATE TABLE orders (at timestamptz);\n";
    const change = "-- +goose Up\nALTER TABLE orders ALTER COLUMN at TYPE timestamptz;\n";
    const folder = sample({ "a/0001_x.sql": table, "a/0002_y.sql": change, "b/0001_x.sql": change });
    const { files } = json(lockkeeper(folder, ["locks", "--format", "json"]));
    expect(files.map((file: { statements: { rewrites: string[] }[] }) => file.statements[0]?.rewrites)).toEqual([
      [],
      [],
      ["orders"],
    ]);
  });

  test("down files are checked for syntax only", () => {
    const folder = sample({
      "m/0001_a.up.sql": TABLE,
      "m/0001_a.down.sql": "CREATE INDEX i ON orders (id);\nDROP TABEL orders;\n",
    });
    expect(rulesOf(lint(folder))).toEqual([
      ["m/0001_a.down.sql", ["syntax-error"]],
      ["m/0001_a.up.sql", []],
    ]);
  });

  test("--engine mysql leaves files in peace", () => {
    const folder = sample({ "a.sql": "-- lockkeeper-disable-next-line index-not-concurrent\nSHOW TABEL `x`;\n" });
    expect(lint(folder, "--engine", "mysql")).toMatchObject([{ engine: "mysql", postgres: null, findings: [] }]);
  });
});

describe("what cannot be read", () => {
  test("is a finding and the rest is reviewed", () => {
    const folder = sample({ "a.sql": TABLE, "binary.sql": "x\0y", "latin.sql": Buffer.from([0x2d, 0x2d, 0xe9]) });
    symlinkSync("gone.sql", join(folder, "dangling.sql"));
    symlinkSync("/etc/hostname", join(folder, "outside.sql"));
    mkdirSync(join(folder, "folder.sql"));
    execFileSync("mkfifo", [join(folder, "pipe.sql")]);
    const files = lint(folder);
    expect(rulesOf(files)).toEqual([
      ["a.sql", []],
      ...["binary.sql", "dangling.sql", "folder.sql", "latin.sql", "outside.sql", "pipe.sql"].map((name) => [
        name,
        ["unreadable-file"],
      ]),
    ]);
    expect(files[1]?.findings[0]).toMatchObject({ statement: null, start: { line: 1, column: 1, offset: 0 } });
    expect(lockkeeper(folder, ["locks"])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("pipe.sql is left out"),
    });
  });

  test("a folder full of SQL may be named like a file", () => {
    expect(rulesOf(lint(sample({ "x.sql/a.sql": TABLE })))).toEqual([["x.sql/a.sql", []]]);
  });

  test.skipIf(process.getuid?.() === 0)("what may not be read", () => {
    const folder = sample({ "a.sql": TABLE, "shut/b.sql": TABLE });
    chmodSync(join(folder, "a.sql"), 0);
    chmodSync(join(folder, "shut"), 0);
    expect(rulesOf(lint(folder, "a.sql"))).toEqual([["a.sql", ["unreadable-file"]]]);
    expect(lockkeeper(folder, ["lint", "shut"]).status).toBe(2);
    chmodSync(join(folder, "shut"), 0o700);
  });
});

describe("lockkeeper.json", () => {
  test("broken, it is a finding in it and the defaults hold", () => {
    const folder = sample({ "lockkeeper.json": '{\n  "postgres": "x"\n}\n', "m/a.sql": TABLE, "m/b.sql": INDEX });
    const [config, ...files] = lint(folder, "m/a.sql", "m/b.sql");
    expect(config).toMatchObject({
      path: "lockkeeper.json",
      findings: [{ rule: "invalid-configuration", start: { line: 2, column: 15 }, end: { line: 2, column: 18 } }],
    });
    expect(files[1]?.findings.map(({ rule }) => rule)).toContain("index-not-concurrent");
    expect(lint(folder, "--no-config").map(({ path }) => path)).toEqual(["m/a.sql", "m/b.sql"]);
  });

  test("an unknown key is a finding and the rest holds", () => {
    const folder = sample({ "lockkeeper.json": '{ "postgres": 14, "extend": [] }', "a.sql": TABLE });
    expect(lint(folder)).toMatchObject([
      { findings: [{ rule: "invalid-configuration", start: { column: 19 } }] },
      { postgres: 14 },
    ]);
  });

  test("not to be read, it is a finding in it", () => {
    const folder = sample({ "a.sql": TABLE });
    mkdirSync(join(folder, "lockkeeper.json"));
    expect(rulesOf(lint(folder))[0]).toEqual(["lockkeeper.json", ["invalid-configuration"]]);
  });

  test("what extends nothing has the engine's own rules and those that it names", () => {
    const folder = sample({
      "lockkeeper.json": '{ "extends": [] }',
      "a.sql": TABLE,
      "b.sql": `${INDEX}CREATE TABEL;\n`,
    });
    expect(rulesOf(lint(folder, "a.sql", "b.sql"))).toEqual([
      ["a.sql", []],
      ["b.sql", ["syntax-error"]],
    ]);
  });
});

test("a reader that goes away early is no failure", () => {
  const text = "CREATE TABEL x ();\n".repeat(20_000);
  const folder = sample({ "a.sql": text });
  const command = `"${process.execPath}" "${join(import.meta.dirname, "../../dist/cli.mjs")}" lint | head -c 100; exit \${PIPESTATUS[0]}`;
  expect(execFileSync("bash", ["-c", command], { cwd: folder, encoding: "utf8" })).toHaveLength(100);
});
