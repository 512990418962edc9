import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { Segment } from "../../server/src/sql/segment.ts";
import { editSegments, type SegmentsChange, segmentStarts, segmentsOf } from "../../server/src/sql/segments.ts";
import { corpus } from "../support/corpus.ts";
import { type Random, randomFrom } from "../support/random.ts";

beforeAll(loadParser);

/** Pieces that open, close and change roles: what makes boundaries move. */
const pieces = [
  ..."';\"`$(\\:/*-\n \r\0xé\u{1f600}{".split(""),
  ..."''|$$|$a$|/*|*/|--|E'|\\.|\nGO\n|\\gexec\n|\n\\c x\n|CREATE |SELECT 1;|\nCREATE TABLE t (x int);".split("|"),
  ..."COPY t FROM stdin;\n|\n\\.\n|DELIMITER //\n|\nDELIMITER ;\n|BEGIN ATOMIC |END|CASE ".split("|"),
  ..."CREATE FUNCTION f() RETURNS int |CREATE RULE r AS ON INSERT TO t DO (|AS $$|DO $$|u&'|;\n\n".split("|"),
  ..."\n-- +goose StatementEnd\n|\n-- +goose Down\n|\n--> statement-breakpoint\n|\n--changeset a:1\n|:x|\\if ".split(
    "|",
  ),
  ...`\${a}|{{ x }}|\\;|\r\n|\n`.split("|"),
];

const file = [
  "-- +goose Up\nCREATE TABLE a (x int, y text DEFAULT 'it''s');\n\n-- about\nALTER TABLE a ADD z int /* ; */;\n",
  "CREATE FUNCTION f() RETURNS int AS $$ BEGIN\nRETURN 1;\nEND $$ LANGUAGE plpgsql;\n\nSELECT E'a\\'b', \"c\";\n",
  "COPY a FROM stdin;\n1\t'2\n\\.\n\n\\c db\nCREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b);\n",
  "CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END;\n-- +goose Down\nDROP TABLE a;\n",
].join("");

/** Everything of a segment but its id. */
function withoutIds(segments: readonly Segment[]): readonly object[] {
  return segments.map(({ id: _, ...rest }) => rest);
}

function textOf(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join("");
}

function applied(text: string, { range, text: inserted }: SegmentsChange): string {
  return text.slice(0, range.start) + inserted + text.slice(range.end);
}

function randomChange(text: string, random: Random): SegmentsChange {
  const start = random.below(text.length + 1);
  const removed = random.pick([0, 0, 0, 1, 2, random.below(60)]);
  const inserted = random.below(10) < 3 ? "" : random.pick(pieces);
  return { range: { start, end: Math.min(start + removed, text.length) }, text: inserted };
}

/** Edits a text over and over and compares with a fresh start each time. */
function editRandomly(initial: string, seed: number, count: number): void {
  const random = randomFrom(seed);
  let text = initial;
  let segments = segmentsOf(text);
  for (let step = 0; step < count; step++) {
    const change = randomChange(text, random);
    text = applied(text, change);
    segments = editSegments(segments, change);
    expect(withoutIds(segments), `seed ${seed}, step ${step}: ${JSON.stringify(change)}`).toEqual(
      withoutIds(segmentsOf(text)),
    );
    expect(new Set(segments.map(({ id }) => id)).size).toBe(segments.length);
  }
}

describe("an edit gives what a fresh start gives", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => [seed]))("constructed file, seed %i", (seed) => {
    editRandomly(file, seed, 60);
  });

  test.each(Array.from({ length: 25 }, (_, seed) => [seed]))("nothing at first, seed %i", (seed) => {
    editRandomly("", 1000 + seed, 80);
  });

  test("every place of a file, every piece", () => {
    const segments = segmentsOf(file);
    for (let at = 0; at <= file.length; at += 3) {
      const piece = pieces[at % pieces.length] ?? "";
      const change = { range: { start: at, end: at }, text: piece };
      expect(withoutIds(editSegments(segments, change)), `${at} ${JSON.stringify(piece)}`).toEqual(
        withoutIds(segmentsOf(applied(file, change))),
      );
    }
  });

  test("an edit on the rest of a line that a segment's end was decided by", () => {
    const text = "DELIMITER ;;\nSELECT 1;\nDELIMITER x;y z\nSELECT 2;\nSELECT 1;\nGO to\nSELECT 3;";
    const segments = segmentsOf(text);
    for (let at = 0; at + 2 <= text.length; at++) {
      const change = { range: { start: at, end: at + 2 }, text: "" };
      expect(withoutIds(editSegments(segments, change))).toEqual(withoutIds(segmentsOf(applied(text, change))));
    }
  });

  describe.skipIf(!corpus)("real files", () => {
    const files = corpus ? readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter(isEditable) : [];
    const chosen = files.filter((_, index) => index % 61 === 0);

    test.each(chosen)("%s", (path) => {
      const text = readFileSync(join(corpus ?? "", path), "utf8");
      if (text.length < 30_000) editRandomly(text, text.length, 12);
    });
  });
});

function isEditable(path: string): boolean {
  return path.endsWith(".sql");
}

describe("an edit keeps what it does not touch", () => {
  const text = Array.from({ length: 50 }, (_, index) => `SELECT ${index};\n`).join("");

  test("all but the edited statement are the same objects", () => {
    const before = segmentsOf(text);
    const at = (segmentStarts(before)[20] ?? 0) + 8;
    const after = editSegments(before, { range: { start: at, end: at }, text: "1" });
    expect(after.filter((segment, index) => segment !== before[index]).map((segment) => segment.text)).toEqual([
      "\nSELECT 120;",
    ]);
  });

  test("an open quote reaches no further than the next statement that surely is one", () => {
    const real = `SELECT 1;\n\nSELECT 2;\n\n${"SELECT 'a';\n".repeat(20)}`;
    const before = segmentsOf(real);
    const after = editSegments(before, { range: { start: 8, end: 8 }, text: "'" });
    expect(after.slice(2)).toEqual(before.slice(2));
    expect(after[2]).toBe(before[2]);
  });

  test("an insertion between two statements leaves both", () => {
    const before = segmentsOf(text);
    const at = segmentStarts(before)[20] ?? 0;
    const after = editSegments(before, { range: { start: at, end: at }, text: "\nSELECT x;" });
    expect(after.slice(0, 20)).toEqual(before.slice(0, 20));
    expect(after[19]).toBe(before[19]);
    expect(after[21]).toBe(before[20]);
    expect(textOf(after)).toContain("SELECT x;");
  });

  test("a change that changes nothing gives the same segments", () => {
    const before = segmentsOf(text);
    const after = editSegments(before, { range: { start: 40, end: 41 }, text: text.slice(40, 41) });
    expect(after.every((segment, index) => segment === before[index])).toBe(true);
  });

  test("a change outside the file is refused", () => {
    expect(() => editSegments(segmentsOf("a"), { range: { start: 0, end: 2 }, text: "" })).toThrow(RangeError);
  });
});
