import assert from "node:assert/strict";
import { type Diagnostic, DiagnosticSeverity, type TextDocument, window, workspace } from "vscode";
import { changing, FILES, findings, findingsOf, firstFinding, open, write } from "./editor.ts";
import type { Test } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** What stands under a squiggle, and the line it stands on. */
function underlined(document: TextDocument, { range }: Diagnostic): { readonly text: string; readonly line: string } {
  return { text: document.getText(range), line: document.lineAt(range.start.line).text.trim() };
}

/** Squiggles: which rule, under which words, saying what. */
export const findingTests: readonly Test[] = [
  {
    name: "an index built while writers wait is underlined, with its lock and table in the message",
    async run() {
      const document = await open(FILES.index);
      const found = await firstFinding(document, "index-not-concurrent");
      assert.deepEqual(underlined(document, found), {
        text: "CREATE INDEX",
        line: "CREATE INDEX orders_status_placed_at_idx ON orders (status, placed_at DESC);",
      });
      assert.match(found.message, /SHARE lock on orders\b/);
      assert.equal(found.severity, DiagnosticSeverity.Error);
      await screenshot("sql-index", "orders_status_placed_at_idx");
    },
  },
  {
    name: "a column without a time zone is underlined at its type",
    async run() {
      const document = await open(FILES.orders);
      const found = await firstFinding(document, "timestamp-without-time-zone");
      assert.deepEqual(underlined(document, found), {
        text: "timestamp",
        line: "placed_at timestamp NOT NULL DEFAULT now()",
      });
      assert.match(found.message, /\borders\.placed_at\b/);
      assert.equal(found.severity, DiagnosticSeverity.Warning);
    },
  },
  {
    name: "a foreign key without an index is underlined, inline and added later; one that an index covers is not",
    async run() {
      const orders = await open(FILES.orders);
      const [inline] = await findingsOf(orders, "foreign-key-without-index", 1);
      assert.ok(inline);
      assert.deepEqual(underlined(orders, inline), {
        text: "REFERENCES",
        line: "product_id bigint NOT NULL REFERENCES products (id),",
      });
      assert.match(inline.message, /order_lines \(product_id\)/);
      const added = await open(FILES.foreignKey);
      const [later] = await findingsOf(added, "foreign-key-without-index", 1);
      assert.ok(later);
      assert.equal(underlined(added, later).text, "FOREIGN KEY");
      const shipments = await open(FILES.shipments);
      await firstFinding(shipments, "timestamp-without-time-zone");
      assert.deepEqual(findings(shipments, "foreign-key-without-index"), []);
    },
  },
  {
    name: "schema.prisma: a relation without an index and a DateTime without a time zone are underlined",
    async run() {
      const document = await open(FILES.prisma);
      const [relation] = await findingsOf(document, "prisma-relation-without-index", 1);
      const [moment] = await findingsOf(document, "prisma-datetime-without-timezone", 1);
      assert.ok(relation && moment);
      assert.match(underlined(document, relation).line, /^subscriber +Subscriber/);
      assert.match(relation.message, /\bsubscriber_?id\b/i);
      assert.match(underlined(document, moment).text, /^DateTime/);
      assert.match(underlined(document, moment).line, /^confirmedAt/);
      await screenshot("prisma", "SubscriberStatus");
    },
  },
  {
    name: "a half-typed statement is one finding, and its neighbours are reviewed as ever",
    async run() {
      const document = await open(FILES.shipments);
      await changing(document, async () => {
        const text = document.getText();
        await write(
          document,
          text.replace("CREATE INDEX shipments", "ALTER TABLE shipments ADD COL;\n\nCREATE INDEX shipments"),
        );
        await findingsOf(document, "syntax-error", 1);
        await findingsOf(document, "timestamp-without-time-zone", 1);
      });
      await findingsOf(document, "syntax-error", 0);
    },
  },
  {
    name: "a document that was never saved is reviewed",
    async run() {
      const content = "CREATE TABLE visits (id bigint PRIMARY KEY, seen_at timestamp);\n";
      const document = await workspace.openTextDocument({ language: "sql", content });
      await window.showTextDocument(document);
      const found = await firstFinding(document, "timestamp-without-time-zone");
      assert.equal(document.getText(found.range), "timestamp");
    },
  },
];
