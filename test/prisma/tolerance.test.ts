import { describe, expect, it } from "vitest";
import { parsePrisma } from "../../server/src/prisma/parse-prisma.ts";
import type { PrismaField, PrismaSchema } from "../../server/src/prisma/prisma-schema.ts";
import { engineRefuses } from "./prisma-engine.ts";
import { everything, twists } from "./samples.ts";

describe("a schema that is being typed", () => {
  it("keeps every model before the place where the text is cut off", () => {
    const whole = parsePrisma(everything);
    const blocks = [...whole.models, ...whole.enums].map((one) => ({ end: one.range.end, text: JSON.stringify(one) }));
    for (let length = 0; length <= everything.length; length += 1) {
      const cut = parsePrisma(everything.slice(0, length));
      const kept = new Set([...cut.models, ...cut.enums].map((one) => JSON.stringify(one)));
      expect(blocks.filter((block) => block.end <= length && !kept.has(block.text))).toEqual([]);
      expect(cut.problems.length).toBeLessThanOrEqual(2);
    }
  });

  it("never throws and keeps its ranges inside the text, whatever is inserted or taken out", () => {
    const random = numbersFrom(7);
    const pieces = [
      "{",
      "}",
      "(",
      ")",
      "[",
      "]",
      '"',
      "\\",
      "@",
      "@@",
      ":",
      ",",
      "/*",
      "*/",
      "//",
      "\n",
      "\r\n",
      "model X {",
      "😀",
      "\u0000",
      "\ud800",
      "?",
      "=",
      ".",
    ];
    for (const sample of [everything, ...Object.values(twists)]) {
      for (let round = 0; round < 150; round += 1) {
        let text = sample;
        for (let edit = 0; edit < 3; edit += 1) {
          const at = Math.floor(random() * (text.length + 1));
          const piece = random() < 0.3 ? "" : (pieces[Math.floor(random() * pieces.length)] ?? "");
          text = text.slice(0, at) + piece + text.slice(at + Math.floor(random() * 4));
        }
        checkRanges(parsePrisma(text), text);
      }
    }
  });

  it("finds a problem exactly where the grammar of Prisma's engine does", () => {
    const random = numbersFrom(11);
    const base =
      'model A {\n  id Int @id\n  b String? @default("x") // c\n  @@index([id, b(sort: Desc)])\n}\nenum E {\n  X\n}\n';
    const pieces = ["{", "}", "(", ")", "[", '"', "@", ":", ",", "!", "*/", "/*", "\n", "=", "?", "%"];
    const missed: string[] = [];
    for (let round = 0; round < 400; round += 1) {
      const at = Math.floor(random() * base.length);
      const text = base.slice(0, at) + (pieces[Math.floor(random() * pieces.length)] ?? "") + base.slice(at);
      const refusal = engineRefuses(text);
      const ungrammatical =
        /is not a valid|line is invalid|field declaration is invalid|not an enum value|missing a value|known Prisma/;
      const refused = refusal !== undefined && ungrammatical.test(refusal);
      if (refused !== parsePrisma(text).problems.length > 0) missed.push(`${refusal}\n${text}`);
    }
    expect(missed).toEqual([]);
  });

  it("reads the neighbours of a broken line as ever", () => {
    const text =
      "model A {\n  id Int @id\n  b Int @default(\n  c Int\n  ?? what\n  @@index([c], map:\n  @@unique([c])\n}\n";
    const schema = parsePrisma(text);
    const model = schema.models[0];
    expect(model?.fields.map((field) => [field.name.text, field.broken])).toEqual([
      ["id", false],
      ["b", true],
      ["c", false],
    ]);
    expect(model?.attributes.map((attribute) => [attribute.name, attribute.args.length])).toEqual([
      ["index", 1],
      ["unique", 1],
    ]);
    expect(schema.problems.map(({ range }) => text.slice(range.start, range.end))).toEqual(["(", "?? what", ":"]);
  });

  it.each([
    [
      "a brace that is missing",
      "model A {\n  id Int @id\n\nmodel B {\n  id Int @id\n}\n",
      ["A", "B"],
      ["`A` is not closed"],
    ],
    ["a brace that is missing at the end", "enum E {\n  X\n}\nmodel A {\n  id Int @id\n", ["A"], ["`A` is not closed"]],
    [
      "a brace at the end of a field's line",
      "model A {\n  id Int @id }\nmodel B {\n  id Int @id\n}",
      ["A", "B"],
      ["the end of the line"],
    ],
    ["an empty pair of braces", "model A {}\nmodel B {\n  id Int @id\n}", ["A", "B"], ["`A` is not closed"]],
    ["a misspelt keyword", "modle A {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}", ["B"], ["begins with"]],
    ["a block without a name", "model {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}", ["B"], ["begins with"]],
    [
      "words outside blocks",
      "hello there\nmodel B {\n  id Int @id\n} bye",
      ["B"],
      ["Outside a block", "Outside a block"],
    ],
    ["a comment that is not closed", "model A {\n  id Int @id\n  /* x\n  b Int\n}", ["A"], ["a field"]],
    ["a string that is not closed", 'model A {\n  a String @default("x)\n  b Int\n}', ["A"], ["a string that ends"]],
  ])("comes through %s", (_, text, models, problems) => {
    const schema = parsePrisma(text);
    expect(schema.models.map((model) => model.name.text)).toEqual(models);
    expect(schema.problems.map((problem) => problem.message)).toEqual(
      problems.map((part) => expect.stringContaining(part)),
    );
  });

  it("reads a file with a byte-order mark", () => {
    const text = "\ufeffmodel A {\n  id Int @id\n}";
    const schema = parsePrisma(text);
    expect(schema.problems).toEqual([]);
    expect(schema.models[0]?.range).toEqual({ start: 1, end: text.length });
  });

  it("reads hostile input: nesting without end, one line of megabytes, a million unclosed comments", () => {
    const field = (value: string) =>
      parsePrisma(`model A {\n  a Int @default(${value})\n  b Int\n}`).models[0]?.fields[1]?.name.text;
    expect(field("[".repeat(200_000))).toBe("b");
    expect(field("f(".repeat(200_000))).toBe("b");
    expect(field("{a:".repeat(200_000))).toBe("b");
    expect(field(`"${"x".repeat(8_000_000)}"`)).toBe("b");
    expect(field("x".repeat(8_000_000))).toBe("b");
    expect(field(`[${"1,".repeat(500_000)}1]`)).toBe("b");
    expect(parsePrisma("/* x\n".repeat(300_000)).problems).toHaveLength(300_000);
    expect(parsePrisma(" ".repeat(8_000_000)).problems).toHaveLength(0);
    expect(parsePrisma(`//${"x".repeat(8_000_000)}`).problems).toHaveLength(0);
  });
});

describe("ranges", () => {
  it("are exact, with CRLF and characters outside the basic plane", () => {
    const text = everything.replaceAll("\n", "\r\n");
    const at = (range: { start: number; end: number } | undefined) => range && text.slice(range.start, range.end);
    const schema = parsePrisma(text);
    const user = schema.models[0];
    const boss = user?.fields.find((field) => field.name.text === "boss");
    expect(at(schema.datasource?.name.range)).toBe("db");
    expect(at(user?.name.range)).toBe("User");
    expect(at(boss?.name.range)).toBe("boss");
    expect(at(boss?.type.range)).toBe("User");
    expect(at(boss?.attributes[0]?.range)).toBe(
      '@relation("boss", fields: [bossId], references: [id], onDelete: SetNull, onUpdate: NoAction, map: "boss_key")',
    );
    expect(boss?.attributes[0]?.args.map((argument) => at(argument.value.range))).toEqual([
      '"boss"',
      "[bossId]",
      "[id]",
      "SetNull",
      "NoAction",
      '"boss_key"',
    ]);
    const name = user?.fields.find((field) => field.name.text === "name");
    expect(at(name?.range)).toBe(
      'name      String?  @default("quote \\" back\\\\slash // no comment } \\n \\u0041 \\uD83D\\uDE00 😀")',
    );
    expect(name?.attributes[0]?.args[0]?.value).toMatchObject({
      value: 'quote " back\\slash // no comment } \n A 😀 😀',
    });
    const created = user?.fields.find((field) => field.name.text === "createdAt");
    expect(at(created?.attributes[2]?.nameRange)).toBe("db.Timestamptz");
    expect(text.charAt(user?.closeAt ?? 0)).toBe("}");
    expect(at(user?.range)?.startsWith("model User {")).toBe(true);
    expect(at(user?.range)?.endsWith("\r\n}")).toBe(true);
    expect(at(schema.enums[0]?.values[2]?.range)).toBe("GUEST");
    const shape = user?.fields.find((field) => field.name.text === "shape");
    expect([shape?.type.text, shape?.unsupported, shape?.optional]).toEqual([
      "Unsupported",
      "geometry(Point, 4326)",
      true,
    ]);
  });
});

function checkRanges(schema: PrismaSchema, text: string): void {
  const inside = (range: { start: number; end: number }) =>
    expect(0 <= range.start && range.start <= range.end && range.end <= text.length).toBe(true);
  const named = ({ text: name, range }: PrismaField["name"]) => expect(text.slice(range.start, range.end)).toBe(name);
  for (const problem of schema.problems) inside(problem.range);
  for (const model of schema.models) {
    inside(model.range);
    named(model.name);
    if (model.closed) expect(text.charAt(model.closeAt)).toBe("}");
    for (const field of model.fields) {
      named(field.name);
      named(field.type);
      inside(field.range);
      for (const { name, nameRange } of field.attributes) named({ text: name, range: nameRange });
    }
  }
}

/** Numbers from 0 to below 1 that look random and are the same each run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
