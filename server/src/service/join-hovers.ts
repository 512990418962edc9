import { type Hover, MarkupContent, MarkupKind } from "vscode-languageserver-types";

/**
 * The hover over a name and the one over its statement as one. What the statement locks comes first, for it is short and
 * must not be scrolled to; then what is named; then the statement's details, which begin with a list.
 */
export function joinHovers(name: Hover | undefined, statement: Hover | undefined): Hover | undefined {
  if (name === undefined || statement === undefined) return name ?? statement;
  const text = textOf(statement);
  const details = text.indexOf("\n\n- ");
  const [locks, rest] = details < 0 ? [text, ""] : [text.slice(0, details), text.slice(details + 2)];
  const parts = [locks, textOf(name), rest].filter((part) => part !== "");
  return { ...name, contents: { kind: MarkupKind.Markdown, value: parts.join("\n\n---\n\n") } };
}

function textOf({ contents }: Hover): string {
  return MarkupContent.is(contents) ? contents.value : "";
}
