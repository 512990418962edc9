import type { Table } from "../../catalog/catalog.ts";
import { relationKey } from "../../catalog/keys.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableAt } from "../../catalog/resolve.ts";
import { provesBounds } from "../../effects/implied-bounds.ts";
import type { RewriteStep, SqlContext } from "../../engine/rule.ts";
import { indexText } from "./index-text.ts";
import { linesAbove, partitionCheck } from "./partition-check.ts";

/** Why ATTACH reads a table's rows, and the steps that do that beforehand, while everybody goes on. */
export interface Reading {
  /** What it looks for, as the end of a sentence. */
  readonly why: readonly string[];
  /** The foreign keys that the table lacks. */
  readonly keys: readonly string[];
  /** Undefined where some of it cannot be said in the text. */
  readonly steps: ReadingSteps | undefined;
}

/** Steps around an ATTACH. */
export interface ReadingSteps {
  readonly before: readonly RewriteStep[];
  readonly after: readonly RewriteStep[];
  /** The CHECK that says the bounds; undefined where another says them already. */
  readonly check: string | undefined;
  /** Whether indexes are built. */
  readonly builds: boolean;
}

/** What ATTACH of the table to the parent reads its rows for. */
export function readingOf(
  table: Table,
  parent: Table,
  bound: string | undefined,
  ctx: Pick<SqlContext, "before" | "after">,
): Reading {
  const lines = linesAbove(ctx.before, parent, bound);
  const isProven = lines.every(([line, own]) => provesBounds(table, line, own));
  const missing = missingParts(table, ctx);
  const why = [
    ...(isProven ? [] : ["for rows outside its bounds, which no valid CHECK rules out"]),
    ...missing.indexes.map((name) => `to build the index ${name}`),
    ...missing.keys.map((name) => `to check the foreign key ${name}`),
  ];
  const { keys } = missing;
  if (keys.length > 0 || missing.steps === undefined) return { why, keys, steps: undefined };
  const builds = missing.steps.length > 0;
  if (isProven) return { why, keys, steps: { before: missing.steps, after: [], check: undefined, builds } };
  const check = partitionCheck(ctx.before, table, parent, bound);
  if (check === undefined) return { why, keys, steps: undefined };
  const name = quotedName(table.schema, table.name);
  const constraint = quoteIdentifier(check.name);
  const first: RewriteStep = {
    sql: `ALTER TABLE ${name} ADD CONSTRAINT ${constraint} CHECK (${check.condition}) NOT VALID`,
    transaction: builds ? "own" : "with-last",
    words: `add ${check.name}`,
  };
  const validate: RewriteStep = {
    sql: `ALTER TABLE ${name} VALIDATE CONSTRAINT ${constraint}`,
    transaction: "own",
    words: `validate ${check.name}`,
  };
  const drop: RewriteStep = {
    sql: `ALTER TABLE ${name} DROP CONSTRAINT ${constraint}`,
    transaction: "with-last",
    words: `drop ${check.name}`,
  };
  const before = [...missing.steps, first, validate];
  return { why, keys, steps: { before, after: [drop], check: check.name, builds } };
}

/** What the parent has and the table lacks, so that ATTACH makes it. */
interface MissingParts {
  readonly indexes: readonly string[];
  readonly keys: readonly string[];
  /** Undefined where an index cannot be built CONCURRENTLY. */
  readonly steps: readonly RewriteStep[] | undefined;
}

function missingParts(table: Table, { after }: Pick<SqlContext, "after">): MissingParts {
  const now = tableAt(after, relationKey(table.schema, table.name));
  const had = new Set([...table.indexes, ...table.constraints].map(({ id }) => id));
  const indexes = (now?.indexes ?? []).filter(({ id }) => !had.has(id));
  const keys = (now?.constraints ?? []).filter(({ id, kind }) => kind === "foreignKey" && !had.has(id));
  const steps: RewriteStep[] = [];
  let isKnown = indexes.length === 0 || table.tableKind === "table";
  for (const index of indexes) {
    const backed =
      index.constraint === undefined ? undefined : now?.constraints.find(({ name }) => name === index.name);
    if (index.constraint !== undefined && backed?.kind !== "unique" && backed?.kind !== "primaryKey") isKnown = false;
    if (backed?.deferrable) isKnown = false;
    steps.push({ sql: indexText(table, index), transaction: "outside", words: `create ${index.name}` });
    if (backed === undefined) continue;
    const name = quoteIdentifier(index.name);
    const kind = backed.kind === "primaryKey" ? "PRIMARY KEY" : "UNIQUE";
    steps.push({
      sql: `ALTER TABLE ${quotedName(table.schema, table.name)} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name}`,
      transaction: "own",
      words: `add ${index.name}`,
    });
  }
  return {
    indexes: indexes.map(({ name }) => name),
    keys: keys.map(({ name }) => name),
    steps: isKnown ? steps : undefined,
  };
}
