import { expect, test } from "vitest";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { fixesOfPages } from "./support/fix-cases.ts";
import { proveFixes } from "./support/prove-fixes.ts";
import { versionsForFixes } from "./support/versions.ts";

await loadParser();
const cases = new Map(versionsForFixes().map((version) => [version, fixesOfPages(version)]));

proveFixes(cases);

test.each(ALL_RULES.filter(({ fixable, group }) => fixable && group !== "prisma").map(({ id }) => id))(
  "a fix of %s that its page shows is among those that run",
  (id) => {
    expect([...cases.values()].flat().some(({ rule }) => rule.id === id)).toBe(true);
  },
);
