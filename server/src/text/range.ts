/** A stretch of text in UTF-16 code units: `start` is inclusive, `end` exclusive. What it counts from is said where it is used. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The range moved right by `by` code units. */
export function shiftRange(range: Range, by: number): Range {
  return { start: range.start + by, end: range.end + by };
}

/** Whether `offset` lies in the range or touches its end, as a cursor does. */
export function touches(range: Range, offset: number): boolean {
  return offset >= range.start && offset <= range.end;
}

/** Whether the ranges share a code unit, or one is empty and touches the other. */
export function overlaps(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}
