import type { Range } from "../text/range.ts";

/** Migration tools, as the command line's JSON names them. */
export const MIGRATION_TOOLS = [
  "prisma",
  "drizzle",
  "flyway",
  "liquibase",
  "goose",
  "dbmate",
  "golang-migrate",
  "sqlx",
  "diesel",
  "sqitch",
  "atlas",
  "supabase",
  "node-pg-migrate",
  "postgres-migrations",
  "graphile-migrate",
  "knex",
  "typeorm",
  "sequelize",
  "rails",
  "django",
  "alembic",
  "popx",
  "plain",
  "custom",
] as const;

/** The tool that applies a folder of migrations. */
export type MigrationTool = (typeof MIGRATION_TOOLS)[number];

/** Databases whose dialect a file may be in. */
export const ENGINES = ["postgres", "mysql", "sqlite"] as const;

/** The database that a file is written for. */
export type Engine = (typeof ENGINES)[number];

/** Something read in the workspace that a conclusion rests on. */
export interface Evidence {
  /** Absolute. */
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
}

/** The engine and version that a file is written for. */
export interface EngineFacts {
  readonly name: Engine;
  /** The major version; for Postgres the oldest supported where `assumed`. */
  readonly version: number;
  /**
   * Whether nothing in the workspace or the configuration says which engine it is. Where the engine is known and its
   * version is not, the version is the oldest supported all the same and no evidence names one.
   */
  readonly assumed: boolean;
  readonly evidence: readonly Evidence[];
  /** What names the version: a line of the workspace, or a setting or option; undefined where it is only taken for granted. */
  readonly versionFrom: Evidence | "setting" | undefined;
}

/**
 * How a tool sends a file: `each-file` opens a transaction a file, `all-files` one for the whole run, `none` sends
 * statement by statement, `implicit` sends the file as one simple query, which Postgres runs as one transaction
 * as soon as it holds more than one statement.
 */
export type TransactionHabit = "each-file" | "all-files" | "none" | "implicit";

/** A folder of migrations that one tool applies in one order. */
export interface History {
  readonly folder: string;
  readonly tool: MigrationTool;
  readonly evidence: readonly Evidence[];
  readonly transaction: TransactionHabit;
  /** Absolute paths in apply order, up direction. */
  readonly files: readonly string[];
  /** Absolute paths of files that take migrations back. */
  readonly down: readonly string[];
}

/** What is known about how one file runs. A new value only where something of it changed. */
export interface FileFacts {
  /** As reports name it. */
  readonly path: string;
  readonly engine: EngineFacts;
  readonly tool: MigrationTool | undefined;
  /** The history's folder, or undefined for a file that belongs to none. */
  readonly folder: string | undefined;
  /** The habit for this file, its own opt-out counted in; `none` where no tool is known. */
  readonly transaction: TransactionHabit;
  /** Whether the file opts out of the history's habit. */
  readonly optsOut: boolean;
  /** How this file can be run outside a transaction, as edits to this file (offsets in the file) or files to create; undefined where it already is, or no way is known. */
  readonly wayOut: WayOut | undefined;
  /** `down`: the whole file takes a migration back. Sections inside a file are the segments' affair. */
  readonly direction: "up" | "down";
  /** Whether another file of its history takes it back; absent where the history has no such files at all. */
  readonly hasDown?: boolean;
  /** Other files of its history with the same number, which are applied with it; paths as reports name them. Absent where there are none. */
  readonly together?: readonly string[];
  /** Set for a file that belongs to no history though a tool applies its folder. */
  readonly passedOver?: PassedOver;
}

/** Why a tool that applies the folder does not apply a file in it. */
export interface PassedOver {
  readonly tool: MigrationTool;
  /** The name of a file of the folder that it applies. */
  readonly example: string;
  /** The file that lists what it applies; absent where names decide. */
  readonly list?: string;
}

/** A tool's own way to run a file outside a transaction. */
export interface WayOut {
  /** One sentence for a message: "goose runs a file with `-- +goose NO TRANSACTION` outside a transaction". */
  readonly says: string;
  /** Edits to the file; ranges count from the file's start. Empty where the way out is not an edit of this file. */
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
  /** Files to create, absolute paths. */
  readonly creates: readonly { readonly path: string; readonly text: string }[];
  /** Whether the statement must also be the file's only one (tools that send the file as one simple query). */
  readonly alone: boolean;
}
