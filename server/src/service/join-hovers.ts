import { type Hover, MarkupContent, MarkupKind } from "vscode-languageserver-types";

/** Two hovers as one, the first above the second; it stands at the first's range. */
export function joinHovers(first: Hover | undefined, second: Hover | undefined): Hover | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const texts = [first, second].map(({ contents }) => (MarkupContent.is(contents) ? contents.value : ""));
  return { ...first, contents: { kind: MarkupKind.Markdown, value: texts.join("\n\n---\n\n") } };
}
