import { beforeAll, expect, test } from "vitest";
import { review } from "../../server/src/engine/review.ts";
import { defineRule } from "../../server/src/engine/rule.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { ROOT, shortly, workspaceOver } from "./review-text.ts";

beforeAll(loadParser);

const fail = () => {
  throw new Error("it broke");
};

const throwing = defineRule({
  id: "throwing",
  group: "schema",
  title: "A rule that throws",
  severity: "high",
  tag: "confirmed",
  engines: ["postgres", "sqlite", "mysql"],
  why: "For this test.",
  remedy: "None.",
  sources: [],
  references: [],
  on: { statement: fail, columnType: fail, foreignKey: fail, createIndex: fail, prismaModel: fail, prismaField: fail },
});

const FILES = {
  "db/0001_a.sql": "CREATE TABLE a (id int PRIMARY KEY, b timestamp, c int REFERENCES a);\nCREATE INDEX i ON a (b);\n",
  "schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id\n  at DateTime\n}\n',
};

test.each([
  ["db/0001_a.sql", ["1 timestamp-without-time-zone", "1 foreign-key-without-index"]],
  ["schema.prisma", ["6 prisma-datetime-without-timezone"]],
])("a rule that throws on %s costs its own findings alone, and the log names it and the file", (path, found) => {
  const heard: string[] = [];
  const log = (message: string) => void heard.push(message);
  // First, so that whatever it breaks would break the others.
  const workspace = workspaceOver(FILES, { rules: [throwing, ...ALL_RULES], log });
  expect(shortly(review(workspace, `${ROOT}/${path}`))).toEqual(found);
  expect(heard.length).toBeGreaterThan(0);
  for (const message of heard) {
    expect(message).toContain(`throwing failed on ${ROOT}/${path}`);
    expect(message).toContain("it broke");
  }
});

test("what the throwing rule reported before it threw stays, and the file is reviewed again after an edit", () => {
  const reportsFirst = defineRule({
    ...throwing,
    id: "reports-first",
    on: {
      statement: (statement, { report }) => {
        report({ range: statement.range, message: "reported" });
        fail();
      },
    },
  });
  const path = `${ROOT}/db/0001_a.sql`;
  const workspace = workspaceOver(FILES, { rules: [reportsFirst, ...ALL_RULES], log: () => undefined });
  expect(shortly(review(workspace, path)).filter((one) => one.includes("reports-first"))).toHaveLength(2);
  workspace.open(path, `SELECT 1;\n${FILES["db/0001_a.sql"]}`);
  expect(shortly(review(workspace, path))).toContain("2 timestamp-without-time-zone");
});
