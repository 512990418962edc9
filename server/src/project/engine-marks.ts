import { below, folderOf } from "./paths.ts";
import { knownPostgres } from "./postgres-versions.ts";
import type { Engine, Evidence } from "./project.ts";
import { evidenceOf, linesOf, type TextLine } from "./text-lines.ts";
import type { FolderView, Tree } from "./tree.ts";

/** Something that tells the engine, its version or both, and for which folder it speaks. */
export interface EngineMark {
  /** Absolute. */
  readonly scope: string;
  readonly engine: Engine;
  readonly version: number | undefined;
  readonly evidence: Evidence;
}

/** More than this is no file that a person wrote to say which engine runs, in UTF-16 code units. */
const LARGEST = 262_144;

/** What a line of a file tells. */
type LineReader = (line: string) => { readonly engine: Engine; readonly version: number | undefined } | undefined;

/** What the workspace's files say of its engines: Prisma, Drizzle, Supabase, containers, dumps. */
export function engineMarks(tree: Tree): readonly EngineMark[] {
  return [...tree.above, ...tree.folders.values()].flatMap((folder) =>
    folder.files.flatMap((name) => {
      const reader = readerOf(folder, name);
      if (reader === undefined) return [];
      return marksIn(below(folder.path, name), scopeOf(folder, name), folder.read(name), reader);
    }),
  );
}

function readerOf(folder: FolderView, name: string): LineReader | undefined {
  if (name === "migration_lock.toml" || name.endsWith(".prisma")) return readProvider;
  if (name === "_journal.json" && folder.name === "meta") return readDialect;
  if (name === "config.toml" && folder.name === "supabase") return readSupabase;
  if (/^(?:docker-)?compose\b.*\.ya?ml$/.test(name) || name.startsWith("Dockerfile")) return readImage;
  if (/\.ya?ml$/.test(name) && (folder.name === "workflows" || name === ".gitlab-ci.yml")) return readImage;
  if (/(?:^|_)(?:structure|schema|dump)\.sql$/.test(name)) return readDumpHeader;
  return undefined;
}

/** A workflow speaks for the folder that holds `.github`, a journal for the folder that holds `meta`. */
function scopeOf(folder: FolderView, name: string): string {
  if (folder.name === "workflows") return folderOf(folderOf(folder.path));
  return name === "_journal.json" ? folderOf(folder.path) : folder.path;
}

function marksIn(path: string, scope: string, text: string, reader: LineReader): EngineMark[] {
  const marks: EngineMark[] = [];
  for (const line of linesOf(text.slice(0, LARGEST))) {
    const told = reader(line.text.slice(0, 500));
    if (told !== undefined) marks.push({ scope, ...told, evidence: evidenceOf(path, line) });
    if (marks.length >= 20 || (reader === readDumpHeader && line.number > 40)) break;
  }
  return marks;
}

const PROVIDERS: Readonly<Record<string, Engine>> = {
  postgres: "postgres",
  postgresql: "postgres",
  mysql: "mysql",
  sqlite: "sqlite",
};

/** `provider = "postgresql"` of a Prisma datasource; a generator's provider is none of these words. */
function readProvider(line: string) {
  return named(/^\s*provider\s*=\s*"(\w+)"/.exec(line)?.[1]);
}

function readDialect(line: string) {
  return named(/"dialect"\s*:\s*"(\w+)"/.exec(line)?.[1]);
}

function named(word: string | undefined) {
  const engine = word !== undefined && Object.hasOwn(PROVIDERS, word) ? PROVIDERS[word] : undefined;
  return engine === undefined ? undefined : { engine, version: undefined };
}

/** `major_version = 15` under `[db]` of Supabase's `config.toml`. */
function readSupabase(line: string) {
  return postgres(/^\s*major_version\s*=\s*(\d{1,2})\b/.exec(line)?.[1]);
}

function readDumpHeader(line: string) {
  if (line.startsWith("-- PostgreSQL database dump")) return { engine: "postgres" as const, version: undefined };
  return postgres(dumpVersion(line));
}

/** The digits of the major version in pg_dump's header, `-- Dumped from database version 15.3`. */
export function dumpVersion(line: string): string | undefined {
  return /^-- Dumped from database version (\d{1,2})(?!\d)/.exec(line)?.[1];
}

function postgres(digits: string | undefined) {
  return digits === undefined ? undefined : { engine: "postgres" as const, version: knownPostgres(Number(digits)) };
}

/** Names of images of Postgres, the registry and the owner left off. */
const POSTGRES_IMAGES: ReadonlySet<string> = new Set([
  "postgres",
  "postgresql",
  "postgis",
  "pgvector",
  "timescaledb",
  "timescaledb-ha",
]);

/** `image: postgres:15`, `FROM postgis/postgis:15-3.3`, `image: pgvector/pgvector:pg16`, `image: mysql:8`. */
function readImage(line: string) {
  const image = /^\s*(?:-\s*)?(?:image\s*:|FROM\s)\s*["']?([^\s"'#]+)/.exec(line)?.[1];
  if (image === undefined) return undefined;
  const colon = image.indexOf(":", image.lastIndexOf("/") + 1);
  const name = image.slice(
    image.lastIndexOf("/", colon < 0 ? image.length : colon) + 1,
    colon < 0 ? image.length : colon,
  );
  if (name === "mysql" || name === "mariadb") return { engine: "mysql" as const, version: undefined };
  if (!POSTGRES_IMAGES.has(name)) return undefined;
  const tag = colon < 0 ? "" : image.slice(colon + 1);
  const digits =
    /(?:^|-)pg(\d{1,2})(?!\d)/.exec(tag)?.[1] ??
    (name.startsWith("timescale") ? undefined : /^(?:\$\{\w+:-)?(\d{1,2})(?!\d)/.exec(tag)?.[1]);
  return postgres(digits) ?? { engine: "postgres" as const, version: undefined };
}

/** The line of pg_dump's header that names the server's version, as evidence. */
export function dumpHeader(text: string): TextLine | undefined {
  for (const line of linesOf(text.slice(0, 16_384))) {
    if (dumpVersion(line.text) !== undefined) return line;
    if (line.number > 40) return undefined;
  }
  return undefined;
}
