import { describe, expect, it } from "vitest";
import { globMatcher } from "../../server/src/project/glob.ts";

const cases: readonly (readonly [pattern: string, path: string, matches: boolean])[] = [
  ["**/seeds/**", "db/seeds/a.sql", true],
  ["**/seeds/**", "seeds/deep/er/a.sql", true],
  ["**/seeds/**", "db/seedsof/a.sql", false],
  ["db/*.sql", "db/a.sql", true],
  ["db/*.sql", "db/x/a.sql", false],
  ["db/**/*.sql", "db/a.sql", true],
  ["db/**/*.sql", "db/x/y/a.sql", true],
  ["db/**", "db/x", true],
  ["db", "src/db/x.sql", true],
  ["/db", "db/x.sql", true],
  ["db/", "db/x.sql", true],
  ["db/seeds", "db/seeds/x.sql", true],
  ["db/seeds", "other/db/seeds/x.sql", false],
  ["*.down.sql", "a/b/1_x.down.sql", true],
  ["*.down.sql", "a/b/1_x.up.sql", false],
  ["a?.sql", "ab.sql", true],
  ["a?.sql", "a/.sql", false],
  ["a?.sql", "a😀.sql", true],
  ["{a,b}/*.sql", "b/x.sql", true],
  ["{a,b}/*.sql", "c/x.sql", false],
  ["{a,b{1,2}}.sql", "b2.sql", true],
  ["{**/x,y}/z", "q/x/z", true],
  ["[a-c]x/y", "bx/y", true],
  ["[!a-c]x/y", "bx/y", false],
  ["[^a]x/y", "bx/y", true],
  ["[a", "[a", true],
  ["{a", "{a", true],
  ["{a{b,c}", "{ac", true],
  ["\\*.sql", "*.sql", true],
  ["\\*.sql", "a.sql", false],
  ["a**b", "axxb", true],
  ["a**b", "x/axyb/c", true],
  ["a**b", "ax/b", false],
  ["x.sql", "x+sql", false],
  ["", "a", false],
  ["/", "a", false],
];

describe("glob patterns", () => {
  it.each(cases)("%s and %s: %s", (pattern, path, matches) => {
    expect(globMatcher(pattern)(path)).toBe(matches);
  });

  it("answers for patterns made to be slow", () => {
    const path = `${"a/".repeat(150)}b`;
    expect(globMatcher("**/".repeat(300))(path)).toBe(true);
    expect(globMatcher(`${"**/".repeat(300)}c`)(path)).toBe(false);
    expect(globMatcher(`${"*".repeat(900)}c`)("a".repeat(4000))).toBe(false);
    expect(globMatcher(`${"*a".repeat(400)}c`)("a".repeat(4000))).toBe(false);
    expect(globMatcher("{a,aa}".repeat(150))("a".repeat(4000))).toBe(false);
    expect(globMatcher(`${"{".repeat(400)}a${"}".repeat(400)}`)("a")).toBe(false);
    expect(globMatcher(`${"{a,".repeat(300)}b${"}".repeat(300)}`)("x")).toBe(false);
  });

  it("matches nothing with a pattern that is too long", () => {
    expect(globMatcher("*".repeat(1001))("a")).toBe(false);
  });
});
