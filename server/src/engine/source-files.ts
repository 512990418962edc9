import type { Files } from "../project/files.ts";
import { below, isWithin, nameOf } from "../project/paths.ts";
import { FOREIGN_FOLDERS } from "../project/tree.ts";

/** Bounds of the search, so that a home folder opened by mistake costs no more than a large project. */
const MOST_FILES = 4_000;
const MOST_FOLDERS = 20_000;
const DEEPEST = 24;

const EXTENSIONS: ReadonlySet<string> = new Set(
  `ts tsx mts cts js jsx mjs cjs vue svelte prisma graphql go rs rb erb py php java kt kts scala groovy cs fs vb
  ex exs erl clj swift dart c cc cpp h hpp pl pm lua sql`.split(/\s+/),
);

/** Folders that hold migrations written in code, which name what they drop, and code that no deploy runs. */
const NO_RUNNING_CODE: ReadonlySet<string> = new Set(
  `migrations migration migrate alembic versions changelog changelogs liquibase flyway seeds seeders
  test tests spec specs __tests__ __mocks__ fixtures e2e testdata docs examples`.split(/\s+/),
);

const TEST_FILE = /(?:[._-](?:test|spec)\.[a-z]+|^test_[^/]*|_test\.[a-z]+|\.d\.ts|\.min\.js)$/;

/** Dumps of the schema itself, which name what is there until they are made anew. */
const DUMPS: ReadonlySet<string> = new Set(["schema.sql", "structure.sql", "schema.rb"]);

/** Whether a file's name says that it is source code which a deploy runs. */
function isSourceName(name: string): boolean {
  return EXTENSIONS.has(name.slice(name.lastIndexOf(".") + 1)) && !TEST_FILE.test(name) && !DUMPS.has(name);
}

/** The source files below the root, by folder from the top, without those in the given folders. Absolute paths. */
export function sourceFiles(files: Files, root: string, left: readonly string[]): readonly string[] {
  const found: string[] = [];
  const pending = [{ path: root, depth: 0 }];
  for (let index = 0; index < pending.length && index < MOST_FOLDERS && found.length < MOST_FILES; index += 1) {
    const next = pending[index];
    if (next === undefined) break;
    for (const { name, kind } of files.list(next.path)) {
      const path = below(next.path, name);
      if (kind === "file" && isSourceName(name)) found.push(path);
      if (kind !== "folder" || next.depth >= DEEPEST || !mayHoldCode(name)) continue;
      if (!left.some((folder) => isWithin(folder, path))) pending.push({ path, depth: next.depth + 1 });
    }
  }
  return found.slice(0, MOST_FILES);
}

function mayHoldCode(name: string): boolean {
  return !name.startsWith(".") && !FOREIGN_FOLDERS.has(name) && !NO_RUNNING_CODE.has(name.toLowerCase());
}

/** Of several folders the one that shares the longest beginning with the path; undefined where two share as much. */
export function nearestFolder(folders: readonly string[], path: string): string | undefined {
  const shared = folders.map((folder) => ({ folder, parts: sharedParts(folder, path) }));
  const most = Math.max(...shared.map(({ parts }) => parts));
  const nearest = shared.filter(({ parts }) => parts === most);
  return nearest.length === 1 ? nearest[0]?.folder : undefined;
}

function sharedParts(folder: string, path: string): number {
  const [left, right] = [folder.split("/"), path.split("/")];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared += 1;
  return shared;
}

/** Whether a SQL file holds queries and no schema: one that makes tables is a schema or a migration itself. */
export function isQueries(path: string, text: string): boolean {
  return !nameOf(path).endsWith(".sql") || !/\b(?:create|alter|drop)\s+table\b/i.test(text);
}
