import { applyStatement } from "../catalog/apply-statement.ts";
import type { Statement } from "../sql/statement.ts";
import type { Context } from "./subject.ts";

/** The schema as the statement leaves it, for what comes after it in the same piece of work. */
export function contextAfter(context: Context, statement: Statement): Context {
  const changed = applyStatement(context.reader, statement, { file: "", segment: 0 });
  const entries = new Map(changed.map(({ key, entry }) => [key, entry]));
  return { ...context, reader: { get: (key) => (entries.has(key) ? entries.get(key) : context.reader.get(key)) } };
}
