import type { Token } from "./lexer.ts";

/**
 * What a statement's first words say about where it may end. `plain`: at the next semicolon. `copy`: data may
 * follow. `rule`: semicolons may stand in parentheses. `routine`: they may stand in BEGIN ATOMIC … END.
 * `create` and `start`: not yet known.
 */
export type Form = "start" | "create" | "plain" | "copy" | "rule" | "routine";

/** The form once `token`, the next one of the body, is read. */
export function formAfter(form: Form, text: string, token: Token): Form {
  if (form === "start") {
    if (isWord(text, token, "CREATE")) return "create";
    return isWord(text, token, "COPY") ? "copy" : "plain";
  }
  if (form !== "create") return form;
  if (isWord(text, token, "OR") || isWord(text, token, "REPLACE")) return "create";
  if (isWord(text, token, "RULE")) return "rule";
  return isWord(text, token, "FUNCTION") || isWord(text, token, "PROCEDURE") ? "routine" : "plain";
}

/** Whether the token is this word, given in capitals, in any case. */
export function isWord(text: string, token: Token | undefined, capitals: string): boolean {
  if (token === undefined || token.kind !== "word" || token.end - token.start !== capitals.length) return false;
  for (let index = 0; index < capitals.length; index++) {
    const code = text.charCodeAt(token.start + index);
    if (code !== capitals.charCodeAt(index) && code !== (capitals.charCodeAt(index) | 32)) return false;
  }
  return true;
}
