import type { LineIndex } from "../text/line-index.ts";

/** A place as the machine formats give it: lines and columns from 1, the offset from 0, all in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** The place of an offset. */
export function oneBased(lines: LineIndex, offset: number): Place {
  const { line, character } = lines.positionAt(offset);
  return { line: line + 1, column: character + 1, offset };
}
