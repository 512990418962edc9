import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { ExampleHistory } from "../rules/review-example.ts";
import { type FixCase, fixCases } from "./support/fix-cases.ts";
import { type Original, proveFix, runOriginal } from "./support/fix-proof.ts";
import { FIX_SHAPES } from "./support/fix-shapes.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsForFixes } from "./support/versions.ts";

await loadParser();
const cases = new Map(versionsForFixes().map((version) => [version, fixCases(version)]));

// Every fix in SQL that a page shows, and more shapes: the file as it was and as the fix leaves it, run on real servers.
describe.each([...cases])("Postgres %i", (version, own) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  const originals = new Map<ExampleHistory, Promise<Original>>();
  const originalOf = (each: FixCase) => {
    const made = originals.get(each.history) ?? runOriginal(server, each);
    originals.set(each.history, made);
    return made;
  };

  test.each(own.map((each) => [each.name, each] as const))("%s", async (_, each) => {
    await proveFix(server, each, await originalOf(each));
  });
});

test.each(ALL_RULES.filter(({ fixable, group }) => fixable && group !== "prisma").map(({ id }) => id))(
  "fixes of %s are among those that run, in three shapes at least besides the page's",
  (id) => {
    const own = [...cases.values()].flat().filter(({ rule }) => rule.id === id);
    const shapes = FIX_SHAPES.filter(({ rule }) => rule === id).map(({ name }) => `${id}: ${name}`);
    const proven = shapes.filter((name) => own.some((each) => each.name.startsWith(name)));
    expect(proven).toEqual(shapes);
    expect(own.length).toBeGreaterThan(shapes.length);
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(3);
  },
);
