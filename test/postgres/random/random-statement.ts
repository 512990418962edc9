import type { Table } from "../../../server/src/catalog/catalog.ts";
import type { Random } from "../../support/random.ts";
import { chance, maybe } from "./chances.ts";
import { COLUMN_SUBCOMMANDS } from "./column-subcommands.ts";
import type { Shape } from "./random-shape.ts";
import { isPartitioned, nameOf, type Source } from "./subcommand-source.ts";
import { TABLE_SUBCOMMANDS } from "./table-subcommands.ts";

/** An ALTER TABLE on one of the tables, with one to four subcommands that mostly go together. */
export function randomStatement(random: Random, version: number, shape: Shape, tables: readonly Table[]): string {
  const table = random.pick(tables);
  const source: Source = {
    random,
    version,
    table,
    tables,
    viewed: shape.viewed.get(table.name) ?? [],
    taken: new Set(),
  };
  if (isPartitioned(table) && chance(random, 25)) {
    const action = partitionAction(source);
    if (action !== undefined) return `ALTER TABLE ${nameOf(table)} ${action}`;
  }
  const count = random.pick([1, 1, 1, 2, 2, 3, 4]);
  const actions: string[] = [];
  for (let attempt = 0; attempt < 40 && actions.length < count; attempt += 1) {
    const action = random.pick(chance(random, 55) ? COLUMN_SUBCOMMANDS : TABLE_SUBCOMMANDS)(source);
    if (action !== undefined) actions.push(action);
  }
  const only = table.children.length === 0 || chance(random, 5);
  return `ALTER TABLE ${maybe(random, 5, "IF EXISTS ")}${only ? maybe(random, 10, "ONLY ") : ""}${nameOf(table)} ${actions.join(", ")}`;
}

function partitionAction({ random, table, tables }: Source): string | undefined {
  const below = tables.filter((each) => each.partitionOf?.endsWith(table.name));
  const spare = tables.find(({ name }) => name === "spare");
  if (table.name === "parts" && spare !== undefined && chance(random, 60)) {
    const bounds = table.partitionBy?.strategy === "list" ? "IN (31, 32)" : "FROM (30) TO (40)";
    return `ATTACH PARTITION spare FOR VALUES ${bounds}`;
  }
  return below.length === 0 ? undefined : `DETACH PARTITION ${nameOf(random.pick(below))}`;
}
