import type { Random } from "../support/random.ts";

const KINDS = ["bigint", "text", "timestamp", "boolean", "numeric(10,2)"];

/** A history of goose migrations long enough that an edit of one passes over others, with files longer than a stretch of them. */
export function longHistory(random: Random, files: number): Readonly<Record<string, string>> {
  const history: Record<string, string> = {};
  for (let file = 0; file < files; file += 1) {
    const length = file % 7 === 3 ? 90 : 1 + random.below(5);
    const statements = Array.from({ length }, () => statement(random));
    history[`db/${String(file + 1).padStart(4, "0")}_step.sql`] = `-- +goose Up\n${statements.join("\n")}\n`;
  }
  return history;
}

/** Statements about few enough tables that most of them concern others. */
export function statement({ below, pick }: Random): string {
  const [table, other] = [`t${below(24)}`, `t${below(24)}`];
  const column = `c${below(6)}`;
  return pick([
    `CREATE TABLE ${table} (id bigint PRIMARY KEY, ${column} ${pick(KINDS)}, ${other}_id bigint REFERENCES ${other} (id));`,
    `CREATE TABLE ${table} (id bigint PRIMARY KEY, ${column} ${pick(KINDS)});`,
    `ALTER TABLE ${table} ADD COLUMN ${column} ${pick(KINDS)};`,
    `ALTER TABLE ${table} ADD COLUMN ${other}_id bigint REFERENCES ${other};`,
    `ALTER TABLE ${table} DROP COLUMN ${column};`,
    `ALTER TABLE ${table} RENAME COLUMN ${column} TO c${below(6)};`,
    `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL;`,
    `ALTER TABLE ${table} RENAME TO ${other};`,
    `CREATE INDEX ${table}_${other}_id_idx ON ${table} (${other}_id);`,
    `CREATE INDEX ${table}_${column}_idx ON ${table} (${column});`,
    `DROP INDEX ${table}_${column}_idx;`,
    `DROP TABLE ${table};`,
    `UPDATE ${table} SET ${column} = NULL;`,
    `CREATE VIEW v${below(4)} AS SELECT ${column} FROM ${table};`,
    "SET search_path TO app, public;",
    `CREATE TEMP TABLE ${table} (id bigint);`,
    `CREATE TYPE kind AS ENUM ('a', 'b');`,
  ]);
}
