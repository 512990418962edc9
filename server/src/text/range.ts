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

/** The index of the first range that ends after the offset, of ranges in order that do not overlap; their number where none does. */
export function firstEndingAfter(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
