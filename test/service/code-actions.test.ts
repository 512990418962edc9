import { beforeAll, describe, expect, test } from "vitest";
import type { AnnotatedTextEdit, CreateFile, TextDocumentEdit } from "vscode-languageserver-types";
import { review } from "../../server/src/engine/review.ts";
import { safeEdits } from "../../server/src/service/code-actions.ts";
import type { EditSupport } from "../../server/src/service/fix-edit.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { ROOT, reviewText, shortly, workspaceOver } from "../engine/review-text.ts";
import { type Around, actionsAt, afterAction, unmark } from "./act.ts";

beforeAll(loadParser);

const BEFORE: Around = { "db/0001_init.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n" };
const PATH = "db/0002_change.sql";

/** Applies the action whose title begins so, at the mark. */
function apply(marked: string, title: string, path = PATH, around: Around = BEFORE): string {
  const actions = actionsAt(marked, path, around);
  const action = actions.find((candidate) => candidate.title.startsWith(title));
  if (action === undefined) throw new Error(`no "${title}" among: ${actions.map((one) => one.title).join("; ")}`);
  return afterAction(marked, action);
}

const titles = (marked: string, only?: readonly string[]) =>
  actionsAt(marked, PATH, BEFORE, only).map(({ title }) => title);

const INDEX = "$0CREATE INDEX i ON orders (user_id);";
const ALL = [
  "Build the index CONCURRENTLY",
  "Suppress index-not-concurrent for this line",
  "Suppress index-not-concurrent for this file",
  "Apply every safe fix of Lockkeeper",
];

describe("which actions are offered", () => {
  test("at the finding: fixes first, the preferred one marked", () => {
    const actions = actionsAt(INDEX, PATH, BEFORE);
    expect(actions.map(({ title }) => title)).toEqual(ALL);
    expect(actions.map(({ isPreferred }) => isPreferred)).toEqual([true, undefined, undefined, undefined]);
    expect(actions.map(({ kind }) => kind)).toEqual(["quickfix", "quickfix", "quickfix", "source.fixAll.lockkeeper"]);
    expect(actions.map(({ diagnostics }) => diagnostics?.map(({ code }) => code))).toEqual([
      ["index-not-concurrent"],
      ["index-not-concurrent"],
      ["index-not-concurrent"],
      undefined,
    ]);
  });
  test.each([
    ["touching its end", "CREATE INDEX$0 i ON orders (user_id);", ALL],
    ["in a selection that holds it", "$0SELECT 1; CREATE INDEX i ON orders (user_id);$1", ALL],
    ["elsewhere, only for the whole file", "CREATE INDEX i ON $0orders (user_id);", ALL.slice(3)],
    ["where there is nothing", "SELECT $01;", []],
  ])("%s", (_, marked, offered) => {
    expect(titles(marked)).toEqual(offered);
  });
  test.each([
    [["quickfix"], ALL.slice(0, 3)],
    [["source.fixAll.lockkeeper"], ALL.slice(3)],
    [["source.fixAll"], ALL.slice(3)],
    [["source"], ALL.slice(3)],
    [["refactor"], []],
    [["quick"], []],
    [["source.fixAll.other"], []],
    [[], []],
    [["quickfix", "source.fixAll"], ALL],
  ])("for %j", (only, offered) => {
    expect(titles(INDEX, only)).toEqual(offered);
  });
  test("nothing about a suppression but its own fix", () => {
    expect(titles("-- lockkeeper-disable-next-line $0index-not-concurrent\nSELECT 1;", ["quickfix"])).toEqual([
      "Delete the suppression",
    ]);
  });
  test("edits name the version that they were made for", () => {
    const [fix] = actionsAt(INDEX, PATH, BEFORE);
    expect(fix?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: `file://${ROOT}/${PATH}`, version: 7 } }]);
  });
});

describe("the fix", () => {
  test.each([
    ["in place", INDEX, "CREATE INDEX CONCURRENTLY i ON orders (user_id);"],
    [
      "over several lines, with CRLF",
      "-- why\r\n$0create unique\r\n  index i\r\n  on orders (user_id);\r\n",
      "-- why\r\ncreate unique\r\n  index CONCURRENTLY i\r\n  on orders (user_id);\r\n",
    ],
    [
      "behind characters of two units",
      "SELECT '\u{1F600}'; $0CREATE INDEX i ON orders (user_id);",
      "SELECT '\u{1F600}'; CREATE INDEX CONCURRENTLY i ON orders (user_id);",
    ],
    [
      "between old Macintosh breaks",
      "SELECT 1;\r$0CREATE INDEX i ON orders (user_id);\r",
      "SELECT 1;\rCREATE INDEX CONCURRENTLY i ON orders (user_id);\r",
    ],
  ])("%s", (_, marked, after) => {
    expect(apply(marked, "Build the index")).toBe(after);
  });
});

describe("a fix of several files", () => {
  const flyway: Around = { "db/V1__a.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n" };
  const marked = "$0CREATE INDEX i ON orders (user_id);\nALTER TABLE orders ADD COLUMN note text;\n";
  const fixOf = (support?: Partial<EditSupport>) =>
    actionsAt(marked, "db/V2__b.sql", flyway, ["quickfix"], support).find(({ title }) => !title.startsWith("Suppress"));

  test("is one edit with a label for each file; what asks to be confirmed changes nothing, so that VS Code ticks the rest", () => {
    const edit = fixOf()?.edit;
    const [create, text, here, look, ...others] = edit?.documentChanges ?? [];
    expect(others).toEqual([]);
    const start = { line: 0, character: 0 };
    const [nothing] = (look as TextDocumentEdit).edits;
    expect(nothing).toMatchObject({ newText: "", range: { start, end: start } });
    const { uri } = create as CreateFile;
    const name = uri.split("/").at(-1);
    expect(create).toEqual({
      kind: "create",
      uri: expect.stringContaining("/db/V3__"),
      options: { overwrite: false, ignoreIfExists: false },
      annotationId: `Create ${name}`,
    });
    expect(text).toMatchObject({
      textDocument: { uri, version: null },
      edits: [{ newText: expect.stringContaining("CONCURRENTLY"), annotationId: `Create ${name}` }],
    });
    expect(here).toMatchObject({ textDocument: { version: 7 }, edits: [{ annotationId: fixOf()?.title }] });
    expect(edit?.changeAnnotations).toEqual({
      [`Create ${name}`]: { label: `Create ${name}` },
      [fixOf()?.title ?? ""]: { label: fixOf()?.title },
      [(nothing as AnnotatedTextEdit).annotationId]: { label: expect.any(String), needsConfirmation: true },
    });
  });
  test("is plain where the client knows no annotations, and not offered where it creates no files", () => {
    const edit = fixOf({ annotates: false })?.edit;
    expect(edit).not.toHaveProperty("changeAnnotations");
    expect(JSON.stringify(edit)).not.toContain("annotationId");
    expect(edit?.documentChanges).toHaveLength(3);
    expect(fixOf({ creates: false })).toBeUndefined();
  });
  test("of one file alone asks for nothing", () => {
    const [fix] = actionsAt(INDEX, PATH, BEFORE);
    expect(fix?.edit).not.toHaveProperty("changeAnnotations");
  });
});

const NEXT = "-- lockkeeper-disable-next-line timestamp-without-time-zone -- why this is safe here";
const FILE = "-- lockkeeper-disable-file timestamp-without-time-zone -- why this is safe here";

describe("the suppression of a line", () => {
  test.each([
    ["before a statement", "CREATE TABLE a (b $0timestamp);", `${NEXT}\nCREATE TABLE a (b timestamp);`],
    [
      "inside a statement, with its indentation",
      "CREATE TABLE a (\n  x int,\n\t b $0timestamp\n);",
      `CREATE TABLE a (\n  x int,\n\t ${NEXT}\n\t b timestamp\n);`,
    ],
    [
      "with CRLF",
      "SELECT 1;\r\n  CREATE TABLE a (b $0timestamp);\r\n",
      `SELECT 1;\r\n  ${NEXT}\r\n  CREATE TABLE a (b timestamp);\r\n`,
    ],
    [
      "with old Macintosh breaks",
      "SELECT 1;\rCREATE TABLE a (b $0timestamp);\r",
      `SELECT 1;\r${NEXT}\rCREATE TABLE a (b timestamp);\r`,
    ],
    [
      "where a string ends on the line",
      "CREATE TABLE a (\n  x text DEFAULT 'one\n  two', b $0timestamp\n);",
      `CREATE TABLE a (\n  ${NEXT}\n  x text DEFAULT 'one\n  two', b timestamp\n);`,
    ],
    [
      "where a function's body ends on the line",
      "DO $x$\nBEGIN\nEND $x$; CREATE TABLE a (b $0timestamp);",
      `${NEXT}\nDO $x$\nBEGIN\nEND $x$; CREATE TABLE a (b timestamp);`,
    ],
    [
      "where a comment ends on the line",
      "SELECT 1;\n/* one\ntwo */ CREATE TABLE a (b $0timestamp);",
      `SELECT 1;\n${NEXT}\n/* one\ntwo */ CREATE TABLE a (b timestamp);`,
    ],
    [
      "between goose's marks",
      "-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE a (b $0timestamp);\n-- +goose StatementEnd\n",
      `-- +goose Up\n-- +goose StatementBegin\n${NEXT}\nCREATE TABLE a (b timestamp);\n-- +goose StatementEnd\n`,
    ],
    [
      "after drizzle's break",
      "SELECT 1;\n--> statement-breakpoint\nCREATE TABLE a (b $0timestamp);",
      `SELECT 1;\n--> statement-breakpoint\n${NEXT}\nCREATE TABLE a (b timestamp);`,
    ],
  ])("%s", (_, marked, after) => {
    expect(apply(marked, "Suppress timestamp-without-time-zone for this line")).toBe(after);
    expect(shortly(reviewText(after, PATH))).toEqual([]);
  });
});

describe("the suppression of a file stands below what a tool wants at the top", () => {
  test.each([
    ["nothing", ""],
    ["sqlx", "-- no-transaction\n"],
    ["goose", "-- +goose NO TRANSACTION\n-- +goose Up\n"],
    ["goose's statement marks", "-- +goose Up\n-- +goose StatementBegin\n"],
    ["dbmate", "-- migrate:up transaction:false\n"],
    ["liquibase", "--liquibase formatted sql\n--changeset me:1 runInTransaction:false\n"],
    ["atlas", "-- atlas:txmode none\n\n"],
    ["with CRLF", "-- no-transaction\r\n"],
  ])("%s", (_, head) => {
    const marked = `${head}CREATE TABLE a (b $0timestamp);`;
    const after = apply(marked, "Suppress timestamp-without-time-zone for this file");
    const [annotations = ""] = /^(?:--.*\r?\n)*/.exec(head) ?? [];
    const br = head.includes("\r\n") ? "\r\n" : "\n";
    expect(after).toBe(`${annotations}${FILE}${br}${unmark(marked).text.slice(annotations.length)}`);
    expect(shortly(reviewText(after, PATH))).toEqual([]);
  });
});

describe("schema.prisma", () => {
  const marked = 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id\n  at Date$0Time\n}\n';
  test("a line", () => {
    const after = apply(marked, "Suppress prisma-datetime-without-timezone for this line", "schema.prisma");
    expect(after).toContain(
      "\n  // lockkeeper-disable-next-line prisma-datetime-without-timezone -- why this is safe here\n  at DateTime\n",
    );
    expect(shortly(reviewText(after, "schema.prisma"))).toEqual([]);
  });
  test("the file", () => {
    const after = apply(marked, "Suppress prisma-datetime-without-timezone for this file", "schema.prisma");
    expect(after).toMatch(
      /^\/\/ lockkeeper-disable-file prisma-datetime-without-timezone -- why this is safe here\ndatasource/,
    );
    expect(shortly(reviewText(after, "schema.prisma"))).toEqual([]);
  });
});

describe("every safe fix at once", () => {
  test("is applied, and unsafe ones are not", () => {
    const marked =
      "$0CREATE INDEX i ON orders (id);\nCREATE TABLE t (a timestamp, b int REFERENCES t);\nCREATE INDEX j ON orders (user_id);\n";
    const after = apply(marked, "Apply every safe fix");
    expect(after.match(/CONCURRENTLY/g)).toHaveLength(2);
    const left = review(workspaceOver({ ...BEFORE, [PATH]: after }), `${ROOT}/${PATH}`).findings;
    expect(safeEdits(left)).toEqual([]);
    expect(left.map(({ rule }) => rule)).toContain("foreign-key-without-index");
  });
  test("two names of one comment go one after the other, and nothing breaks", () => {
    let text =
      "-- lockkeeper-disable-file timestamp-without-time-zone, foreign-key-without-index, index-not-concurrent\nSELECT 1;\n";
    for (let round = 0; round < 4; round += 1) text = applyEdits(text, safeEdits(reviewText(text).findings));
    expect(text).toBe("SELECT 1;\n");
  });
});
