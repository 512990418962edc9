import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { AlterTable } from "../../sql/statement.ts";

/** The statement with another subcommand in place of its own, without a semicolon: the same table, IF EXISTS and ONLY. */
export function alterTableText({ objectType, name, ifExists, only }: AlterTable, subcommand: string): string {
  const words = ["ALTER", objectType === "foreign table" ? "FOREIGN TABLE" : "TABLE"];
  if (ifExists) words.push("IF EXISTS");
  if (only) words.push("ONLY");
  return [...words, writtenName(name), subcommand].join(" ");
}

/** A name as SQL writes it, with its schema where one is written. */
export function writtenName({ schema, name }: { readonly schema: string | undefined; readonly name: string }): string {
  return schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
