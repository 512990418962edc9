import type { Settings } from "./settings.ts";

/** `initializationOptions`: what a client may tell the server at the start. Every key may be left out. */
export interface InitializationOptions {
  /** Until the first `workspace/didChangeConfiguration`, which carries `{ settings: { lockkeeper: Settings } }`. */
  readonly settings?: Partial<Settings>;
  /** Whether a person trusts the folders that are open, so that Git may be run in them; it is not where this is left out. */
  readonly trusted?: boolean;
}

/** The method of the notification by which the server says how it sees a document, after each review of it that sees something new. */
export const STATUS_METHOD = "lockkeeper/status";

/** The parameters of `lockkeeper/status`. */
export interface StatusParams {
  /** The document, as its client spells it. */
  readonly uri: string;
  /** The version of the document that was reviewed; null for one that is not open. */
  readonly version: number | null;
  /** How many findings stand in the document, suppressed ones not counted. */
  readonly findings: number;
  /** The engine that the document is read as. */
  readonly engine: string;
  /** Null where the engine is not Postgres. */
  readonly postgres: PostgresStatus | null;
  /** The migration tool that runs the file; null where it belongs to no history. */
  readonly tool: string | null;
  /** The server's process, for a debugger, and for the test that kills it. */
  readonly pid: number;
}

/** The Postgres version that a document is reviewed for. */
export interface PostgresStatus {
  /** The major version. */
  readonly version: number;
  /** Whether nothing in the workspace says so, and our default was taken. */
  readonly assumed: boolean;
  /** One line for a person: "compose.yaml:4 says postgres:16", "nothing in the workspace names a version". */
  readonly why: string;
}

/** The method of the request for the schema after the whole history that a document stands in; of a Prisma schema, of its tables. */
export const SCHEMA_METHOD = "lockkeeper/schema";

/** How a schema is written: a data dictionary, a diagram, a script. */
export type SchemaFormat = "markdown" | "mermaid" | "sql";

/** The parameters of `lockkeeper/schema`. */
export interface SchemaParams {
  /** A document, open or not. */
  readonly uri: string;
  readonly format: SchemaFormat;
}

/** The answer to `lockkeeper/schema`; null where the document makes no schema of Postgres. */
export interface SchemaAnswer {
  readonly text: string;
}

/** The method of the request for what takes a migration back, written as its tool wants it. */
export const ROLLBACK_METHOD = "lockkeeper/rollback";

/** The parameters of `lockkeeper/rollback`. */
export interface RollbackParams {
  /** The migration, open or not. */
  readonly uri: string;
}

/** The answer to `lockkeeper/rollback`; null where the document is no migration for Postgres. */
export interface RollbackAnswer {
  readonly grade: "reversible" | "reversible with loss" | "irreversible";
  /** Where the tool looks for it; null where it has no place for it. */
  readonly place: RollbackTarget | null;
  /** What goes there; without a place, a script to read. */
  readonly text: string;
}

/** A file, or a part of one, that takes a migration back. */
export interface RollbackTarget {
  readonly uri: string;
  /** The part that the text takes the place of; null for a whole file. */
  readonly range: TargetRange | null;
  /** Whether the file is there. */
  readonly exists: boolean;
  /** Whether statements stand there already. */
  readonly isTaken: boolean;
}

/** A range as the protocol counts it: lines and UTF-16 code units from 0. */
export interface TargetRange {
  readonly start: TargetPosition;
  readonly end: TargetPosition;
}

/** A position in a document. */
export interface TargetPosition {
  readonly line: number;
  readonly character: number;
}
