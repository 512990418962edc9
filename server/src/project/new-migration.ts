import type { Range } from "../text/range.ts";

/** A migration that is to come after one that is there. */
export interface NewMigration {
  /** What it does in a few words, of which its name is made in the project's own style: `validate orders_user_id_fkey`. */
  readonly words: string;
  /** Statements with their semicolons; ends with a line break. */
  readonly up: string;
  /** Statements that take it back; undefined where nothing is to be taken back, which the file then says. */
  readonly down: string | undefined;
  /** Whether it must run outside a transaction. */
  readonly outside: boolean;
}

/** A file to create: absolute path. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** An edit of a file that is there; the range counts from the file's start. */
export interface FileEdit {
  readonly path: string;
  readonly range: Range;
  readonly text: string;
}

/** What it takes to add migrations to a history. */
export interface NewFiles {
  readonly creates: readonly NewFile[];
  /** Edits of the list that the tool keeps of its migrations: a journal, a plan, a changelog. */
  readonly edits: readonly FileEdit[];
  /** The path of the migration that they come right after: the one asked for, or the last where there is no room behind it. */
  readonly after: string;
  /** What a person has to do before the tool takes them: "run `atlas migrate hash`". */
  readonly afterwards: string | undefined;
}
