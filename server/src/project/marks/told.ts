import { knownPostgres } from "../postgres-versions.ts";
import type { Engine } from "../project.ts";
import type { TextLine } from "../text-lines.ts";

/** What a line of a file tells of an engine. */
export interface Told {
  readonly engine: Engine;
  /** Undefined where only the engine is told, and for engines other than Postgres. */
  readonly version: number | undefined;
  readonly line: TextLine;
  /** What is shown in place of the line, where the line holds what is nobody's business or not all that was read. */
  readonly shown?: string;
}

/** The engine that a word stands for, as tools and providers spell it: `postgresql`, `aurora-postgresql`, `pg`. */
export function engineNamed(word: string): Engine | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(ENGINE_WORDS, lower) ? ENGINE_WORDS[lower] : undefined;
}

const ENGINE_WORDS: Readonly<Record<string, Engine>> = {
  postgres: "postgres",
  postgresql: "postgres",
  pg: "postgres",
  pgsql: "postgres",
  pgx: "postgres",
  postgis: "postgres",
  "pg-native": "postgres",
  "aurora-postgresql": "postgres",
  "aurora-postgres": "postgres",
  mysql: "mysql",
  mysql2: "mysql",
  mariadb: "mysql",
  trilogy: "mysql",
  "aurora-mysql": "mysql",
  sqlite: "sqlite",
  sqlite3: "sqlite",
  "better-sqlite3": "sqlite",
};

/** The known major version nearest to the one that the text begins with: 16 for `16.2-alpine`; undefined for `latest`. */
export function majorIn(text: string): number | undefined {
  const digits = /^\d+/.exec(text)?.[0];
  const major = Number(digits);
  return digits === undefined || major < 7 || major > 99 ? undefined : knownPostgres(major);
}
