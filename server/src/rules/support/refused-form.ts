import type { Index, Table } from "../../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findIndex, findRelation, findTable } from "../../catalog/resolve.ts";
import type { SqlContext } from "../../engine/rule.ts";
import type { AlterTable, CreateIndex, DropObjects, Refresh, Reindex, Statement } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { defaultPartitionOf } from "./default-partition.ts";
import { servesRefresh } from "./refresh-index.ts";

/** Why Postgres refuses a statement wherever it stands. */
export interface Refusal {
  readonly range: Range;
  readonly message: string;
  /** What does the same: the index ON ONLY the parent and then on each partition, or one statement an index. */
  readonly instead?: "on only" | "one each";
}

/** Why Postgres refuses the CONCURRENTLY of a statement, in a transaction or out of it (each watched); undefined where it does not. */
export function refusedForm(statement: Statement, ctx: SqlContext): Refusal | undefined {
  switch (statement.kind) {
    case "createIndex":
      return statement.concurrently ? refusedIndex(statement, ctx) : undefined;
    case "drop":
      return statement.concurrently && statement.objectKind === "index" ? refusedDrop(statement, ctx) : undefined;
    case "reindex":
      return statement.concurrently ? refusedReindex(statement, ctx) : undefined;
    case "refresh":
      return statement.concurrently ? refusedRefresh(statement, ctx) : undefined;
    case "alterTable":
      return refusedDetach(statement, ctx);
    default:
      return undefined;
  }
}

function refusedIndex({ table, keyword, only }: CreateIndex, ctx: SqlContext): Refusal | undefined {
  const parent = ctx.table(table);
  if (parent?.tableKind !== "partitioned") return undefined;
  const name = nameOf(parent);
  const advice = only
    ? "ON ONLY the parent an index is made in an instant: leave CONCURRENTLY out."
    : `Create it ON ONLY ${name}, build each partition's CONCURRENTLY, and attach them.`;
  return {
    range: keyword,
    message: `Postgres refuses CREATE INDEX CONCURRENTLY on a partitioned table, so the migration fails: ${name} is one. ${advice}`,
    instead: "on only",
  };
}

function refusedDrop({ names, cascade, keyword }: DropObjects, { before }: SqlContext): Refusal | undefined {
  const refused = (what: string, advice: string, instead?: "one each"): Refusal => ({
    range: keyword,
    message: `Postgres refuses DROP INDEX CONCURRENTLY ${what}, so the migration fails. ${advice}`,
    ...(instead && { instead }),
  });
  if (cascade) return refused("with CASCADE", "Drop what depends on the index first.");
  if (names.length > 1) return refused("of several indexes", "Drop each by a statement of its own.", "one each");
  const [name] = names;
  const found = name && findIndex(before, name);
  if (found === undefined) return undefined;
  const { index, owner } = found;
  if (index.constraint !== undefined) {
    const drop = `ALTER TABLE ${nameOf(owner)} DROP CONSTRAINT ${quoteIdentifier(index.constraint)}`;
    return refused(`of ${index.name}, which backs a constraint`, `Write ${drop}.`);
  }
  if (owner.kind === "table" && owner.tableKind === "partitioned") {
    return refused(
      `of ${index.name}, the index of a partitioned table`,
      "Drop it without CONCURRENTLY under a lock_timeout.",
    );
  }
  return index.parent === undefined
    ? undefined
    : refused(`of ${index.name}, which is attached to the index of a partitioned table`, "Drop that one.");
}

function refusedReindex({ target, name, keyword }: Reindex, { before, file }: SqlContext): Refusal | undefined {
  const refused = (what: string): Refusal => ({
    range: keyword,
    message: `Postgres refuses REINDEX … CONCURRENTLY ${what}, so the migration fails. Write it without CONCURRENTLY, while nobody needs the table.`,
  });
  if (target === "system") return refused("of the system's own indexes");
  if (name === undefined || (target !== "index" && target !== "table")) return undefined;
  if (name.schema === "pg_catalog" || name.name.startsWith("pg_")) return refused("of the system's own indexes");
  const found = target === "index" ? findIndex(before, name) : undefined;
  if (found?.owner.kind !== "table") return undefined;
  const { index, owner } = found;
  if (owner.tableKind === "partitioned" && file.engine.version < 14) {
    return refused(`of ${index.name}, the index of a partitioned table, up to Postgres 13`);
  }
  return isExclusion(owner, index) ? refused(`of ${index.name}, which backs an exclusion constraint`) : undefined;
}

function isExclusion({ constraints }: Table, { constraint }: Index): boolean {
  return constraints.some(({ kind, name }) => kind === "exclusion" && name === constraint);
}

function refusedRefresh({ name, withNoData, keyword }: Refresh, { before }: SqlContext): Refusal | undefined {
  const refused = (why: string, advice: string): Refusal => ({
    range: keyword,
    message: `Postgres refuses REFRESH MATERIALIZED VIEW CONCURRENTLY ${why}, so the migration fails. ${advice}`,
  });
  if (withNoData) return refused("WITH NO DATA", "Leave one of the two out.");
  const view = findRelation(before, name)?.entry;
  if (view?.kind !== "materialized view") return undefined;
  const shown = nameOf(view);
  if (view.unpopulated) {
    return refused("of a view that was never filled", `Fill ${shown} without CONCURRENTLY: nobody can read it yet.`);
  }
  if (view.indexes.some(servesRefresh)) return undefined;
  const advice = `Give ${shown} a unique index on plain columns, without WHERE, first.`;
  return refused("of a view without a unique index on plain columns of all its rows", advice);
}

function refusedDetach({ actions, name }: AlterTable, { before, file }: SqlContext): Refusal | undefined {
  const action = actions.find((each) => each.kind === "detachPartition" && each.concurrently);
  if (action === undefined) return undefined;
  const { version } = file.engine;
  const refused = (why: string, advice: string): Refusal => ({
    range: action.range,
    message: `Postgres refuses DETACH PARTITION … CONCURRENTLY ${why}, so the migration fails. ${advice}`,
  });
  const plainly = "Write it without CONCURRENTLY under a lock_timeout.";
  if (version < 14) return refused(`before 14, and this project runs ${version}`, plainly);
  const rest = defaultPartitionOf(before, findTable(before, name));
  return rest && refused(`beside a DEFAULT partition, here ${nameOf(rest)}`, plainly);
}

function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return quotedName(schema, name);
}
