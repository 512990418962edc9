import type { CatalogReader, Table } from "../../catalog/catalog.ts";
import { freeConstraintName } from "../../catalog/generated-name.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableAt } from "../../catalog/resolve.ts";
import { boundValues } from "./bound-values.ts";

/** What a CHECK says of a partition's bounds, and the name that Postgres gives such a CHECK. */
export interface PartitionCheck {
  readonly name: string;
  readonly condition: string;
}

/**
 * The CHECK that says what the bounds say that a parent gives a partition, those of the partitioned tables above it
 * included, as far as each divides its rows by the order or the list of one column. Undefined for all else.
 */
export function partitionCheck(
  reader: CatalogReader,
  partition: Table,
  parent: Table,
  bound: string | undefined,
): PartitionCheck | undefined {
  const columns = new Set<string>();
  const parts: string[] = [];
  for (const [table, own] of linesAbove(reader, parent, bound)) {
    const [column, ...more] = table.partitionBy?.keys ?? [];
    const tests = column === undefined || more.length > 0 || own === undefined ? undefined : testsOf(column, own);
    if (column === undefined || tests === undefined) return undefined;
    columns.add(column);
    parts.push(...tests);
  }
  const [only, ...others] = columns;
  const name = freeConstraintName(reader, partition.schema, {
    first: partition.name,
    second: others.length > 0 ? undefined : only,
    label: "check",
  });
  return { name, condition: parts.join(" AND ") };
}

/** The partitioned tables above a partition, nearest first, each with the bounds that it gives to what is below it. */
export function linesAbove(
  reader: CatalogReader,
  parent: Table,
  bound: string | undefined,
): readonly (readonly [Table, string | undefined])[] {
  const lines: [Table, string | undefined][] = [];
  let next: Table | undefined = parent;
  for (let own = bound; next !== undefined && !lines.some(([table]) => table === next); ) {
    lines.push([next, own]);
    own = next.partitionBound;
    next = next.partitionOf === undefined ? undefined : tableAt(reader, next.partitionOf);
  }
  return lines;
}

function testsOf(column: string, bound: string): readonly string[] | undefined {
  const name = quoteIdentifier(column);
  const words = boundValues(bound);
  if (words?.form === "list") {
    // A list with NULL in it has another form, which is seldom worth its words.
    if (words.values.some((value) => value.toLowerCase() === "null")) return undefined;
    return [`${name} IS NOT NULL`, `${name} IN (${words.values.join(", ")})`];
  }
  if (words?.form !== "range") return undefined;
  const { from, to } = words;
  return [
    `${name} IS NOT NULL`,
    ...(from.toLowerCase() === "minvalue" ? [] : [`${name} >= ${from}`]),
    ...(to.toLowerCase() === "maxvalue" ? [] : [`${name} < ${to}`]),
  ];
}
