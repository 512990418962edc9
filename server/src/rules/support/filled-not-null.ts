import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { RewriteStep, SqlContext } from "../../engine/rule.ts";
import type { GrowingTable } from "./growing-table.ts";
import { nameBeside } from "./shadow-column.ts";

/** NOT NULL on a column whose rows have been filled: a CHECK is validated while writers go on, and proves it. */
export function filledNotNull(
  ctx: Pick<SqlContext, "before" | "final">,
  { table, name }: Pick<GrowingTable, "table" | "name">,
  column: string,
  place: Pick<RewriteStep, "deploy" | "comment"> = {},
): readonly RewriteStep[] {
  const check = quoteIdentifier(nameBeside(ctx, table, `${table.name}_${column}`, "is_not_null"));
  const own = quoteIdentifier(column);
  const deploy = place.deploy === undefined ? {} : { deploy: place.deploy };
  const words = `${table.name} ${column} not null`;
  return [
    {
      sql: `ALTER TABLE ${name} ADD CONSTRAINT ${check} CHECK (${own} IS NOT NULL) NOT VALID`,
      transaction: "own",
      words: `check ${words}`,
      ...place,
    },
    {
      sql: `ALTER TABLE ${name} VALIDATE CONSTRAINT ${check}`,
      transaction: "own",
      words: `validate ${words}`,
      ...deploy,
    },
    {
      sql: `ALTER TABLE ${name} ALTER COLUMN ${own} SET NOT NULL`,
      transaction: "own",
      words: `set ${words}`,
      ...deploy,
    },
    { sql: `ALTER TABLE ${name} DROP CONSTRAINT ${check}`, transaction: "with-last", words: `set ${words}`, ...deploy },
  ];
}
