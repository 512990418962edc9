/** A place in a text: line and character both count from 0, characters in UTF-16 code units, as the language server protocol has it. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** From offsets to lines. Lines end at `\n`, `\r\n` or a lone `\r`, as the language server protocol has it. */
export interface LineIndex {
  /** The position of an offset; past the end it is the end's, between `\r` and `\n` the one before both. */
  positionAt(offset: number): LinePosition;
}

/** The line index of a text. */
export function lineIndexOf(text: string): LineIndex {
  const starts = lineStarts(text);
  return {
    positionAt: (offset) => {
      const wanted = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= wanted) low = middle;
        else high = middle;
      }
      const splitsBreak = text.charCodeAt(wanted) === 10 && text.charCodeAt(wanted - 1) === 13;
      return { line: low, character: wanted - (starts[low] ?? 0) - (splitsBreak ? 1 : 0) };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) starts.push(at + 1);
    else if (code === 13 && text.charCodeAt(at + 1) !== 10) starts.push(at + 1);
  }
  return starts;
}
