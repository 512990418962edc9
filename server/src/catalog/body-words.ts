import { tokenize } from "../sql/lexer.ts";
import type { CreateRoutine } from "../sql/statement.ts";
import { storedName } from "./expression.ts";

/**
 * The words of a routine's body that may name something, each once, as names are stored. Only those of SQL and plpgsql,
 * whose bodies Postgres reads; what stands in their strings is left out. A
 * column of a trigger's row is one word with it: `new.email`.
 */
export function bodyWords({ language, body }: CreateRoutine): readonly string[] {
  if (body === undefined || (language !== undefined && language !== "sql" && language !== "plpgsql")) return [];
  const words = new Set<string>();
  let row: string | undefined;
  let isBehindDot = false;
  for (const token of tokenize(body.text)) {
    const isDot = token.kind === "punctuation" && body.text[token.start] === ".";
    if (token.kind === "word" || token.kind === "quotedIdentifier") {
      const word = storedName(body.text, token);
      words.add(isBehindDot && row !== undefined ? `${row}.${word}` : word);
      row = word === "new" || word === "old" ? word : undefined;
    }
    isBehindDot = isDot;
  }
  return [...words];
}
