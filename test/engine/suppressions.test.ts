import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { randomFrom } from "../support/random.ts";
import { reviewText, shortly } from "./review-text.ts";

beforeAll(loadParser);

const STAMP = "timestamp-without-time-zone";
const KEY = "foreign-key-without-index";
const OFF = `-- lockkeeper-disable-next-line ${STAMP}`;
const TABLE = "CREATE TABLE a (b timestamp);";

/** Each row: what it shows, the text, and the findings as `line rule`. */
type Row = readonly [string, string, readonly string[]];

describe("the next line of code", () => {
  test.each<Row>([
    ["is silenced", `${OFF}\n${TABLE}`, []],
    ["with a reason", `${OFF} -- why\n${TABLE}`, []],
    [
      "only for the rule that is named",
      `-- lockkeeper-disable-next-line ${KEY}\n${TABLE}`,
      ["1 unused-suppression", `2 ${STAMP}`],
    ],
    [
      "for each rule that is named",
      `-- lockkeeper-disable-next-line ${KEY}, ${STAMP} -- why\nCREATE TABLE a (b timestamp, c int REFERENCES a);`,
      [],
    ],
    ["and no other line", `${OFF}\n${TABLE}\n${TABLE}`, [`3 ${STAMP}`]],
    ["and not the comment's own", `${TABLE} ${OFF}\nSELECT 1;`, [`1 ${STAMP}`, "1 unused-suppression"]],
    ["past blank lines", `${OFF}\n\n  \n${TABLE}`, []],
    ["past comments", `${OFF}\n-- other\n/* other\n still */\n${TABLE}`, []],
    ["behind a comment on its own line", `${OFF}\n/* other */ ${TABLE}`, []],
    [
      "from several comments in a row",
      `-- lockkeeper-disable-next-line ${KEY}\n${OFF}\nCREATE TABLE a (b timestamp, c int REFERENCES a);`,
      [],
    ],
    ["from a block comment", `/* lockkeeper-disable-next-line ${STAMP} */\n${TABLE}`, []],
    [
      "but not from a block comment on the line itself",
      `/* lockkeeper-disable-next-line ${STAMP} */ ${TABLE}`,
      ["1 unused-suppression", `1 ${STAMP}`],
    ],
    ["from the end of a line of code", `SELECT 1; ${OFF}\n${TABLE}`, []],
    [
      "inside a statement",
      `CREATE TABLE a (\n  b timestamp,\n  ${OFF}\n  c timestamp,\n  d timestamp\n);`,
      [`2 ${STAMP}`, `5 ${STAMP}`],
    ],
    [
      "and not the rest of the statement",
      `${OFF}\nCREATE TABLE a (\n  b timestamp\n);`,
      ["1 unused-suppression", `3 ${STAMP}`],
    ],
    ["which a string does not end", `CREATE TABLE a (\n${OFF}\n  x text DEFAULT 'one\ntwo', b timestamp\n);`, []],
    ["which a quoted name does not end", `CREATE TABLE a (\n${OFF}\n  "x\ny" text, b timestamp\n);`, []],
    ["which a block comment does not end", `CREATE TABLE a (\n${OFF}\n  x text, /* one\ntwo */ b timestamp\n);`, []],
    ["with CRLF", `${OFF}\r\n${TABLE}\r\n${TABLE}\r\n`, [`3 ${STAMP}`]],
    ["with old Macintosh breaks", `${OFF}\r${TABLE}\r${TABLE}\r`, [`3 ${STAMP}`]],
    ["at the end of the file, where none follows", `${TABLE}\n${OFF}`, [`1 ${STAMP}`, "2 unused-suppression"]],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });
});

describe("a stretch", () => {
  const open = `-- lockkeeper-disable ${STAMP}`;
  const close = `-- lockkeeper-enable ${STAMP}`;
  test.each<Row>([
    ["between two comments", `${TABLE}\n${open}\n${TABLE}\n${close}\n${TABLE}`, [`1 ${STAMP}`, `5 ${STAMP}`]],
    ["to the end where nothing closes it", `${TABLE}\n${open} -- why\n${TABLE}\n${TABLE}`, [`1 ${STAMP}`]],
    ["closed for every rule", `${open}\n${TABLE}\n-- lockkeeper-enable\n${TABLE}`, [`4 ${STAMP}`]],
    [
      "closed for every rule, before it is closed by name",
      `${open}\n${TABLE}\n-- lockkeeper-enable\n${TABLE}\n${close}`,
      [`4 ${STAMP}`],
    ],
    ["not closed for another rule", `${open}\n${TABLE}\n-- lockkeeper-enable ${KEY}\n${TABLE}`, []],
    [
      "of two rules, one of them closed",
      `-- lockkeeper-disable ${STAMP}, ${KEY}\nCREATE TABLE a (b timestamp, c int REFERENCES a);\n${close}\nCREATE TABLE d (b timestamp, c int REFERENCES a);`,
      [`4 ${STAMP}`],
    ],
    [
      "of two rules, opened one by one and closed together",
      `${open}\n-- lockkeeper-disable ${KEY}\nCREATE TABLE a (b timestamp, c int REFERENCES a);\n-- lockkeeper-enable ${KEY}, ${STAMP}\n${TABLE}`,
      [`5 ${STAMP}`],
    ],
    [
      "inside another, where the inner one does the work",
      `${open}\n${open}\n${TABLE}\n${close}\n${TABLE}`,
      ["1 unused-suppression", `5 ${STAMP}`],
    ],
    ["opened again", `${open}\n${TABLE}\n${close}\n${TABLE}\n${open}\n${TABLE}`, [`4 ${STAMP}`]],
    [
      "inside one statement",
      `CREATE TABLE a (b timestamp,\n${open}\nc timestamp,\n${close}\nd timestamp);`,
      [`1 ${STAMP}`, `5 ${STAMP}`],
    ],
    ["that holds nothing", `${TABLE}\n${open}\n${close}`, [`1 ${STAMP}`, "2 unused-suppression"]],
    ["that nothing opened", `${TABLE}\n${close}`, [`1 ${STAMP}`]],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });
});

describe("the file", () => {
  const file = `-- lockkeeper-disable-file ${STAMP}`;
  test.each<Row>([
    ["from its first line", `${file}\n${TABLE}\n${TABLE}`, []],
    ["from its last line", `${TABLE}\n${TABLE}\n${file}`, []],
    ["from inside a statement", `${TABLE}\nSELECT 1\n${file}\n, 2;`, []],
    ["for one rule", `${file}\nCREATE TABLE a (b timestamp, c int REFERENCES a);`, [`2 ${KEY}`]],
    ["with nothing in it to hide", `${file}\nSELECT 1;`, ["1 unused-suppression"]],
    ["where a line's own suppression does the work", `${file}\n${OFF}\n${TABLE}`, ["1 unused-suppression"]],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });
});

describe("what is no comment suppresses nothing", () => {
  test.each<Row>([
    ["a string", `SELECT '\n${OFF}\n';\n${TABLE}`, [`4 ${STAMP}`]],
    ["a function's body", `SELECT $$\n-- lockkeeper-disable-file ${STAMP}\n$$;\n${TABLE}`, [`4 ${STAMP}`]],
    ["a quoted name", `SELECT 1 AS "-- lockkeeper-disable-file ${STAMP}";\n${TABLE}`, [`2 ${STAMP}`]],
    ["rows of COPY", `COPY t FROM stdin;\n-- lockkeeper-disable-file ${STAMP}\n\\.\n${TABLE}`, [`4 ${STAMP}`]],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });
});

describe("what is said of a suppression itself", () => {
  test.each<Row>([
    ["it names no rule", `-- lockkeeper-disable-next-line\n${TABLE}`, ["1 unused-suppression", `2 ${STAMP}`]],
    [
      "it names a rule that there is not",
      `-- lockkeeper-disable-next-line no-such\n${TABLE}`,
      ["1 unused-suppression", `2 ${STAMP}`],
    ],
    [
      "one name of two is of no use",
      `-- lockkeeper-disable-next-line ${STAMP}, ${KEY}\n${TABLE}`,
      ["1 unused-suppression"],
    ],
    [
      "nothing, where the statement does not parse and may hold the finding again",
      `${OFF}\nCREATE TABLE a (b timestamp;`,
      ["2 syntax-error"],
    ],
    [
      "nothing, where a file that it speaks for holds such a statement",
      `-- lockkeeper-disable-file ${STAMP}\nCREATE TABLE a (b;\nSELECT 1;`,
      ["2 syntax-error"],
    ],
    [
      "nothing, where a placeholder keeps the statement from being read",
      `${OFF}\nCREATE TABLE \${name} (b timestamp, \${rest});`,
      [],
    ],
    ["nothing, where that is suppressed", `-- lockkeeper-disable-file unused-suppression\n${OFF}\nSELECT 1;`, []],
    [
      "that nothing of it is there to be suppressed",
      `-- lockkeeper-disable-file unused-suppression\n${TABLE}`,
      ["1 unused-suppression", `2 ${STAMP}`],
    ],
    [
      "nothing, in a file of another database",
      `PRAGMA foreign_keys = ON;\n${OFF}\nCREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT);`,
      ["1 engine-unclear"],
    ],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });

  test("how many findings are hidden is counted", () => {
    expect(reviewText(`-- lockkeeper-disable-file ${STAMP}\n${TABLE}\n${TABLE}`).suppressed).toBe(2);
  });
});

describe("syntax errors can be suppressed as any finding", () => {
  test.each<Row>([
    ["on the line that Postgres points at", "-- lockkeeper-disable-next-line syntax-error\nCREATE TABEL a ();", []],
    ["in the file", "-- lockkeeper-disable-file syntax-error\nCREATE TABEL a ();\nSELECT FROM WHERE;", []],
    ["not on another line", "-- lockkeeper-disable-next-line syntax-error\nCREATE\nTABEL a ();", ["3 syntax-error"]],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });
});

describe("comments of peers", () => {
  test.each<Row>([
    ["squawk's, by its own name of the rule", `-- squawk-ignore prefer-timestamp-tz\n${TABLE}`, []],
    ["squawk's, not by ours", `-- squawk-ignore ${STAMP}\n${TABLE}`, [`2 ${STAMP}`]],
    ["squawk's, without a name", `-- squawk-ignore\n${TABLE}\n${TABLE}`, [`3 ${STAMP}`]],
    [
      "squawk's cover the whole statement",
      "-- squawk-ignore prefer-timestamp-tz\nCREATE TABLE a (\n  b timestamp\n);",
      [],
    ],
    ["squawk's for the file", `${TABLE}\n-- squawk-ignore-file prefer-timestamp-tz\n${TABLE}`, []],
    ["squawk's for the file and every rule", `-- squawk-ignore-file\n${TABLE}`, []],
    ["pgls', by the group and the name", `-- pgt-ignore lint/safety/preferTimestamptz: why\n${TABLE}`, []],
    ["pgls' new word", `-- pgls-ignore lint/safety/preferTimestamptz: why\n${TABLE}`, []],
    [
      "pgls' stretch",
      `-- pgls-ignore-start lint/safety/preferTimestamptz: why\n${TABLE}\n-- pgls-ignore-end lint/safety/preferTimestamptz\n${TABLE}`,
      [`4 ${STAMP}`],
    ],
    ["pgls' file", `-- pgt-ignore-all lint/safety/preferTimestamptz: why\n${TABLE}`, []],
    [
      "ours do not close theirs",
      `-- pgls-ignore-start lint/safety/preferTimestamptz: why\n-- lockkeeper-enable\n${TABLE}`,
      [],
    ],
    [
      "theirs are never called unused",
      "-- squawk-ignore prefer-timestamp-tz\n-- pgt-ignore lint/x: why\nSELECT 1;",
      [],
    ],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });
});

describe("comments of peers by their codes", () => {
  const concurrent = "index-not-concurrent";
  const index = "CREATE INDEX i ON a (b);";
  const wide = "CREATE UNIQUE INDEX j\n  ON a (b);";
  test.each<Row>([
    [
      "pgfence's",
      `-- pgfence-ignore: create-index-not-concurrent, drop-table\n${index}\n${index}`,
      [`3 ${concurrent}`],
    ],
    ["pgfence's without a name", `-- pgfence-ignore\n${wide}`, []],
    ["pgfence's of another rule", `-- pgfence-ignore: drop-table\n${index}`, [`2 ${concurrent}`]],
    ["MigrationPilot's", `-- MigrationPilot-disable MP001\n${wide}\n${index}`, [`4 ${concurrent}`]],
    ["MigrationPilot's file", `${index}\n/* migrationpilot-disable-file MP001 */\n${index}`, []],
    ["eugene's", `-- eugene: ignore E4, E6\n${index}\n${index}`, [`3 ${concurrent}`]],
    ["eugene's without a name", `-- eugene: ignore\n-- why\n${index}`, []],
    ["Atlas's, by the code", `SELECT 1;\n-- atlas:nolint DS103 PG101\n${index}\n${index}`, [`4 ${concurrent}`]],
    ["Atlas's, by the analyzer", `SELECT 1;\n--atlas:nolint concurrent_index\n${index}`, []],
    ["Atlas's, by another analyzer", `SELECT 1;\n--atlas:nolint destructive\n${index}`, [`3 ${concurrent}`]],
    ["Atlas's without a name", `SELECT 1;\n/*atlas:nolint*/\n${index}\n${index}`, [`4 ${concurrent}`]],
    ["Atlas's at the top, for the file", `-- why\n-- atlas:nolint\n\n${index}\n${index}`, []],
    ["Atlas's at the top, with CRLF", `-- atlas:nolint PG101\r\n\r\n${index}\r\n${index}`, []],
    ["Atlas's at the top without an empty line", `-- atlas:nolint\n${index}\n${index}`, [`3 ${concurrent}`]],
    ["a rule that names nothing of the peer", "-- eugene: ignore\nCREATE TABEL a ();", ["2 syntax-error"]],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text))).toEqual(found);
  });
});

describe("schema.prisma", () => {
  const head = 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id\n';
  const at = "  at DateTime\n";
  const rule = "prisma-datetime-without-timezone";
  const off = `lockkeeper-disable-next-line ${rule}`;
  test.each<Row>([
    ["nothing suppressed", `${head}${at}}\n`, [`6 ${rule}`]],
    ["the next line", `${head}  // ${off} -- why\n${at}}\n`, []],
    ["without a blank", `${head}  //${off}\n${at}}\n`, []],
    ["after three slashes", `${head}  /// ${off}\n${at}}\n`, []],
    ["at the end of a line", `${head}  x Int // ${off}\n${at}}\n`, []],
    ["with CRLF", `${head}  // ${off}\n${at}}\n`.replaceAll("\n", "\r\n"), []],
    ["past other comments", `${head}  // ${off}\n\n  // other\n${at}}\n`, []],
    ["the file", `${head}${at}}\n// lockkeeper-disable-file ${rule}\n`, []],
    [
      "a stretch",
      `${head}  // lockkeeper-disable ${rule}\n${at}  // lockkeeper-enable ${rule}\n  on DateTime\n}\n`,
      [`9 ${rule}`],
    ],
    ["not in a string", `${head}  x String @default("// lockkeeper-disable-file ${rule}")\n${at}}\n`, [`7 ${rule}`]],
    [
      "not in a string with an escaped quote",
      `${head}  x String @default("\\"// lockkeeper-disable-file ${rule}")\n${at}}\n`,
      [`7 ${rule}`],
    ],
    ["behind a string that is not closed", `${head}  x String @default("a\n  // ${off}\n${at}}\n`, []],
    ["of no use", `${head}  // ${off}\n  x Int\n}\n`, ["6 unused-suppression"]],
  ])("%s", (_, text, found) => {
    expect(shortly(reviewText(text, "prisma/schema.prisma"))).toEqual(found);
  });
});

describe("the fix of a suppression that hides nothing", () => {
  const fixed = (text: string) => {
    const finding = reviewText(text).findings.find(({ rule }) => rule === "unused-suppression");
    return applyEdits(text, finding?.fixes[0]?.edits ?? []);
  };
  test.each([
    ["takes its line", `SELECT 1;\n${OFF}\nSELECT 2;`, "SELECT 1;\nSELECT 2;"],
    ["takes its line with CRLF", `SELECT 1;\r\n  ${OFF}\r\nSELECT 2;`, "SELECT 1;\r\nSELECT 2;"],
    ["takes the first line", `${OFF}\nSELECT 2;`, "SELECT 2;"],
    ["takes the last line", `SELECT 1;\n${OFF}`, "SELECT 1;\n"],
    ["leaves the code before it", `SELECT 1; ${OFF}\nSELECT 2;`, "SELECT 1;\nSELECT 2;"],
    ["leaves the code after it", `/* lockkeeper-disable-file ${STAMP} */ SELECT 2;`, " SELECT 2;"],
    [
      "takes one name of several",
      `-- lockkeeper-disable-file ${KEY}, ${STAMP} -- why\n${TABLE}`,
      `-- lockkeeper-disable-file ${STAMP} -- why\n${TABLE}`,
    ],
    [
      "takes the last name",
      `-- lockkeeper-disable-file ${STAMP}, ${KEY} -- why\n${TABLE}`,
      `-- lockkeeper-disable-file ${STAMP} -- why\n${TABLE}`,
    ],
  ])("%s", (_, text, after) => {
    expect(fixed(text)).toBe(after);
    expect(shortly(reviewText(after)).filter((found) => found.includes("unused"))).toEqual([]);
  });
});

test("many thousand suppressions are answered, and each for its own line", () => {
  const rows = 20_000;
  const text = `${`${OFF}\n`.repeat(rows)}${TABLE}\n${`-- lockkeeper-disable ${KEY}\n`.repeat(rows)}`;
  const { findings, suppressed } = reviewText(text);
  expect(suppressed).toBe(1);
  expect(findings).toHaveLength(2 * rows - 1);
});

test("any mixture of comments and code has an answer whose findings stand in order", () => {
  const pieces = [
    OFF,
    TABLE,
    "\n",
    "\n",
    "\r\n",
    "'",
    "$$",
    "/*",
    "*/",
    `-- lockkeeper-disable ${KEY}`,
    "-- lockkeeper-enable",
    "-- squawk-ignore",
    ";",
    " ",
  ];
  for (let seed = 0; seed < 500; seed += 1) {
    const random = randomFrom(seed);
    const text = Array.from({ length: random.below(30) }, () => random.pick(pieces)).join("");
    const starts = reviewText(text).findings.map(({ range }) => range.start);
    expect(starts, text).toEqual(starts.toSorted((a, b) => a - b));
  }
});
