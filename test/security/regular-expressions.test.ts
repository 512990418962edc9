import { expect, test } from "vitest";
import { sourceFiles } from "../house/sources.ts";
import { expressionsIn, hostileInputs } from "./expressions.ts";

const sources = sourceFiles("server/src", "client/src", "shared/src");
const expressions = expressionsIn(sources);
const distinct = [...new Map(expressions.map((one) => [`${one.source}/${one.flags}`, one])).values()];

test("the expressions are found", () => {
  expect(distinct.length).toBeGreaterThan(30);
});

test("an expression is put together at run time of literals alone, which are judged here", () => {
  const calls = sources.flatMap(({ text }) => text.match(/\bRegExp\([^\n]*/g) ?? []);
  expect(calls.filter((call) => !/^RegExp\((?:\w+\.source|`(?:\$\{\w+\.source\}\|?)+`), "\w+"\);$/.test(call))).toEqual(
    [],
  );
});

test("the hostile inputs hold what a bad expression would choke on", () => {
  const bad = { place: "", source: "^x(?: +)+y|DELIMITER[ \\t]+;", flags: "" };
  const inputs = [...hostileInputs(bad, 50)];
  for (const hostile of [`x${" ".repeat(50)}`, `DELIMITER${" ".repeat(50)}`, ";".repeat(50)]) {
    expect(inputs.some((input) => input.startsWith(hostile))).toBe(true);
  }
});

/** On so many characters a quadratic expression takes minutes and a linear one a millisecond: the test's own limit tells them apart. */
const LENGTH = 100_000;

test.each(distinct)("takes linear time: $place /$source/", (expression) => {
  const compiled = new RegExp(expression.source, expression.flags);
  for (const input of hostileInputs(expression, LENGTH)) {
    compiled.lastIndex = 0;
    compiled.test(input);
  }
});
