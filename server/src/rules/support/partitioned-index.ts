import type { CatalogReader, Index, Table } from "../../catalog/catalog.ts";
import { relationKey } from "../../catalog/keys.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableAt } from "../../catalog/resolve.ts";
import type { Edit, Rewrite, RewriteStep, SqlContext } from "../../engine/rule.ts";
import type { CreateIndex } from "../../sql/statement.ts";
import { withoutConcurrently } from "./without-concurrently.ts";

/** What has to be known of a CREATE INDEX and of the schema on both sides of it. */
type Place = Pick<SqlContext, "before" | "after" | "text" | "table">;

/**
 * The index of a partitioned table without a lock that lasts: ON ONLY the parent, CONCURRENTLY on each partition at every
 * depth, then attached. The names are those that Postgres would give. Undefined where no partition is known, or one is a
 * foreign table, of which the parent's index would wait for ever.
 */
export function partitionedIndexRewrite(statement: CreateIndex, ctx: Place): Rewrite | undefined {
  const parent = ctx.table(statement.table);
  const index = parent && madeIndex(parent, ctx);
  if (parent === undefined || index === undefined || parent.children.length === 0) return undefined;
  const below = partsBelow({ table: parent, index }, statement, ctx);
  if (below === undefined) return undefined;
  const edits = onOnly(statement, index, ctx.text);
  const first: RewriteStep = {
    sql: "",
    edits,
    transaction: "with-last",
    words: `create ${index.name} on only ${parent.name}`,
  };
  const [attach, ...rest] = below.attached;
  if (attach === undefined) return undefined;
  return {
    title: `Create the index ON ONLY ${quoteIdentifier(parent.name)}, build each partition's CONCURRENTLY and attach them`,
    safe: false,
    replaces: statement.range,
    steps: [first, ...below.parents, ...below.built, { ...attach, transaction: "own" }, ...rest],
    makes: [index.name],
  };
}

/** An index and the table that holds it. */
interface Held {
  readonly table: Table;
  readonly index: Index;
}

/** The steps for what is below an index: those of partitioned partitions, of the others, and what attaches both. */
interface Below {
  readonly parents: readonly RewriteStep[];
  readonly built: readonly RewriteStep[];
  readonly attached: readonly RewriteStep[];
}

function partsBelow({ table, index }: Held, statement: CreateIndex, ctx: Place): Below | undefined {
  const all: { parents: RewriteStep[]; built: RewriteStep[]; attached: RewriteStep[] } = {
    parents: [],
    built: [],
    attached: [],
  };
  for (const key of table.children) {
    const child = tableAt(ctx.after, key);
    const part = child?.indexes.find(({ parent }) => parent === index.id);
    if (child === undefined || part === undefined) return undefined;
    const held = { table: child, index: part };
    // One that was there and matches is attached as it is.
    if (isNew(held, ctx.before)) {
      const isParent = child.tableKind === "partitioned";
      const below = isParent ? partsBelow(held, statement, ctx) : undefined;
      if (isParent && below === undefined) return undefined;
      (isParent ? all.parents : all.built).push(creation(held, statement, ctx.text));
      for (const list of ["parents", "built", "attached"] as const) all[list].push(...(below?.[list] ?? []));
    }
    all.attached.push(attachment({ table, index }, held));
  }
  return all;
}

function madeIndex(parent: Table, { before, after }: Place): Index | undefined {
  const now = tableAt(after, relationKey(parent.schema, parent.name));
  return now?.indexes.find((index) => isNew({ table: now, index }, before));
}

function isNew({ table, index }: Held, before: CatalogReader): boolean {
  const known = tableAt(before, relationKey(table.schema, table.name))?.indexes ?? [];
  return !known.some(({ id }) => id === index.id);
}

function creation({ table, index }: Held, statement: CreateIndex, text: string): RewriteStep {
  const isParent = table.tableKind === "partitioned";
  const create = statement.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
  const how = isParent ? "" : " CONCURRENTLY";
  const on = `${isParent ? "ONLY " : ""}${quotedName(table.schema, table.name)}`;
  // From the method or the keys to the end, as the author wrote it: a partition's columns bear the parent's names.
  const rest = text.slice(statement.table.range.end, statement.range.end);
  return {
    sql: `${create}${how} ${quoteIdentifier(index.name)} ON ${on}${rest}`,
    transaction: isParent ? "with-last" : "outside",
    words: `create ${index.name}`,
  };
}

function attachment(parent: Held, part: Held): RewriteStep {
  const name = ({ table, index }: Held) => quotedName(table.schema, index.name);
  return {
    sql: `ALTER INDEX ${name(parent)} ATTACH PARTITION ${name(part)}`,
    transaction: "with-last",
    words: `attach the partitions of ${parent.index.name}`,
  };
}

/** Edits that make the statement one ON ONLY the parent, with a name and without CONCURRENTLY. */
function onOnly(statement: CreateIndex, index: Index, text: string): readonly Edit[] {
  const from = statement.range.start;
  const word = statement.concurrently ? withoutConcurrently(text.slice(from, statement.range.end)) : undefined;
  const end = word === undefined ? statement.concurrentlyAt : from + word.range.end;
  const start = word === undefined ? end : from + word.range.start;
  const name = statement.name === undefined ? ` ${quoteIdentifier(index.name)}` : "";
  const edits: Edit[] = start === end && name === "" ? [] : [{ range: { start, end }, text: name }];
  if (statement.only) return edits;
  const table = statement.table.range.start;
  return [...edits, { range: { start: table, end: table }, text: "ONLY " }];
}
