import { beforeAll, describe, expect, it } from "vitest";
import { review } from "../../server/src/engine/review.ts";
import { createWorkspace, type Workspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { memoryFiles } from "../support/memory-files.ts";

beforeAll(loadParser);

const ROOT = "/w";

function workspaceOf(files: Readonly<Record<string, string>>, more: Partial<Workspace["options"]> = {}): Workspace {
  return createWorkspace({
    files: memoryFiles(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${ROOT}/${path}`, text]))),
    roots: [ROOT],
    rules: ALL_RULES,
    config: { kind: "found" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    log: (message) => {
      throw new Error(message);
    },
    ...more,
  });
}

/** The words under each drift of the file, and what is said of them. */
function drifts(workspace: Workspace, path: string): readonly string[] {
  const { findings, document } = review(workspace, `${ROOT}/${path}`);
  return findings
    .filter(({ rule }) => rule === "schema-drift")
    .map(({ range, message }) => `${document?.text.slice(range.start, range.end)}: ${message.split(". ")[0]}`);
}

const HISTORY = {
  "db/migrations/0001_a.sql": "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int);",
  "db/migrations/0002_b.sql": "ALTER TABLE a ADD note text;",
};

describe("a schema file that differs from the history beside it", () => {
  it("is shown where the object stands, else at the first statement", () => {
    const dump =
      "-- dump\nCREATE TABLE a (id int PRIMARY KEY,\n  extra text);\nCREATE TABLE c ();\nCREATE TABLE b (id bigint);";
    expect(drifts(workspaceOf({ ...HISTORY, "db/schema.sql": dump }), "db/schema.sql")).toEqual(
      [
        "a: The migrations give a a column note of type text (db/migrations/0002_b.sql), which is not in this file.",
        "extra: No migration gives a the column extra, here text.",
        "c: No migration makes the table c.",
        "id: b.id is bigint here and integer after the migrations (db/migrations/0001_a.sql).",
      ].map((line) => line.replace(/\.$/, "")),
    );
    expect(
      drifts(
        workspaceOf({ ...HISTORY, "db/schema.sql": "CREATE TABLE a (id int PRIMARY KEY, note text);\n" }),
        "db/schema.sql",
      ),
    ).toEqual([
      "CREATE TABLE a (id int PRIMARY KEY, note text): The migrations make a table b (db/migrations/0001_a.sql) that is not in this file",
    ]);
  });

  it("follows edits of the file and of the history", () => {
    const same = "CREATE TABLE a (id int PRIMARY KEY, note text); CREATE TABLE b (id int);";
    const workspace = workspaceOf({ ...HISTORY, "db/schema.sql": same });
    expect(drifts(workspace, "db/schema.sql")).toEqual([]);
    workspace.open(`${ROOT}/db/migrations/0002_b.sql`, "ALTER TABLE a ADD note varchar(9);");
    expect(drifts(workspace, "db/schema.sql")).toEqual([
      "note: a.note is text here and character varying(9) after the migrations (db/migrations/0002_b.sql)",
    ]);
    workspace.open(`${ROOT}/db/schema.sql`, same.replace("note text", "note varchar(9)"));
    expect(drifts(workspace, "db/schema.sql")).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>, Partial<Workspace["options"]>]>([
    ["with --isolated", {}, { isolated: true }],
    ["with --schema", {}, { schema: [] }],
    ["where the configuration starts from it", { "lockkeeper.json": '{ "schema": ["db/schema.sql"] }' }, {}],
    [
      "where two histories stand beside it",
      { "db/migrate/0001_x.sql": "CREATE TABLE x ();", "db/migrate/0002_y.sql": "CREATE TABLE y ();" },
      {},
    ],
    [
      "where a DO block makes SQL as it runs",
      { "db/migrations/0003_c.sql": "DO $$ BEGIN EXECUTE 'ALTER TABLE a ADD x ' || 'int'; END $$;" },
      {},
    ],
    [
      "where a table is changed that no file makes",
      { "db/migrations/0003_c.sql": "ALTER TABLE lost ADD UNIQUE (a);" },
      {},
    ],
  ])("is not spoken of %s", (_, more, options) => {
    const files = { ...HISTORY, "db/schema.sql": "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int);" };
    expect(drifts(workspaceOf(files), "db/schema.sql")).toHaveLength(1);
    expect(drifts(workspaceOf({ ...files, ...more }, options), "db/schema.sql")).toEqual([]);
  });

  it("may be a Prisma schema of several files, each with its own part", () => {
    const files = {
      "prisma/migrations/20250101000000_a/migration.sql": `CREATE TYPE "Role" AS ENUM ('A'); CREATE TABLE "User" ("id" SERIAL NOT NULL, "role" "Role"[] NOT NULL, PRIMARY KEY ("id"));
        CREATE TABLE "_PostToUser" ("A" TEXT NOT NULL, "B" INTEGER NOT NULL); CREATE TABLE old (id int);
        CREATE SCHEMA other; CREATE TABLE other.t (id int); CREATE TABLE posts ("id" TEXT NOT NULL, at TIMESTAMP(3) NOT NULL);`,
      "prisma/schema/schema.prisma": `datasource db {\n  provider = "postgresql"\n}\nenum Role {\n  A\n}\nmodel User {\n  id Int @id @default(autoincrement())\n  role Role[]\n  posts Post[]\n  age Int?\n}\n`,
      "prisma/schema/post.prisma": `model Post {\n  id String @id @default(uuid())\n  when DateTime @map("at") @db.Timestamptz\n  users User[]\n  @@map("posts")\n}\n`,
    };
    const workspace = workspaceOf(files);
    const file = "prisma/migrations/20250101000000_a/migration.sql";
    expect(drifts(workspace, "prisma/schema/schema.prisma")).toEqual([
      `db: The migrations make a table old (${file}) that is not in this file`,
      'age: No migration gives "User" the column age, here integer',
    ]);
    expect(drifts(workspace, "prisma/schema/post.prisma")).toEqual([
      `when: posts.at is timestamp with time zone here and timestamp(3) without time zone after the migrations (${file})`,
    ]);
  });
});
