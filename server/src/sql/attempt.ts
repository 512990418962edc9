import { hasSqlDetails, type Node, parseSync } from "libpg-query";
import type { Range } from "../text/range.ts";
import { fillPlaceholders } from "./fill-placeholders.ts";

/** Postgres's parser on one text. */
export type Attempt =
  | { readonly kind: "tree"; readonly node: Node | undefined }
  | { readonly kind: "error"; readonly message: string; readonly at: number }
  | { readonly kind: "tooDeep" };

/** Postgres's parser on the text of one statement. */
export function attempt(text: string): Attempt {
  try {
    return { kind: "tree", node: parseSync(text).stmts?.[0]?.stmt };
  } catch (error) {
    if (hasSqlDetails(error)) {
      return { kind: "error", message: error.message, at: codePoints(text, error.sqlDetails?.cursorPosition ?? 0) };
    }
    return { kind: "tooDeep" };
  }
}

/** The same for a text whose placeholders stand at `holes`: the tree of the first guess at them that makes it SQL. */
export function attemptFilled(
  text: string,
  holes: readonly Range[],
): { readonly text: string; readonly node: Node | undefined } | undefined {
  return fillPlaceholders(text, holes, (guess) => {
    const result = attempt(guess);
    if (result.kind === "tree") return { result: { text: guess, node: result.node } };
    return result.kind === "error" ? { errorAt: result.at } : undefined;
  });
}

/** Half a surrogate pair makes libpg-query miscount its buffer; U+FFFD takes the same room in UTF-16. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** From code points to UTF-16 code units. */
function codePoints(text: string, count: number): number {
  let index = 0;
  for (let seen = 0; seen < count && index < text.length; seen++) {
    const code = text.charCodeAt(index);
    index += code >= 0xd800 && code < 0xdc00 ? 2 : 1;
  }
  return index;
}
