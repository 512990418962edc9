import { expect, test } from "vitest";
import { lockkeeper, SHOP, sample } from "./run.ts";

const REFUSED: readonly (readonly [args: readonly string[], said: string])[] = [
  [[], "name a command"],
  [["plan"], "there is no command plan"],
  [["constructor"], "there is no command constructor"],
  [["help", "nope"], "there is no command nope"],
  [["lint", "nowhere"], "nowhere does not exist"],
  [["lint", "migrations", "nowhere.sql"], "nowhere.sql does not exist"],
  [["lint", ""], "a path is empty"],
  [["lint", "two\nlines\u001b[31m"], "two lines\\x1b[31m does not exist"],
  [["lint", "postgres://user:hunter2@host/db"], "postgres://user:***@host/db does not exist"],
  [["lint", "--unknown"], "Unknown option '--unknown'"],
  [["lint", "--schema"], "argument missing"],
  [["lint", "--schema", "--isolated"], "ambiguous"],
  [["lint", "--isolated=yes"], "does not take an argument"],
  [["lint", "--postgres", "11"], "--postgres 11 is not a major version from 12 to 18"],
  [["lint", "--postgres", "0x10"], "--postgres 0x10 is not"],
  [["lint", "--postgres", ""], "is not a major version"],
  [["lint", "--engine", "oracle"], "--engine oracle is not one of postgres, mysql, sqlite"],
  [["lint", "--format", "xml"], "--format xml is not one of text, json"],
  [["locks", "--format", "markdown"], "--format markdown is not one of text, json"],
  [["lint", "--fail-on", "urgent"], "--fail-on urgent is not one of critical, high"],
  [["lint", "--schema", "nowhere.sql"], "nowhere.sql does not exist"],
  [["lint", "--schema", "binary.sql"], "--schema binary.sql cannot be used: it is not text"],
  [["lint", "--config", "nowhere.json"], "nowhere.json does not exist"],
  [["lint", "--config", "migrations"], "migrations cannot be used"],
  [["lint", "--config", "broken.json"], "broken.json cannot be used"],
  [["lint", "--config", "lockkeeper.json", "--no-config"], "contradict each other"],
  [["rules", "x"], "rules takes no path"],
  [["explain"], "explain takes one rule"],
  [["explain", "a", "b"], "explain takes one rule"],
  [["explain", "nope"], "there is no rule nope"],
  [["explain", "../../package"], "there is no rule"],
  [["lsp"], "add --stdio"],
];

test.each(REFUSED)("%j", (args, said) => {
  const folder = sample({ ...SHOP, "binary.sql": "a\0b", "broken.json": '{ "postgres": "16" }' });
  const { status, stdout, stderr } = lockkeeper(folder, args);
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^lockkeeper: [^\n]+\n$/);
  expect(stderr).toContain(said);
});

test("--version is the package's", () => {
  expect(lockkeeper(sample({}), ["--version"])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});
