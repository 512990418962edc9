import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "libpg-query";
import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { Segment } from "../../server/src/sql/segment.ts";
import { isSent, segmentsOf } from "../../server/src/sql/segments.ts";
import { corpus } from "../support/corpus.ts";
import { randomFrom } from "../support/random.ts";

beforeAll(loadParser);

const files = corpus
  ? readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".sql"))
  : [];

function read(path: string): string {
  return readFileSync(join(corpus ?? "", path), "utf8").replace(/^\ufeff/, "");
}

/** The statements' trees without places; undefined where Postgres does not take the text as a whole. */
function treesOf(text: string): readonly string[] | undefined {
  try {
    return (parseSync(text).stmts ?? []).map(({ stmt }) => JSON.stringify(stmt, withoutPlaces));
  } catch {
    return undefined;
  }
}

function withoutPlaces(key: string, value: unknown): unknown {
  return /location$|^(?:rexpr_)?list_(?:start|end)$/.test(key) ? undefined : value;
}

function bodyOf({ text, body }: Segment): string {
  return text.slice(body.start, body.end);
}

/** How many statements of each project are not read, and why that is right. */
const unread: Record<string, number> = {
  // A missing semicolon each, which shipped.
  "postgres-migrations/rust-lang__crates.io": 1,
  "postgres-migrations/harness__gitness": 1,
  // SQLite's and MySQL's words, and a missing semicolon.
  "postgres-migrations/element-hq__synapse": 8,
  // MySQL's half of two scripts for both servers.
  "prisma/umami-software__umami": 2,
  // CREATE EXTENSION … FROM, gone since Postgres 13, and a CHECK whose parenthesis is never closed.
  "dumps/metabrainz__musicbrainz-server": 2,
};

describe.skipIf(!corpus)("real files", () => {
  test("each file that Postgres takes as a whole is cut into the same statements", () => {
    let agreed = 0;
    const different: string[] = [];
    for (const path of files) {
      const text = read(path);
      const whole = text.trim() === "" ? [] : treesOf(text);
      if (whole === undefined) continue;
      const sent = segmentsOf(text).filter(isSent);
      const same =
        sent.length === whole.length &&
        sent.every((segment, at) => segment.parsed?.statement && treesOf(bodyOf(segment))?.[0] === whole[at]);
      if (same) agreed++;
      else different.push(path);
    }
    expect(different).toEqual([]);
    expect(agreed).toBeGreaterThan(3900);
  });

  test("of the projects for Postgres, all statements are read but those that are wrong", () => {
    const counts: Record<string, number> = {};
    for (const path of files.filter((file) => /^(?:postgres-migrations|prisma|dumps)\//.test(file))) {
      const project = path.split("/").slice(0, 2).join("/");
      const failed = segmentsOf(read(path)).filter(
        ({ parsed }) => parsed !== undefined && parsed.statement === undefined,
      );
      if (failed.length > 0) counts[project] = (counts[project] ?? 0) + failed.length;
    }
    expect(counts).toEqual(unread);
  });

  test("files cut off anywhere and files with random losses stay whole", () => {
    const random = randomFrom(11);
    for (const path of files.filter((_, index) => index % 9 === 0)) {
      const text = read(path);
      const end = random.below(text.length + 1);
      const from = random.below(text.length + 1);
      const lost = text.slice(0, from) + text.slice(from + random.below(20));
      for (const broken of [text.slice(0, end), text.slice(end), lost]) {
        if (broken.length > 200_000) continue;
        const segments = segmentsOf(broken);
        expect(segments.map((segment) => segment.text).join("")).toBe(broken);
      }
    }
  });
});
