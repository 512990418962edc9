import { expect, test } from "vitest";
import { sourceFiles } from "./sources.ts";

const product = sourceFiles("server/src", "client/src", "shared/src").filter(({ path }) => !path.endsWith(".gen.ts"));
const tests = sourceFiles("test");

test("no file is longer than 400 lines", () => {
  const long = [...product, ...tests].filter(({ text }) => text.split("\n").length > 401);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test("each exported function, type and constant carries a doc sentence", () => {
  const bare = product.flatMap(({ path, text }) => {
    const lines = text.split("\n");
    return lines.flatMap((line, index) => {
      const named = /^export (?:async )?(?:function|const|interface|type|class) (\w+)/.exec(line);
      if (named === null || lines[index - 1]?.trimEnd().endsWith("*/")) return [];
      return [`${path}: ${named[1]}`];
    });
  });
  expect(bare).toEqual([]);
});

test("no test is skipped for good or runs alone, and nothing is left to do", () => {
  const words =
    /\b(?:it|test|describe|suite)\.(?:skip|only|todo|fails)\b|\b(?:TODO|FIXME|HACK|XXX)\b|@ts-(?:ignore|expect-error|nocheck)|biome-ignore/;
  const left = [...product, ...tests].filter(({ path, text }) => !path.endsWith("style.test.ts") && words.test(text));
  expect(left.map(({ path }) => path)).toEqual([]);
});
