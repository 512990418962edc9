import { tokenize } from "../sql/lexer.ts";
import type { CreateRoutine } from "../sql/statement.ts";
import { storedName } from "./expression.ts";

/**
 * The words of a routine's body that may name something, each once, as names are stored. Only those of SQL and plpgsql,
 * whose bodies Postgres reads; what stands in their strings is left out.
 */
export function bodyWords({ language, body }: CreateRoutine): readonly string[] {
  if (body === undefined || (language !== undefined && language !== "sql" && language !== "plpgsql")) return [];
  const words = new Set<string>();
  for (const token of tokenize(body.text)) {
    if (token.kind === "word" || token.kind === "quotedIdentifier") words.add(storedName(body.text, token));
  }
  return [...words];
}
