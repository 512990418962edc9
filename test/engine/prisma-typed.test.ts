import { beforeAll, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { reviewText } from "./review-text.ts";

beforeAll(loadParser);

const SCHEMA = `datasource db {
  provider = "postgresql"
}

model User {
  id    Int      @id
  born  DateTime @db.Timestamptz(3)
  posts Post[]
}

model Post {
  id     Int  @id
  user   User @relation(fields: [userId], references: [id], onDelete: Cascade)
  userId Int
  at     DateTime @default("// lockkeeper-disable-file x") // lockkeeper-disable-next-line a
  @@index([userId])
}
`;

test("a schema is reviewed at every moment of its typing, and what is found stands in it", () => {
  for (let typed = 0; typed <= SCHEMA.length; typed += 1) {
    const text = SCHEMA.slice(0, typed);
    for (const { range, fixes } of reviewText(text, "prisma/schema.prisma").findings) {
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeGreaterThanOrEqual(range.start);
      expect(range.end).toBeLessThanOrEqual(text.length);
      for (const { edits } of fixes) for (const edit of edits) expect(edit.range.end).toBeLessThanOrEqual(text.length);
    }
  }
});

test("a line that is being typed takes nothing away from what the others say", () => {
  const whole = reviewText(SCHEMA, "prisma/schema.prisma").findings.map(({ rule }) => rule);
  expect(whole).toContain("prisma-datetime-without-timezone");
  for (const line of [
    "na",
    "name",
    "name ",
    "name String @",
    "name String @default(",
    "@@",
    "@@index([",

    '"',
    "//",
  ]) {
    const text = SCHEMA.replace("  id     Int  @id\n", `  id     Int  @id\n  ${line}\n`);
    const found = reviewText(text, "prisma/schema.prisma").findings.map(({ rule }) => rule);
    expect(found, line).toEqual(whole);
  }
});
