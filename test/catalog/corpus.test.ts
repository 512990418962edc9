import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { corpus } from "../support/corpus.ts";
import { replay } from "./support/replay.ts";

/** Histories of many habits, and how many tables each holds in the end at the least. */
const HISTORIES = [
  ["postgres-migrations/Dokploy__dokploy", 20],
  ["postgres-migrations/authelia__authelia", 10],
  ["postgres-migrations/harness__gitness", 20],
  ["postgres-migrations/hatchet-dev__hatchet", 20],
  ["postgres-migrations/supabase__storage", 5],
  ["postgres-migrations/temporalio__temporal", 20],
  ["prisma/documenso__documenso", 20],
  ["prisma/ghostfolio__ghostfolio", 10],
  ["dumps/danbooru__danbooru", 50],
  ["dumps/getlago__lago-api", 50],
] as const;

beforeAll(loadParser);

describe.skipIf(corpus === undefined)("real histories, every file of them in the order of names", () => {
  it.each(HISTORIES)("%s replays without a throw", (folder, tables) => {
    const files = sqlFiles(join(corpus ?? "", folder)).filter((file) => !/down\.sql$/.test(file));
    const catalog = replay(files.map((file) => readFileSync(file, "utf8")).join("\n;\n"));
    const held = Array.from(catalog.entries.values()).filter((entry) => entry.kind === "table");
    expect(held.length).toBeGreaterThan(tables);
  });
});

function sqlFiles(folder: string): readonly string[] {
  const names = readdirSync(folder).sort();
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sqlFiles(path);
    return path.endsWith(".sql") ? [path] : [];
  });
}
