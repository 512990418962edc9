/** The offset just after the line break that ends the line at `offset`, or the text's end. Lines end as in `lineIndexOf`. */
export function nextLineStart(text: string, offset: number): number {
  for (let at = offset; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) return at + 1;
    if (code === 13) return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
  }
  return text.length;
}

/** The offset at which the line of `offset` starts. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  // Between the two halves of a CRLF the line has not ended yet.
  if (text.charCodeAt(at - 1) === 13 && text.charCodeAt(at) === 10) at -= 1;
  while (at > 0 && text.charCodeAt(at - 1) !== 10 && text.charCodeAt(at - 1) !== 13) at -= 1;
  return at;
}
