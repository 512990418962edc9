import { type Client, DatabaseError } from "pg";
import { type Column, columnsOf } from "./canonical-columns.ts";
import type { RelationNow } from "./relations-now.ts";

/** Keeps a row in every table of a database while a history changes it. */
export interface RowKeeper {
  /** Puts a row into each table that is empty or has other columns than when its row was made; tells whether it did any. */
  fill(tables: readonly RelationNow[]): Promise<boolean>;
  /** Gives each table the row of that number, from 0, of those that are tried; false where there is none left. */
  tryRow(tables: readonly RelationNow[], number: number): Promise<boolean>;
  /** Takes the rows out of these tables until the next filling. */
  empty(tables: readonly RelationNow[]): Promise<void>;
}

/**
 * One value for each type, the same in every table: so what a foreign key points at is there without a look at the keys,
 * and a type that becomes another keeps a text that the other takes. Where a check or the statement refuses the full
 * row, one without one of the columns that may be null is tried, then one without all of them.
 */
export function rowKeeper(session: () => Client): RowKeeper {
  const filled = new Map<number, string>();
  return {
    async fill(tables) {
      const due = tables.filter(({ oid, rows, shape }) => rows === 0 || filled.get(oid) !== shape);
      await unchecked(session(), due, async (table) => {
        filled.set(table.oid, table.shape);
        for (const row of rowsFor(await columnsOf(session(), table.oid))) {
          if (await replaceRow(session(), table, row)) return;
        }
      });
      return due.length > 0;
    },
    async tryRow(tables, number) {
      let isTaken = false;
      await unchecked(session(), tables, async (table) => {
        const row = rowsFor(await columnsOf(session(), table.oid))[number];
        if (row !== undefined) isTaken = (await replaceRow(session(), table, row)) || isTaken;
      });
      return isTaken;
    },
    async empty(tables) {
      await unchecked(session(), tables, async ({ sql }) => {
        await session().query(`DELETE FROM ONLY ${sql}`);
      });
    },
  };
}

// Keys between tables are not looked at meanwhile, and no trigger runs.
async function unchecked(
  client: Client,
  tables: readonly RelationNow[],
  work: (table: RelationNow) => Promise<void>,
): Promise<void> {
  if (tables.length === 0) return;
  await client.query("SET session_replication_role = replica");
  for (const table of tables) await work(table);
  await client.query("RESET session_replication_role");
}

// Of a wide table only so many columns are left out in turn.
const LEFT_OUT = 24;

function rowsFor(columns: readonly Column[]): readonly (readonly Column[])[] {
  const optional = columns.filter(({ required }) => !required).slice(0, LEFT_OUT);
  const required = columns.filter((column) => column.required);
  return [
    columns,
    ...optional.map((left) => columns.filter((column) => column !== left)),
    required,
    required.filter(({ defaulted }) => !defaulted),
  ];
}

async function replaceRow(client: Client, { sql }: RelationNow, row: readonly Column[]): Promise<boolean> {
  const values = `(${row.map(({ name }) => name)}) OVERRIDING SYSTEM VALUE VALUES (${row.map(({ value }) => value)})`;
  try {
    // Both or neither: in one message they are one transaction.
    await client.query(`DELETE FROM ONLY ${sql}; INSERT INTO ${sql} ${row.length === 0 ? "DEFAULT VALUES" : values}`);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return false;
  }
}
