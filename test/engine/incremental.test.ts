import { beforeAll, describe, expect, test } from "vitest";
import { type Review, review } from "../../server/src/engine/review.ts";
import type { Workspace } from "../../server/src/engine/workspace.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type Random, randomFrom } from "../support/random.ts";
import { HISTORY, randomEdit } from "./edit-history.ts";
import { ROOT, shortly, workspaceOver } from "./review-text.ts";

beforeAll(loadParser);

const CONFIGURATION = "lockkeeper.json";
const CONFIGURATIONS = [
  "{}",
  '{ "rules": { "index-not-concurrent": "off" } }',
  '{ "rules": { "timestamp-without-time-zone": "nit" }, "postgres": 14 }',
  '{ "engine": "mysql" }',
  '{ "extends": ["all"], "migrations": [{ "folder": "db", "tool": "plain" }] }',
  '{ "rules": { "unused-suppression": "off" } }',
];

/** An editor's view of the history: what is on disk, and what is open with other text. */
interface Editor {
  readonly workspace: Workspace;
  readonly disk: Readonly<Record<string, string>>;
  readonly opened: Map<string, string>;
}

const absolute = (path: string) => `${ROOT}/${path}`;

function editorOver(disk: Readonly<Record<string, string>>): Editor {
  return { workspace: workspaceOver(disk), disk, opened: new Map() };
}

function openFile({ workspace, disk, opened }: Editor, path: string): void {
  const text = disk[path] ?? "";
  opened.set(path, text);
  workspace.open(absolute(path), text);
}

function edit({ workspace, opened }: Editor, random: Random): void {
  const sql = new Map([...opened].filter(([path]) => path !== CONFIGURATION));
  if (sql.size === 0) return;
  const { path, range, text } = randomEdit(sql, random);
  const old = opened.get(path) ?? "";
  const changed = old.slice(0, range.start) + text + old.slice(range.end);
  opened.set(path, changed);
  workspace.change(absolute(path), [{ range, text }], changed);
}

function configure({ workspace, opened }: Editor, random: Random): void {
  const text = random.pick(CONFIGURATIONS);
  opened.set(CONFIGURATION, text);
  workspace.open(absolute(CONFIGURATION), text);
  workspace.refresh();
}

function step(editor: Editor, random: Random): string {
  const { workspace, opened, disk } = editor;
  const kind = random.below(12);
  const path = random.pick(Object.keys(HISTORY));
  if (kind === 0) {
    configure(editor, random);
    return "configure";
  }
  if (kind === 1 && opened.has(path)) {
    opened.delete(path);
    workspace.close(absolute(path));
    return `close ${path}`;
  }
  if (kind <= 3 && !opened.has(path) && path in disk) {
    openFile(editor, path);
    return `open ${path}`;
  }
  edit(editor, random);
  return "edit";
}

/** What a reader sees of a review, without the identities of what is inside. */
function seen({ findings, suppressed, statements, facts }: Review) {
  return { findings, suppressed, statements, facts };
}

/** Reviews the open files anew, in a workspace that has never seen another text. */
function expectAsFresh({ workspace, disk, opened }: Editor, after: string): void {
  const fresh = workspaceOver({ ...disk, ...Object.fromEntries(opened) });
  for (const path of opened.keys()) {
    const now = review(workspace, absolute(path));
    const anew = review(fresh, absolute(path));
    expect(seen(now), `${after}, ${path}:\n${now.document?.text}`).toEqual(seen(anew));
  }
}

describe("after any edits, every open file is reviewed as if it had just been opened", () => {
  test.each(Array.from({ length: 24 }, (_, seed) => seed))("seed %i", (seed) => {
    const random = randomFrom(seed);
    const editor = editorOver(HISTORY);
    openFile(editor, random.pick(Object.keys(HISTORY)));
    openFile(editor, "db/0003_keys.sql");
    for (let round = 0; round < 40; round += 1)
      expectAsFresh(editor, `seed ${seed}, round ${round}: ${step(editor, random)}`);
  });
});

describe("edits of one file are seen in the others", () => {
  const opened = (...paths: string[]) => {
    const editor = editorOver(HISTORY);
    for (const path of paths) openFile(editor, path);
    return editor;
  };
  const replace = ({ workspace, opened: texts }: Editor, path: string, from: string, to: string) => {
    const old = texts.get(path) ?? "";
    const start = old.indexOf(from);
    if (start < 0) throw new Error(`${path} has no ${from}`);
    const text = old.slice(0, start) + to + old.slice(start + from.length);
    texts.set(path, text);
    workspace.change(absolute(path), [{ range: { start, end: start + from.length }, text: to }], text);
  };
  /** What rules about ways back say is another test's affair. */
  const said = ({ workspace }: Editor, path: string) =>
    shortly(review(workspace, absolute(path))).filter((line) => !line.endsWith("down-migration-incomplete"));
  const KEYS = "db/0002_orders.sql";
  const INDEXES = "db/0005_indexes.sql";

  test("a later file gives a key its index, and takes it away again", () => {
    const editor = opened(KEYS, INDEXES);
    expect(said(editor, KEYS)).toEqual(["2 timestamp-without-time-zone"]);
    replace(editor, INDEXES, "ON orders (user_id)", "ON orders (id)");
    expect(said(editor, KEYS)).toEqual(["2 foreign-key-without-index", "2 timestamp-without-time-zone"]);
    replace(editor, INDEXES, "ON orders (id)", "ON orders (user_id)");
    expect(said(editor, KEYS)).toEqual(["2 timestamp-without-time-zone"]);
  });

  test("a later file that is not saved counts only while it is open", () => {
    const editor = opened(KEYS, INDEXES);
    replace(editor, INDEXES, "CREATE INDEX orders_user_id_idx ON orders (user_id);\n", "");
    expect(said(editor, KEYS)).toContain("2 foreign-key-without-index");
    editor.workspace.close(absolute(INDEXES));
    expect(said(editor, KEYS)).not.toContain("2 foreign-key-without-index");
  });

  test("an earlier file makes the table partitioned, and the fix of the later one goes", () => {
    const editor = opened("db/0002_orders.sql", "db/0003_keys.sql");
    const fixes = () =>
      review(editor.workspace, absolute("db/0003_keys.sql"))
        .findings.filter(({ rule }) => rule === "index-not-concurrent")
        .map(({ fixes: all }) => all.length);
    expect(fixes()).toEqual([1]);
    replace(editor, "db/0002_orders.sql", "placed timestamp)", "placed timestamp) PARTITION BY RANGE (placed)");
    expect(fixes()).toEqual([0]);
  });

  test("a Down mark takes the statements below it out of the history", () => {
    const editor = opened(KEYS, INDEXES);
    replace(editor, INDEXES, "CREATE INDEX orders_user_id_idx", "-- +goose Down\nCREATE INDEX orders_user_id_idx");
    expect(said(editor, KEYS)).toContain("2 foreign-key-without-index");
    expect(said(editor, INDEXES)).toEqual([]);
  });
});
