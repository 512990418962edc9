#!/usr/bin/env node
// Makes a folder of 2,000 migrations, the last of them with 200 statements, to time an edit in:
//
//   node test/bench/large-workspace.mjs FOLDER
//   node ../shared/bench/lsp-latency.mjs FOLDER/2000_large.sql -- lockkeeper="node dist/cli.mjs lsp --stdio"
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: large-workspace.mjs FOLDER");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const FILES = 2000;
const TABLES = 400;

for (let number = 1; number < FILES; number += 1) {
  writeFileSync(join(folder, `${String(number).padStart(4, "0")}_change.sql`), `${small(number)}\n`);
}
const statements = Array.from({ length: 200 }, (_, index) => large(index));
writeFileSync(join(folder, `${FILES}_large.sql`), `${statements.join("\n")}\n`);

/** The first files make tables, the others change them. */
function small(number) {
  const table = `t_${number % TABLES}`;
  if (number <= TABLES) {
    return `CREATE TABLE ${table} (id bigint PRIMARY KEY, name text NOT NULL, note varchar(40), other_id bigint, made timestamptz NOT NULL DEFAULT now());`;
  }
  const column = `c_${number}`;
  return [
    `ALTER TABLE ${table} ADD COLUMN ${column} integer;\nCREATE INDEX CONCURRENTLY ${table}_${column}_idx ON ${table} (${column});`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${column}_positive CHECK (id > 0) NOT VALID;`,
    `UPDATE ${table} SET note = 'x' WHERE id = ${number};`,
    `COMMENT ON TABLE ${table} IS 'change ${number}';`,
  ][number % 4];
}

/** Statements of many kinds, so that most rules have something to say. */
function large(index) {
  const table = `t_${index % TABLES}`;
  return [
    `ALTER TABLE ${table} ADD COLUMN d_${index} integer NOT NULL DEFAULT 0;`,
    `CREATE INDEX ${table}_d_idx ON ${table} (name, other_id);`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${table}_fk_${index} FOREIGN KEY (other_id) REFERENCES t_${(index + 7) % TABLES} (id);`,
    `ALTER TABLE ${table} ALTER COLUMN note TYPE text;`,
    `UPDATE ${table} SET note = 'y' WHERE note IS NULL;`,
    `CREATE TABLE n_${index} (id bigint PRIMARY KEY, t_id bigint REFERENCES ${table} (id), at timestamptz);`,
    `ALTER TABLE ${table} ALTER COLUMN other_id SET NOT NULL;`,
    `DROP INDEX IF EXISTS ${table}_name_idx;`,
    `INSERT INTO ${table} (id, name) VALUES (${index}, 'row');`,
    `ALTER TABLE ${table} DROP COLUMN made;`,
  ][index % 10];
}
