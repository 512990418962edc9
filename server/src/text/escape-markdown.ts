/** The text with every character that Markdown or HTML reads as markup, an address among them, made plain, and line breaks made blanks. */
export function escapeMarkdown(text: string): string {
  return flat(text).replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@]/g, (mark) =>
    mark === "<" ? "&lt;" : mark === ">" ? "&gt;" : mark === "&" ? "&amp;" : `\\${mark}`,
  );
}

/** The text as inline code that nothing inside can end. */
export function codeSpan(text: string): string {
  const code = flat(text);
  const fence = "`".repeat(longestRun(code) + 1);
  const pad = code.startsWith("`") || code.endsWith("`") ? " " : "";
  return `${fence}${pad}${code}${pad}${fence}`;
}

/** Lines of SQL as a block of code that nothing inside can end. */
export function codeBlock(lines: readonly string[]): string {
  const code = lines.map(flat).join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}sql\n${code}\n${fence}`;
}

/** On one line, and without the marks that turn the direction of what is written after them. */
function flat(text: string): string {
  return text
    .replace(/[\r\n\t\u2028\u2029]/g, " ")
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** How many backquotes follow each other at most. */
function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (const character of text) {
    run = character === "`" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
