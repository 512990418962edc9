import type { Range } from "./range.ts";

/** Replaces a stretch of text; an empty range inserts. Offsets are UTF-16 code units. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** The text after the edits, which must not overlap; edits at one place apply in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, order) => ({ edit, order }));
  ordered.sort((a, b) => a.edit.range.start - b.edit.range.start || a.order - b.order);
  let result = "";
  let position = 0;
  for (const { edit } of ordered) {
    result += text.slice(position, edit.range.start) + edit.text;
    position = edit.range.end;
  }
  return result + text.slice(position);
}
