import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../server/src/project/configuration.ts";
import { reviewableFiles } from "../../server/src/project/reviewable-files.ts";
import { memoryFiles } from "../support/memory-files.ts";

const files = memoryFiles({
  "/w/b.sql": "",
  "/w/a/z.sql": "",
  "/w/a/y.sql.postgres": "",
  "/w/a/schema.prisma": "",
  "/w/a/notes.md": "",
  "/w/seeds/s.sql": "",
  "/w/node_modules/p/x.sql": "",
  "/w/dist/x.sql": "",
  "/v/outside.sql": "",
});
const config = { ...defaultConfig("/w"), ignore: ["seeds", "**/z.sql"] };

describe("reviewableFiles", () => {
  it("takes a folder's SQL and Prisma files, sorted, without what is ignored or foreign", () => {
    expect(reviewableFiles(files, ["/w"], config)).toEqual({
      files: ["/w/a/schema.prisma", "/w/a/y.sql.postgres", "/w/b.sql"],
      missing: [],
    });
  });

  it("always takes what is named, once, in the order given", () => {
    expect(reviewableFiles(files, ["/w/seeds/s.sql", "/w/a/notes.md", "/w/seeds/s.sql", "/v"], config).files).toEqual([
      "/w/seeds/s.sql",
      "/w/a/notes.md",
      "/v/outside.sql",
    ]);
    expect(reviewableFiles(files, ["/w/dist"], config).files).toEqual(["/w/dist/x.sql"]);
  });

  it("says what is not there", () => {
    expect(reviewableFiles(files, ["/w/nothing", "/w/b.sql"], config)).toEqual({
      files: ["/w/b.sql"],
      missing: ["/w/nothing"],
    });
  });
});
