import { expect, test } from "vitest";
import { statementEffects } from "../../server/src/engine/locks.ts";
import { createWorkspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { hoverFor } from "../../server/src/service/hover.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { sourceFiles } from "../house/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";

await loadParser();

const LOCKS_PAGE = "https://lockkeeper.example/locks";

/** The hover over the last statement of a file, in a workspace whose version is known from an image's line. */
function hoverOver(path: string, sql: string) {
  const workspace = createWorkspace({
    files: memoryFiles({ [path]: sql, "/w/compose.yaml": "services:\n  db:\n    image: postgres:16\n" }),
    roots: ["/w"],
    rules: ALL_RULES,
    config: { kind: "found" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-one-run",
    log: (message) => expect.fail(message),
  });
  const document = workspace.documents.get(path);
  if (document === undefined) throw new Error("the document is there");
  const found = statementEffects(workspace, document).at(-1);
  if (found === undefined) throw new Error("the statement is there");
  return hoverFor({ ...found, file: workspace.facts(document), root: "/w", locksPage: LOCKS_PAGE }, lineIndexOf(sql));
}

/** What stands outside of inline code, with escaped characters taken out: markup that an editor would obey. */
function obeyed(markdown: string): string {
  return markdown.replace(/\\[!-/:-@[-`{-~]/g, "").replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}

const NAMES = [
  "](command:evil)",
  "[x](command:evil)",
  "![x](https://evil/x)",
  "<img src=x onerror=y>",
  "<a href='command:evil'>",
  "`](command:evil)`",
  "``` \n# h",
  "a\n\n# heading\n\n[x](command:evil)",
  "https://evil.example",
  "**bold**",
  "$(zap)",
  "&#x5b;x](command:evil)",
];

test.each(NAMES)("a name in a hover is text: %j", (name) => {
  const table = `"${name}"`;
  const sql = `CREATE TABLE ${table} (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint);\nALTER TABLE b ADD COLUMN c bigint REFERENCES ${table} (id);\n`;
  const hover = hoverOver("/w/a.sql", sql);
  expect(Object.keys(hover ?? {}).sort()).toEqual(["contents", "range"]);
  const contents = hover?.contents;
  if (typeof contents !== "object" || !("value" in contents)) throw new Error("the hover holds Markdown");
  // Nothing that would make an editor trust it or take its HTML.
  expect(Object.keys(contents).sort()).toEqual(["kind", "value"]);
  expect(contents.value).toMatch(/on `/);
  // The one link is ours, and says nothing of the file's.
  const others = contents.value.replace(`[What each lock conflicts with](${LOCKS_PAGE})`, "");
  expect(others).not.toBe(contents.value);
  expect(obeyed(others)).not.toMatch(/\]\(|<[a-z]|command:|https?:|^#|\$\(zap|&#/m);
});

test("nothing in the product trusts Markdown", () => {
  const trusting = sourceFiles("client/src", "server/src", "shared/src").filter(({ text }) =>
    /(?<!workspace\.)isTrusted|supportHtml/.test(text),
  );
  expect(trusting.map(({ path }) => path)).toEqual([]);
});
