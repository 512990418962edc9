import { expect, test } from "vitest";
import { findingsText, postgresText } from "../../client/src/status-text.ts";
import type { StatusParams } from "../../shared/src/protocol.ts";

const status: StatusParams = {
  uri: "file:///shop/0004.sql",
  version: 1,
  findings: 2,
  engine: "postgres",
  postgres: { version: 16, assumed: false, why: "compose.yaml:3 says postgres:16" },
  tool: "goose",
  pid: 1,
};

test("the findings of the document in front are counted", () => {
  expect(findingsText("running", status)).toEqual({ text: "2 findings", detail: "Lockkeeper, migrations of goose" });
  expect(findingsText("running", { ...status, findings: 1 }).text).toBe("1 finding");
  expect(findingsText("running", { ...status, findings: 0, tool: null })).toEqual({
    text: "No findings",
    detail: "Lockkeeper",
  });
});

test("a server that does not run is named in place of findings", () => {
  expect(findingsText("stopped", status).text).toBe("Lockkeeper has stopped");
  expect(findingsText("starting", undefined).text).toBe("Lockkeeper is starting");
  expect(findingsText("off", undefined).detail).toContain("lockkeeper.enable");
  expect(postgresText("stopped", status)).toBeUndefined();
});

test("the version of Postgres says how it is known, and when it is only assumed", () => {
  expect(postgresText("running", status)).toEqual({ text: "Postgres 16", detail: "compose.yaml:3 says postgres:16" });
  const assumed = { version: 14, assumed: true, why: "nothing in the workspace names a version" };
  expect(postgresText("running", { ...status, postgres: assumed })?.text).toBe("Postgres 14 (assumed)");
  expect(postgresText("running", { ...status, engine: "mysql", postgres: null })?.text).toBe("mysql");
});
