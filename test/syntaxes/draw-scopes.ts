import type { IGrammar } from "vscode-textmate";
import { tokenize } from "./tokenizer.ts";

/**
 * A fixture drawn anew: its source lines (those after `>`) with a line of carets and scopes under them for each token that has any and is not blank.
 * Lines that start with neither `>` nor `#` are headings and prose and stand as they are; a heading starts a new file.
 */
export function drawScopes(grammar: IGrammar, fixture: string): string {
  const drawn: string[] = [];
  let sources: string[] = [];
  const flush = (): void => {
    for (const [index, tokens] of tokenize(grammar, sources).entries()) {
      const source = sources[index] ?? "";
      drawn.push(`>${source}`);
      for (const { start, end, scopes } of tokens) {
        if (scopes.length > 0 && source.slice(start, end).trim() !== "")
          drawn.push(`#${" ".repeat(start)}${"^".repeat(end - start)} ${scopes.join(" ")}`);
      }
    }
    sources = [];
  };
  for (const line of fixture.split("\n")) {
    if (line.startsWith(">")) sources.push(line.slice(1));
    else if (!line.startsWith("#")) {
      flush();
      drawn.push(line);
    }
  }
  flush();
  return drawn.join("\n");
}
