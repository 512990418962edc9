/**
 * The text with what a terminal would obey made visible: control characters as `\xNN`, marks that turn the direction
 * of writing or cannot be seen as `\u{NNNN}`. Line breaks and tabs become blanks.
 */
export function escapeTerminal(text: string): string {
  let result = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 9 || code === 10 || code === 13) result += " ";
    else if (isControl(code)) result += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (isInvisible(code)) result += `\\u{${code.toString(16)}}`;
    else result += character;
  }
  return result;
}

/** JSON with the same meaning that a terminal shows as it is: what it would obey is written as `\uNNNN`. */
export function escapeJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function isControl(code: number): boolean {
  return code < 32 || (code >= 127 && code < 160);
}

/** Bidirectional marks and overrides, characters without width, line and paragraph separators, half surrogate pairs. */
function isInvisible(code: number): boolean {
  return (
    code === 0x061c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff ||
    (code >= 0xd800 && code <= 0xdfff)
  );
}
