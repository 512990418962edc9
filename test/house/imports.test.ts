import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { importsOf, type SourceFile, sourceFiles } from "./sources.ts";

/** The arrow: a folder may import what stands before it, never what stands after it, nor a neighbour in its own place. */
const ARROW = [
  ["text"],
  ["sql", "prisma"],
  ["catalog"],
  ["effects"],
  ["project"],
  ["engine"],
  ["rules", "plan"],
  ["service", "report"],
  ["lsp"],
  ["cli"],
];

const placeOf = (folder: string) => ARROW.findIndex((place) => place.includes(folder));
const server = sourceFiles("server/src");
const all = sourceFiles("server/src", "client/src", "shared/src");

/** `server/src/<folder>/…` → `<folder>`. */
function serverFolder(path: string): string {
  return path.split("/")[2] ?? "";
}

function againstTheArrow(file: SourceFile): string[] {
  const from = serverFolder(file.path);
  return importsOf(file).flatMap((target) => {
    if (!target.startsWith(".")) return [];
    const path = join(dirname(file.path), target);
    if (path.startsWith("shared/")) return [];
    const to = serverFolder(path);
    const allowed = path.startsWith("server/src/") && (to === from || placeOf(to) < placeOf(from));
    return allowed ? [] : [`${file.path} imports ${target}`];
  });
}

test("every folder of the server has its place in the arrow", () => {
  const folders = new Set(server.map(({ path }) => serverFolder(path)));
  expect([...folders].filter((folder) => placeOf(folder) < 0)).toEqual([]);
});

test("imports follow the arrow", () => {
  expect(server.flatMap(againstTheArrow)).toEqual([]);
});

/** Who alone may import a package, by how the package's name begins. */
const RESERVED: readonly (readonly [packages: RegExp, owner: string])[] = [
  [/^(libpg-query|pgsql-ast-parser)/, "server/src/sql/"],
  [/^vscode-languageserver(\/|$)/, "server/src/lsp/"],
  [/^vscode-languageclient/, "client/src/"],
  [/^vscode$/, "client/src/"],
];

test("parsers stay in sql/, the connection in lsp/, the editor in client/", () => {
  const strays = all.flatMap((file) =>
    importsOf(file)
      .filter((target) => RESERVED.some(([packages, owner]) => packages.test(target) && !file.path.startsWith(owner)))
      .map((target) => `${file.path} imports ${target}`),
  );
  expect(strays).toEqual([]);
});

test("shared/ and client/ know nothing of the server", () => {
  const outside = sourceFiles("shared/src", "client/src").flatMap((file) =>
    importsOf(file).filter(
      (target) => target.startsWith(".") && join(dirname(file.path), target).startsWith("server/"),
    ),
  );
  expect(outside).toEqual([]);
});
