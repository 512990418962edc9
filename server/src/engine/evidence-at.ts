import type { Evidence } from "../project/project.ts";
import { evidenceOf } from "../project/text-lines.ts";
import { lineIndexOf } from "../text/line-index.ts";
import type { Document } from "./documents.ts";

/** The line of the document that holds the offset, as evidence. */
export function evidenceAt({ path, text }: Document, offset: number): Evidence {
  const { line, character } = lineIndexOf(text).positionAt(offset);
  const start = offset - character;
  const feed = text.indexOf("\n", start);
  const end = feed < 0 ? text.length : feed;
  return evidenceOf(path, { number: line + 1, start, end, text: text.slice(start, end) });
}
