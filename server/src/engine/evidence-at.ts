import type { Evidence } from "../project/project.ts";
import { evidenceOf } from "../project/text-lines.ts";
import { fileSecrets } from "../sql/secrets.ts";
import { lineIndexOf } from "../text/line-index.ts";
import { maskedSlice } from "../text/secrets.ts";
import type { Document } from "./documents.ts";

/** The line of the document of SQL that holds the offset, as evidence. Credentials in its statements are not repeated. */
export function evidenceAt({ path, text, segments }: Document, offset: number): Evidence {
  const { line, character } = lineIndexOf(text).positionAt(offset);
  const start = offset - character;
  const feed = text.indexOf("\n", start);
  const end = feed < 0 ? text.length : feed;
  const shown = maskedSlice(text, { start, end }, fileSecrets(segments));
  return evidenceOf(path, { number: line + 1, start, end, text: shown });
}
