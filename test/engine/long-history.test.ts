import { beforeAll, describe, expect, test } from "vitest";
import { statementEffects } from "../../server/src/engine/locks.ts";
import { review } from "../../server/src/engine/review.ts";
import { reviewAlone } from "../../server/src/engine/review-alone.ts";
import { schemaAtEnd } from "../../server/src/engine/schema-at.ts";
import type { Workspace } from "../../server/src/engine/workspace.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type Random, randomFrom } from "../support/random.ts";
import { longHistory, statement } from "./long-history.ts";
import { ROOT, workspaceOver } from "./review-text.ts";

beforeAll(loadParser);

const absolute = (path: string) => `${ROOT}/${path}`;

/** Text with one statement put in, taken out, cut off, or one character typed; sometimes what was there before. */
function changed(text: string, before: readonly string[], random: Random): string {
  const lines = text.split("\n");
  const at = 1 + random.below(lines.length);
  switch (random.below(6)) {
    case 0:
      return lines.toSpliced(at, 1 + random.below(3)).join("\n");
    case 1:
      return lines.toSpliced(at, 0, random.pick(["'", "$$", "/*", "-- +goose Down"])).join("\n");
    case 2:
      return before.length === 0 ? text : random.pick(before);
    case 3:
      return lines.toSpliced(at, 0, ...Array.from({ length: random.below(80) }, () => statement(random))).join("\n");
    case 4:
      return lines.with(at % lines.length, `${lines[at % lines.length]} `).join("\n");
    default:
      return lines.toSpliced(at, 0, statement(random)).join("\n");
  }
}

/** The change from one text to the other without what they begin and end with in common. */
function narrowed(text: string, next: string) {
  const most = Math.min(text.length, next.length);
  let start = 0;
  while (start < most && text[start] === next[start]) start += 1;
  let same = 0;
  while (same < most - start && text.at(-1 - same) === next.at(-1 - same)) same += 1;
  return { range: { start, end: text.length - same }, text: next.slice(start, next.length - same) };
}

/** Everything that rests on the history: findings, locks, the schema at its end. */
function seen(workspace: Workspace, path: string) {
  const { findings, suppressed, document } = review(workspace, absolute(path));
  if (document === undefined) throw new Error(`${path} cannot be read`);
  const effects = statementEffects(workspace, document).map(({ statement: number, effects: { locks } }) => [
    number,
    locks,
  ]);
  return { findings, suppressed, effects, schema: schemaAtEnd(workspace, document).entries.toObject() };
}

describe("after edits anywhere in a long history, what is open is answered as if it had just been opened", () => {
  test.each(Array.from({ length: 12 }, (_, seed) => seed))("seed %i", (seed) => {
    const random = randomFrom(1_000 + seed);
    const disk = longHistory(random, 30);
    const paths = Object.keys(disk);
    const texts = new Map(Object.entries(disk));
    const past = new Map<string, string[]>();
    const workspace = workspaceOver(disk);
    const watched = ["db/0002_step.sql", "db/0018_step.sql", "db/0030_step.sql"];
    for (const path of watched) workspace.open(absolute(path), texts.get(path) ?? "");
    for (let round = 0; round < 24; round += 1) {
      // Often several edits before anybody asks again.
      for (let edit = 0; edit <= random.below(4); edit += 1) {
        const path = random.below(3) === 0 ? random.pick(watched) : random.pick(paths);
        const text = texts.get(path) ?? "";
        const next = changed(text, past.get(path) ?? [], random);
        past.set(path, [...(past.get(path) ?? []), text]);
        workspace.open(absolute(path), text);
        workspace.change(absolute(path), [narrowed(text, next)], next);
        texts.set(path, next);
      }
      const fresh = workspaceOver(Object.fromEntries(texts));
      const asked = random.below(3) === 0 ? [random.pick(watched)] : watched;
      for (const path of asked)
        expect(seen(workspace, path), `seed ${seed}, round ${round}, ${path}`).toEqual(seen(fresh, path));
    }
  });
});

describe("only what read what changed is done anew", () => {
  test("an edit of the first file leaves the statements of the others the values that they made", () => {
    const disk = {
      "db/1_users.sql": "-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n",
      "db/2_shops.sql": "-- +goose Up\nCREATE TABLE shops (id bigint PRIMARY KEY);\n",
      "db/3_last.sql": "-- +goose Up\nALTER TABLE shops ADD COLUMN name text;\n",
    };
    const workspace = workspaceOver(disk);
    const last = absolute("db/3_last.sql");
    workspace.open(last, disk["db/3_last.sql"]);
    const shops = () => {
      const { document } = review(workspace, last);
      return document && schemaAtEnd(workspace, document).get("relation public.shops");
    };
    const before = shops();
    expect(before).toBeDefined();
    const text = disk["db/1_users.sql"].replace("users (", "users (name text, ");
    workspace.open(absolute("db/1_users.sql"), text);
    expect(shops()).toBe(before);
  });
});

test("what is said of a file before its history is read is said again when it is", () => {
  let said = 0;
  for (let seed = 0; seed < 6; seed += 1) {
    const texts = Object.entries(longHistory(randomFrom(2_000 + seed), 20));
    const disk = Object.fromEntries(texts.map(([path, text]) => [path, `${text}ALTER TABEL t1;\n`]));
    for (const path of Object.keys(disk)) {
      const workspace = workspaceOver(disk);
      const document = workspace.documents.get(absolute(path));
      if (document === undefined) throw new Error(`${path} cannot be read`);
      const alone = reviewAlone(workspace, document).findings;
      const { findings } = review(workspace, absolute(path));
      for (const finding of alone) expect(findings, `seed ${seed}, ${path}`).toContainEqual(finding);
      said += alone.length;
    }
  }
  expect(said).toBeGreaterThan(100);
});
