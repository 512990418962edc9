import type { Range } from "../text/range.ts";
import type { PlacedMark } from "./mark.ts";
import type { Statement } from "./statement.ts";

/**
 * A stretch of a SQL file that stands on its own. Segments tile the file: each holds one statement with the blanks
 * and comments before it, or something that is no statement. All ranges count from the segment's own start.
 */
export interface Segment {
  /** Differs between any two segments ever made in this process; a segment that an edit did not touch keeps it. */
  readonly id: number;
  /** The whole text, leading blanks and comments included. The segments' texts joined are the file's text. */
  readonly text: string;
  readonly kind: SegmentKind;
  /** The statement's own words, without leading comments, the semicolon and COPY data; empty at the end where there are none. */
  readonly body: Range;
  /** Comments in the segment, in order, inside the body too. */
  readonly comments: readonly Comment[];
  /** Those comments that a migration tool reads; all of them lead the statement but goose's StatementEnd. */
  readonly marks: readonly PlacedMark[];
  /** Template placeholders in the body. */
  readonly placeholders: readonly Range[];
  /** What the body says; set for kind "statement" only. */
  readonly parsed: Parsed | undefined;
  /** How many code units behind the segment's end decided where it ends; an edit there makes it be cut again. */
  readonly lookahead: number;
}

/** `statement`: sent to the server. `meta`: a psql command. `empty`: blanks, comments, a stray semicolon. */
export type SegmentKind = "statement" | "meta" | "empty";

/** A comment, its marks included. */
export interface Comment {
  readonly range: Range;
  readonly style: "line" | "block";
}

/** The parser's answer for one statement. */
export interface Parsed {
  /** Absent where the statement does not parse. */
  readonly statement: Statement | undefined;
  /** Absent where it parses, and where a placeholder may be what the grammar stumbles over. */
  readonly error: SyntaxErrorAt | undefined;
}

/** Postgres's own complaint. */
export interface SyntaxErrorAt {
  /** Postgres's words: `syntax error at or near "TABEL"`. */
  readonly message: string;
  /** The token that Postgres points at; the last token where it points at the end. */
  readonly range: Range;
}
