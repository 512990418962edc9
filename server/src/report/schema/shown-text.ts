import { evidentSecretsIn, maskedSlice } from "../../text/secrets.ts";

/** An expression or a comment of the schema, what is plainly a credential in it replaced. */
export function shownText(text: string): string {
  return maskedSlice(text, { start: 0, end: text.length }, evidentSecretsIn(text));
}
