import { expect, test } from "vitest";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { fixesOfShapes } from "./support/fix-cases.ts";
import { FIX_SHAPES } from "./support/fix-shapes.ts";
import { proveFixes } from "./support/prove-fixes.ts";
import { versionsForFixes } from "./support/versions.ts";

await loadParser();
const cases = new Map(versionsForFixes().map((version) => [version, fixesOfShapes(version)]));

proveFixes(cases);

test.each(ALL_RULES.filter(({ fixable, group }) => fixable && group !== "prisma").map(({ id }) => id))(
  "fixes of %s are among those that run, in three shapes at least",
  (id) => {
    const own = [...cases.values()].flat().filter(({ rule }) => rule.id === id);
    const shapes = FIX_SHAPES.filter(({ rule }) => rule === id).map(({ name }) => `${id}: ${name}`);
    expect(shapes.filter((name) => own.some((each) => each.name.startsWith(name)))).toEqual(shapes);
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(3);
  },
);
