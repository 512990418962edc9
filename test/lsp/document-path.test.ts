import { describe, expect, test } from "vitest";
import { folderPathOf, pathOf, uriOf } from "../../server/src/lsp/document-path.ts";

describe("a file's URI and its path lead to each other", () => {
  test.each([
    ["file:///a/b.sql", "/a/b.sql"],
    ["file:///a%20b/50%25.sql", "/a b/50%.sql"],
    ["file:///%C3%A9/%F0%9F%98%80.sql", "/é/\u{1F600}.sql"],
    ["file:///a/%23%3F.sql", "/a/#?.sql"],
    ["file:///a/b%5Bc%5D%20(1).sql", "/a/b[c] (1).sql"],
  ])("%s", (uri, path) => {
    expect(pathOf(uri)).toBe(path);
    expect(pathOf(uriOf(path))).toBe(path);
  });
});

describe("what stands in no file keeps its URI as its path", () => {
  test.each([
    "untitled:Untitled-1",
    "git:/a/b.sql?%7B%22ref%22%3A%22HEAD%22%7D",
    "vscode-vfs://github/owner/repository/a.sql",
    "file:///a%zz.sql",
    "file:///a%2Fb.sql",
    "",
  ])("%j", (uri) => {
    expect(pathOf(uri)).toBe(uri);
    expect(uriOf(pathOf(uri))).toBe(uri);
  });
  test("with an ending that says its language", () => {
    expect(pathOf("untitled:Untitled-1", "prisma")).toBe("untitled:Untitled-1.prisma");
    expect(pathOf("untitled:a.prisma", "prisma")).toBe("untitled:a.prisma");
  });
});

test("a folder's path has no slash at its end, but for the root", () => {
  expect(["file:///a/b", "file:///a/b/", "file:///"].map(folderPathOf)).toEqual(["/a/b", "/a/b", "/"]);
});
