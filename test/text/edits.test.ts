import { describe, expect, test } from "vitest";
import { overlaps, shiftRange, touches } from "../../server/src/text/range.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { randomFrom } from "../support/random.ts";

describe("ranges", () => {
  const range = { start: 2, end: 5 };
  test("a cursor touches both ends", () => {
    expect([1, 2, 3, 5, 6].map((offset) => touches(range, offset))).toEqual([false, true, true, true, false]);
  });
  test("neighbours overlap, as an empty selection at an end does", () => {
    expect(overlaps(range, { start: 5, end: 5 })).toBe(true);
    expect(overlaps({ start: 0, end: 2 }, range)).toBe(true);
    expect(overlaps(range, { start: 6, end: 9 })).toBe(false);
    expect(overlaps({ start: 0, end: 1 }, range)).toBe(false);
  });
  test("shifting moves both ends", () => {
    expect(shiftRange(range, 3)).toEqual({ start: 5, end: 8 });
  });
});

describe("edits", () => {
  const edit = (start: number, end: number, text: string) => ({ range: { start, end }, text });
  test.each([
    ["none", [], "abcdef"],
    ["an insertion at each end", [edit(6, 6, ">"), edit(0, 0, "<")], "<abcdef>"],
    ["two at one place, in the order given", [edit(3, 3, "1"), edit(3, 3, "2")], "abc12def"],
    ["a replacement and an insertion at its start", [edit(2, 2, "+"), edit(2, 4, "X")], "ab+Xef"],
    ["a deletion of all", [edit(0, 6, "")], ""],
    ["neighbours given backwards", [edit(4, 6, "EF"), edit(0, 2, "AB"), edit(2, 4, "CD")], "ABCDEF"],
  ])("%s", (_, edits, result) => {
    expect(applyEdits("abcdef", edits)).toBe(result);
  });

  test("the order of edits that do not meet does not matter", () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const random = randomFrom(seed);
      const cuts = Array.from({ length: 8 }, () => random.below(100)).sort((a, b) => a - b);
      const edits = [0, 2, 4, 6].map((n) => edit(cuts[n] ?? 0, cuts[n + 1] ?? 0, "*".repeat(n)));
      const distinct = edits.filter(
        ({ range }, n) => edits.findIndex((other) => other.range.start === range.start) === n,
      );
      const text = Array.from({ length: 100 }, () => random.pick(["a", "b", "\n", "\u{1F600}".slice(0, 1)])).join("");
      expect(applyEdits(text, distinct.toReversed())).toBe(applyEdits(text, distinct));
    }
  });
});
