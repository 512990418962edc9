import { describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type ExampleHistory, reviewHistory, withFix } from "../rules/review-example.ts";

await loadParser();

const FOLDER = "/project/db/migrations";
const REVIEWED = `${FOLDER}/0002_change.sql`;
const START = "-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);\n";

/** The files after the only fix of `unbatched-backfill`, without the batches' own words; undefined where there is none. */
function fixed(text: string): Readonly<Record<string, string>> | undefined {
  const history: ExampleHistory = {
    files: { [`${FOLDER}/0001_start.sql`]: START, [REVIEWED]: text },
    reviewed: REVIEWED,
  };
  const findings = reviewHistory(history, { on: "unbatched-backfill" }).findings;
  const [fix] = findings.filter(({ rule }) => rule === "unbatched-backfill").flatMap(({ fixes }) => fixes);
  if (fix === undefined) return undefined;
  const { files } = withFix(history, fix);
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => !path.includes("0001_"))
      .map(([path, content]) => [
        path.slice(FOLDER.length + 1),
        content.replace(/DO \$backfill\$[\s\S]*?\$backfill\$/, "DO …"),
      ]),
  );
}

describe("statements behind one that leaves its file", () => {
  test("go along in their order where one of them needs it, with the settings that they ran under", () => {
    const files = fixed(
      "-- +goose Up\nSET lock_timeout = '2s';\nUPDATE orders SET total = 0;\n-- why\nALTER TABLE orders ALTER total SET NOT NULL;\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
    );
    const [change = "", batches = "", after = ""] = Object.values(files ?? {});
    expect(change).toContain("SET lock_timeout = '2s';\n");
    expect(change).not.toContain("SET NOT NULL");
    expect(change).not.toContain("SELECT 1");
    expect(change).toContain("-- +goose Down\nSELECT 2;");
    expect(batches).toContain("-- +goose StatementBegin");
    expect(batches).toContain("DO …;");
    expect(after).toMatch(/SET lock_timeout = '2s';\s+ALTER TABLE orders ALTER total SET NOT NULL;\s+SELECT 1;/);
    expect(after).not.toContain("NO TRANSACTION");
    expect(Object.keys(files ?? {})).toHaveLength(3);
  });

  test("stay where none of them needs it", () => {
    const files = fixed("-- +goose Up\nUPDATE orders SET total = 0;\nCREATE TABLE kinds (name text);\n");
    expect(Object.values(files ?? {})[0]).toContain("CREATE TABLE kinds");
    expect(Object.keys(files ?? {})).toHaveLength(2);
  });

  test("keep it there where one of them cannot leave", () => {
    const behind = (text: string) => fixed(`-- +goose Up\nUPDATE orders SET total = 0;\n${text}`);
    expect(behind("SELECT FROM orders WHERE;\n")).toBeUndefined();
    expect(behind("COPY orders FROM stdin;\n\\.\n")).toBeUndefined();
    expect(behind("-- +goose StatementBegin\nALTER TABLE orders DROP note;\n-- +goose StatementEnd\n")).toBeUndefined();
    expect(behind("COMMIT;\nALTER TABLE orders DROP note;\n")).toBeUndefined();
  });
});
