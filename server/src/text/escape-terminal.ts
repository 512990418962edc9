/** The text with control characters (which a terminal would obey) shown as `\xNN`; line breaks and tabs become blanks. */
export function escapeTerminal(text: string): string {
  let result = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 9 || code === 10 || code === 13) result += " ";
    else if (code < 32 || (code >= 127 && code < 160)) result += `\\x${code.toString(16).padStart(2, "0")}`;
    else result += character;
  }
  return result;
}
