/** The text with every character that Markdown or HTML reads as markup made plain, and line breaks made blanks. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\t]/g, " ")
    .replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, (mark) =>
      mark === "<" ? "&lt;" : mark === ">" ? "&gt;" : mark === "&" ? "&amp;" : `\\${mark}`,
    );
}

/** The text as inline code that nothing inside can end. */
export function codeSpan(text: string): string {
  const flat = text.replace(/[\r\n\t]/g, " ");
  let fence = "`";
  while (flat.includes(fence)) fence += "`";
  const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return `${fence}${pad}${flat}${pad}${fence}`;
}
