import type { Config } from "./config.ts";
import type { EngineMark } from "./engine-marks.ts";
import type { KnownHistory } from "./find-histories.ts";
import { dumpHeader, dumpVersion } from "./marks/line-marks.ts";
import { folderOf, isWithin, nameOf } from "./paths.ts";
import { knownPostgres, OLDEST_SUPPORTED_POSTGRES } from "./postgres-versions.ts";
import type { Engine, EngineFacts, Evidence, MigrationTool } from "./project.ts";
import { evidenceOf } from "./text-lines.ts";

/** What the engine of a file is concluded from. */
export interface EngineSources {
  readonly root: string;
  readonly config: Config;
  readonly marks: readonly EngineMark[];
}

/** The engine that the file at the path is written for. `history` is the one that applies it. */
export function engineOf(
  sources: EngineSources,
  path: string,
  text: string,
  history: KnownHistory | undefined,
): EngineFacts {
  const told =
    configuredEngine(sources.config) ??
    namedEngine(sources.root, path, history) ??
    markedEngine(sources, path, history);
  const name = told?.engine ?? "postgres";
  if (name !== "postgres")
    return {
      name,
      version: OTHER_VERSIONS[name],
      assumed: false,
      evidence: told?.evidence ?? [],
      versionFrom: undefined,
    };
  const version = postgresVersion(sources, path, text);
  const assumed = told === undefined && version === undefined;
  return {
    name,
    version: version?.version ?? OLDEST_SUPPORTED_POSTGRES,
    assumed,
    evidence: distinct([...(told?.evidence ?? []), ...(version?.evidence ?? [])]),
    versionFrom: version && (version.evidence[0] ?? "setting"),
  };
}

/** The engine of the workspace as a whole. */
export function workspaceEngine(sources: EngineSources, histories: readonly KnownHistory[]): EngineFacts {
  const first = histories[0];
  if (first === undefined) return engineOf(sources, sources.root, "", undefined);
  const engines = histories.map((known) =>
    engineOf(sources, known.history.files[0] ?? known.history.folder, "", known),
  );
  return (
    engines.find((engine) => engine.name === "postgres" && !engine.assumed) ??
    engines[0] ??
    engineOf(sources, sources.root, "", undefined)
  );
}

/** A version of Postgres that something in the workspace names. */
export interface NamedVersion {
  readonly version: number;
  readonly evidence: Evidence;
}

/** What names another version of Postgres than the one that was taken, each version once, oldest first. */
export function versionsBeside({ marks }: EngineSources, taken: EngineFacts): readonly NamedVersion[] {
  if (taken.name !== "postgres" || taken.versionFrom === undefined) return [];
  const others = new Map<number, NamedVersion>();
  for (const { engine, version, evidence } of marks) {
    if (engine !== "postgres" || version === undefined || version === taken.version) continue;
    if (!others.has(version)) others.set(version, { version, evidence });
  }
  return [...others.values()].sort((a, b) => a.version - b.version);
}

/** The major versions that are spoken of where an engine other than Postgres is only named. */
const OTHER_VERSIONS: Readonly<Record<Exclude<Engine, "postgres">, number>> = { mysql: 8, sqlite: 3 };

interface Told {
  readonly engine: Engine;
  readonly evidence: readonly Evidence[];
}

function configuredEngine(config: Config): Told | undefined {
  const engine = config.engine ?? (config.postgres === undefined ? undefined : "postgres");
  if (engine === undefined) return undefined;
  const text = config.engine === undefined ? `"postgres": ${config.postgres}` : `"engine": "${engine}"`;
  return { engine, evidence: config.path === undefined ? [] : [{ path: config.path, line: 1, text }] };
}

const NAME_WORDS: Readonly<Record<string, Engine>> = {
  postgres: "postgres",
  postgresql: "postgres",
  pg: "postgres",
  pgsql: "postgres",
  psql: "postgres",
  mysql: "mysql",
  mariadb: "mysql",
  sqlite: "sqlite",
  sqlite3: "sqlite",
};

/** By the file's name (`x.sql.sqlite`, `x.mysql.up.sql`), else by the nearest folder that names one engine alone. */
function namedEngine(root: string, path: string, history: KnownHistory | undefined): Told | undefined {
  const words = nameOf(path).split(".").slice(1);
  const word = words.find((part) => Object.hasOwn(NAME_WORDS, part));
  const byName = word === undefined ? undefined : NAME_WORDS[word];
  if (byName !== undefined) return { engine: byName, evidence: [{ path, line: 1, text: nameOf(path) }] };
  let folder = history?.history.folder ?? folderOf(path);
  while (folder !== root && isWithin(root, folder)) {
    const engine = engineInName(nameOf(folder));
    if (engine !== undefined) return { engine, evidence: [{ path: folder, line: 1, text: nameOf(folder) }] };
    folder = folderOf(folder);
  }
  return undefined;
}

/** The engine that a folder's name holds, where it holds one alone: `riversqlite`, `mysql-persistence`, `pg`. */
function engineInName(name: string): Engine | undefined {
  const lower = name.toLowerCase();
  const found: Engine[] = [];
  if (lower.includes("postgres") || /(?:^|[-_])(?:pg|pgsql|psql)(?:$|[-_])/.test(lower)) found.push("postgres");
  if (lower.includes("mysql") || lower.includes("mariadb")) found.push("mysql");
  if (lower.includes("sqlite")) found.push("sqlite");
  return found.length === 1 ? found[0] : undefined;
}

/** Tools that know no engine but Postgres. */
const POSTGRES_TOOLS: ReadonlySet<MigrationTool> = new Set([
  "supabase",
  "graphile-migrate",
  "postgres-migrations",
  "node-pg-migrate",
]);

function markedEngine(sources: EngineSources, path: string, history: KnownHistory | undefined): Told | undefined {
  if (history !== undefined && POSTGRES_TOOLS.has(history.history.tool)) {
    return { engine: "postgres", evidence: history.history.evidence };
  }
  return agreed(nearestMarks(sources, path)) ?? agreed(sources.marks);
}

/** The marks of the nearest folder above the path that has any. */
function nearestMarks(sources: EngineSources, path: string): readonly EngineMark[] {
  const around = sources.marks.filter((mark) => isWithin(mark.scope, path));
  const longest = Math.max(0, ...around.map((mark) => mark.scope.length));
  return around.filter((mark) => mark.scope.length === longest);
}

function agreed(marks: readonly EngineMark[]): Told | undefined {
  const [first] = marks;
  if (first === undefined || marks.some((mark) => mark.engine !== first.engine)) return undefined;
  return { engine: first.engine, evidence: [first.evidence] };
}

interface ToldVersion {
  readonly version: number;
  readonly evidence: readonly Evidence[];
}

function postgresVersion(sources: EngineSources, path: string, text: string): ToldVersion | undefined {
  const { config } = sources;
  if (config.postgres !== undefined) return { version: config.postgres, evidence: configuredVersion(config) };
  const header = dumpHeader(text);
  const dumped = header === undefined ? undefined : dumpVersion(header.text);
  if (header !== undefined && dumped !== undefined) {
    return { version: knownPostgres(Number(dumped)), evidence: [evidenceOf(path, header)] };
  }
  const around = sources.marks.filter((mark) => isWithin(mark.scope, path));
  const scopes = [...new Set(around.map((mark) => mark.scope.length))].sort((a, b) => b - a);
  for (const length of scopes) {
    const oldest = oldestOf(around.filter((mark) => mark.scope.length === length));
    if (oldest !== undefined) return oldest;
  }
  return oldestOf(sources.marks);
}

function configuredVersion({ path, postgres }: Config): readonly Evidence[] {
  return path === undefined ? [] : [{ path, line: 1, text: `"postgres": ${postgres}` }];
}

/** Where several versions are named, what holds for the oldest is the careful answer. */
function oldestOf(marks: readonly EngineMark[]): ToldVersion | undefined {
  let oldest: ToldVersion | undefined;
  for (const { engine, version, evidence } of marks) {
    if (engine !== "postgres" || version === undefined) continue;
    if (oldest === undefined || version < oldest.version) oldest = { version, evidence: [evidence] };
  }
  return oldest;
}

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(
    (one, index) => evidence.findIndex((other) => other.path === one.path && other.line === one.line) === index,
  );
}
