import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import datetimeWithoutTimezone from "../../server/src/rules/prisma/prisma-datetime-without-timezone.ts";
import relationWithoutIndex from "../../server/src/rules/prisma/prisma-relation-without-index.ts";
import { readPage } from "../rules/page.ts";
import { engineFormats, engineRefuses } from "./prisma-engine.ts";
import { fixed, review } from "./review.ts";

describe.each([relationWithoutIndex, datetimeWithoutTimezone])("the page of $id", (rule) => {
  const page = readPage(readFileSync(join(import.meta.dirname, "../../docs/rules", `${rule.id}.md`), "utf8"));

  it.each(page.examples.map((example) => [example.title, example.blocks[0]?.code ?? ""]))(
    "shows a schema that Prisma takes and its formatter leaves alone, before the fix and after: %s",
    (_, code) => {
      const hasFixes = review(rule, code).every(({ report }) => report.fixes?.length === 1);
      for (const text of hasFixes ? [code, fixed(rule, code)] : [code]) {
        expect(engineRefuses(withDatasource(text))).toBeUndefined();
        expect(engineFormats(text)).toBe(text);
      }
    },
  );
});

function withDatasource(text: string): string {
  return text.includes("datasource ") ? text : `datasource db {\n  provider = "postgresql"\n}\n\n${text}`;
}
