import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { ActionContext, RewriteStep } from "../../engine/rule.ts";
import { tokenize } from "../../sql/lexer.ts";
import type { KeyConstraint } from "../../sql/statement.ts";
import { alterTableText, writtenName } from "./alter-table-text.ts";

/** What stands behind a key's columns: whether the two steps can say it too, and what makes it deferrable. */
interface KeyTail {
  readonly kept: boolean;
  /** `DEFERRABLE INITIALLY DEFERRED` as written; empty where nothing is said. */
  readonly deferral: string;
}

/**
 * A unique index of the constraint's name built CONCURRENTLY, and the constraint put on it; undefined where the
 * constraint says what these two steps would lose (storage parameters, a tablespace).
 */
export function indexSteps(
  constraint: KeyConstraint,
  name: string,
  { alter, text }: ActionContext,
): readonly [RewriteStep, RewriteStep] | undefined {
  const { kept, deferral } = tailOf(constraint, text);
  if (!kept) return undefined;
  const columns = constraint.columns.map((column) => quoteIdentifier(column.name)).join(", ");
  const include = constraint.include.map((column) => quoteIdentifier(column.name)).join(", ");
  const index = quoteIdentifier(name);
  const words = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${writtenName(alter.name)} (${columns})`,
    ...(include === "" ? [] : [`INCLUDE (${include})`]),
    ...(constraint.nullsNotDistinct ? ["NULLS NOT DISTINCT"] : []),
  ];
  const kind = constraint.kind === "primaryKey" ? "PRIMARY KEY" : "UNIQUE";
  const add = [`ADD CONSTRAINT ${index} ${kind} USING INDEX ${index}`, ...(deferral === "" ? [] : [deferral])];
  return [
    {
      sql: words.join(" "),
      transaction: "outside",
      comment: `Stopped in the middle, it leaves an INVALID index: DROP INDEX CONCURRENTLY ${index} before the next try.`,
      words: `index ${name}`,
    },
    { sql: alterTableText(alter, add.join(" ")), transaction: "own", words: `add ${name}` },
  ];
}

/** Words of a later statement of the file that would need the key to be there. */
export function usesOfKey(name: string, { alter }: ActionContext): readonly string[] {
  const table = writtenName(alter.name);
  return [name, `REFERENCES ${table}`, `references ${table}`, "ON CONFLICT", "on conflict"];
}

const ATTRIBUTES: ReadonlySet<string> = new Set(["not", "deferrable", "initially", "immediate", "deferred"]);
const OWN_WORDS: ReadonlySet<string> = new Set(["primary", "key", "unique", "nulls", "distinct", "include"]);

// What stands in parentheses are the columns; of the words outside them each must be one that the steps say again.
function tailOf({ name, range }: KeyConstraint, text: string): KeyTail {
  const from = name?.range.end ?? range.start;
  let depth = 0;
  const outside: string[] = [];
  for (const token of tokenize(text, from, range.end)) {
    const word = text.slice(token.start, token.end);
    if (word === "(") depth += 1;
    else if (word === ")") depth -= 1;
    else if (depth === 0 && token.kind !== "lineComment" && token.kind !== "blockComment") outside.push(word);
  }
  const first = outside.findIndex((word) => /^(?:deferrable|initially)$/i.test(word));
  // NOT DEFERRABLE, which is so anyway, begins with a word that NULLS NOT DISTINCT has too.
  const deferral = first < 0 || /^not$/i.test(outside[first - 1] ?? "") ? [] : outside.slice(first);
  const kept = outside.every((word) => ATTRIBUTES.has(word.toLowerCase()) || OWN_WORDS.has(word.toLowerCase()));
  return { kept, deferral: deferral.join(" ") };
}
