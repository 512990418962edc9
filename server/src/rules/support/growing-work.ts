import type { CatalogReader } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findRelation, findTable } from "../../catalog/resolve.ts";
import type { MigrationStatement } from "../../engine/rule.ts";
import { type RowChange, readRowChange } from "../../sql/row-change.ts";
import type { ObjectName } from "../../sql/statement.ts";
import { extentOf } from "./bounded-rows.ts";

/** Work that takes as long as a table is large. */
export interface GrowingWork {
  /** As messages say it: `changes rows of orders`. */
  readonly words: string;
  /** The relations that stood before and whose rows it goes through. */
  readonly relations: readonly string[];
  /** Whether all of their rows are sure to be gone through, whatever a condition picks. */
  readonly sure: boolean;
}

/** What a statement does that grows with a table which stood before the file; undefined where it is over at once. */
export function growingWork(each: MigrationStatement, base: CatalogReader): GrowingWork | undefined {
  const { statement, effects, segment, nested } = each;
  if (!effects.known || effects.transaction === "must-be-outside") return undefined;
  const own = new Set(each.locks.map(({ relation }) => relation));
  const rewritten = effects.rewrites.filter((relation) => own.has(relation));
  const relations = [...new Set([...rewritten, ...effects.scans.filter((relation) => own.has(relation))])];
  if (relations.length === 0) return undefined;
  const all = relations.join(" and ");
  switch (statement.kind) {
    case "update":
    case "delete": {
      const [target] = statement.targets;
      const change = readRowChange(segment.text.slice(statement.range.start, statement.range.end));
      if (target === undefined || change === undefined) return undefined;
      const entry = findRelation(base, target)?.entry;
      const extent = extentOf(change, findTable(base, target), nested ? "inLoop" : "alone");
      if (extent === "bounded" || (entry !== undefined && entry.kind !== "table")) return undefined;
      const words = `${statement.kind === "delete" ? "deletes" : "changes"} rows of ${nameOf(target, base)}`;
      return { words, relations, sure: extent === "every row" || joinsOnly(change) };
    }
    case "merge":
      return { words: `merges rows into ${all}`, relations, sure: false };
    case "insert":
    case "createTable":
      return { words: `reads ${all}`, relations, sure: false };
    case "createIndex":
      if (!own.has(nameOf(statement.table, base))) return undefined;
      return { words: `builds an index of ${all}`, relations, sure: true };
    case "createView":
    case "refresh":
      return { words: `computes a view of ${all}`, relations, sure: true };
    case "alterTable":
      // A table of this file is empty: its foreign keys read nothing of others.
      if (!own.has(nameOf(statement.name, base))) return undefined;
      return { words: `${rewritten.length > 0 ? "rewrites" : "reads"} every row of ${all}`, relations, sure: true };
    case "alterDomain":
    case "cluster":
    case "reindex":
    case "vacuum":
      return { words: `${rewritten.length > 0 ? "rewrites" : "reads"} every row of ${all}`, relations, sure: true };
    default:
      return undefined;
  }
}

/** UPDATE … FROM whose conditions only say which row goes with which: no row is left out but those that have none. */
function joinsOnly({ from, fromValues, conditions }: RowChange): boolean {
  if (from === undefined || fromValues) return false;
  return conditions.every((each) => each.kind === "compares" && each.operator === "=" && each.with === "elsewhere");
}

function nameOf(name: ObjectName, base: CatalogReader): string {
  const entry = findRelation(base, name)?.entry;
  const schema = entry !== undefined && "schema" in entry ? entry.schema : name.schema;
  return quotedName(schema ?? "public", entry !== undefined && "name" in entry ? entry.name : name.name);
}
