import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";
import { corpus } from "../support/corpus.ts";
import { problemsOf } from "./audit.ts";
import { othersIn } from "./others-in.ts";

const folders = [
  { folder: "postgres-migrations", atLeast: 6_000 },
  { folder: "prisma", atLeast: 4_000 },
  { folder: "dumps", atLeast: 22_000 },
  { folder: "peers/postgres__postgres-18", atLeast: 45_000 },
];

/** Parts of the parser's vocabulary that always have a word of ours. */
const lowered = /^(CreateStmt|CreateForeignTableStmt|CreateTableAsStmt|AlterTableStmt|IndexStmt|ViewStmt|SelectStmt)$/;

beforeAll(loadParser);

describe.skipIf(!corpus)("every statement of the corpus", () => {
  test.each(folders)("$folder", { timeout: 300_000 }, ({ folder, atLeast }) => {
    const problems: string[] = [];
    const others = new Map<string, number>();
    let statements = 0;
    for (const file of sqlFiles(join(corpus ?? "", folder))) {
      for (const { text, body, placeholders, parsed } of segmentsOf(readFileSync(file, "utf8"))) {
        const { statement } = parsed ?? {};
        if (!statement) continue;
        statements++;
        if (statement.kind === "other") others.set(statement.node, (others.get(statement.node) ?? 0) + 1);
        if (statement.kind === "other" && lowered.test(statement.node)) problems.push(`${file}: ${statement.node}`);
        // Where a placeholder stands, the parser read a stand-in for it, whose name the text does not hold.
        if (placeholders.length > 0) continue;
        problems.push(...problemsOf(statement, text, body).map((problem) => `${file}: ${problem}`));
      }
    }
    expect(problems.slice(0, 20)).toEqual([]);
    expect(statements).toBeGreaterThan(atLeast);
    expect(Object.fromEntries([...others].sort())).toEqual(othersIn[folder]);
  });
});

function sqlFiles(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".sql")).map((name) => join(folder, name));
}
