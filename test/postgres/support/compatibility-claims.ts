import type { Client } from "pg";
import { expect } from "vitest";
import type { FixProof } from "./fix-proof.ts";
import { type MigrationRun, runMigration } from "./migration-run.ts";

/**
 * A claim that what goes stays until a later migration: behind the reviewed file alone there is more left of what was
 * there before than behind the original, and of tables that stay no column that goes later refuses a row without it.
 */
export async function staysUntilLater({ original, fixed, inCopy }: FixProof): Promise<void> {
  const columnsAfter = async (runs: readonly MigrationRun[]) => {
    let columns: Columns = new Map();
    await inCopy(async (session) => {
      for (const run of runs) await runMigration(session, run);
      columns = await columnsIn(session);
    });
    return columns;
  };
  const before = await columnsAfter([]);
  const without = await columnsAfter(original);
  const now = await columnsAfter(fixed.slice(0, 1));
  const tablesThatStay = new Set([...without.values()].map(({ table }) => table));
  const later = [...before.keys()].filter((name) => !without.has(name) && now.has(name));
  expect(later).not.toEqual([]);
  const refusing = later.flatMap((name) => now.get(name) ?? []).filter(({ isRequired }) => isRequired);
  expect(refusing.filter(({ table }) => tablesThatStay.has(table))).toEqual([]);
}

/** By table and name. */
type Columns = ReadonlyMap<string, { readonly table: string; readonly isRequired: boolean }>;

/** The columns of all tables, and whether a row must give each; Postgres keeps the NOT NULL of a primary key. */
async function columnsIn(session: Client): Promise<Columns> {
  const { rows } = await session.query(`
    SELECT attrelid::regclass::text AS table, attname AS name,
      attnotnull AND NOT atthasdef AND attidentity = '' AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p' AND attnum = ANY (conkey)
      ) AS required
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p') AND nspname !~ '^(pg_|information_schema)'`);
  return new Map(
    rows.map(({ table, name, required }) => [`${table} ${name}`, { table, isRequired: required === true }]),
  );
}
