import assert from "node:assert/strict";
import { apply, changing, FILES, findings, findingsOf, firstFinding, open, quickFixes } from "./editor.ts";
import type { Test } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** Every quick fix that the sample project offers: accepted, what the file then holds, and the squiggle gone. */
const FIXES: readonly { readonly file: string; readonly rule: string; readonly expected: readonly RegExp[] }[] = [
  {
    file: FILES.index,
    rule: "index-not-concurrent",
    expected: [/^-- \+goose NO TRANSACTION$/m, /^CREATE INDEX CONCURRENTLY orders_status_placed_at_idx ON orders/m],
  },
  { file: FILES.orders, rule: "timestamp-without-time-zone", expected: [/^ {4}placed_at timestamptz NOT NULL/m] },
  { file: FILES.shipments, rule: "timestamp-without-time-zone", expected: [/ADD COLUMN cancelled_at timestamptz;$/m] },
  {
    file: FILES.orders,
    rule: "foreign-key-without-index",
    expected: [/^CREATE INDEX \w+ ON order_lines \(product_id\);$/m],
  },
  { file: FILES.prisma, rule: "prisma-relation-without-index", expected: [/@@index\(\[subscriberId\]/] },
  {
    file: FILES.prisma,
    rule: "prisma-datetime-without-timezone",
    expected: [/confirmedAt +DateTime\? .*@db\.Timestamptz/],
  },
];

function fixTest({ file, rule, expected }: (typeof FIXES)[number]): Test {
  return {
    name: `${file}: the quick fix of ${rule} is accepted, and the squiggle is gone`,
    async run() {
      const document = await open(file);
      await changing(document, async () => {
        const finding = await firstFinding(document, rule);
        const [fix] = await quickFixes(document, finding);
        assert.ok(fix);
        assert.doesNotMatch(fix.title, /^Suppress/);
        await apply(fix);
        for (const text of expected) assert.match(document.getText(), text);
        await findingsOf(document, rule, 0);
        assert.deepEqual(findings(document, "syntax-error"), []);
        if (rule === "index-not-concurrent") await screenshot("sql-index-fixed", "NO TRANSACTION");
      });
      await findingsOf(document, rule, 1);
    },
  };
}

function suppressionTest(file: string, rule: string, mark: string): Test {
  return {
    name: `${file}: a suppression of ${rule} is written by its code action, and the squiggle is gone`,
    async run() {
      const document = await open(file);
      await changing(document, async () => {
        const actions = await quickFixes(document, await firstFinding(document, rule));
        const suppress = actions.find(({ title }) => title === `Suppress ${rule} for this line`);
        assert.ok(suppress);
        await apply(suppress);
        assert.ok(document.getText().includes(`${mark} lockkeeper-disable-next-line ${rule} -- `), document.getText());
        await findingsOf(document, rule, 0);
        assert.deepEqual(findings(document, "unused-suppression"), []);
      });
      await findingsOf(document, rule, 1);
    },
  };
}

/** Quick fixes and suppressions. */
export const codeActionTests: readonly Test[] = [
  ...FIXES.map(fixTest),
  suppressionTest(FILES.index, "index-not-concurrent", "--"),
  suppressionTest(FILES.prisma, "prisma-datetime-without-timezone", "//"),
];
