import type { Random } from "../support/random.ts";

/** One edit of a file: what stands at the offsets becomes `text`. */
export interface RandomEdit {
  readonly path: string;
  readonly range: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** A history of five goose migrations that build on each other. */
export const HISTORY: Readonly<Record<string, string>> = {
  "db/0001_users.sql": `-- +goose Up
CREATE TABLE users (id bigint PRIMARY KEY, email text, born timestamp);
CREATE INDEX users_email_idx ON users (email);
-- +goose Down
DROP TABLE users;
`,
  "db/0002_orders.sql": `-- +goose Up
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), placed timestamp);
-- lockkeeper-disable-next-line timestamp-without-time-zone -- wall clock
ALTER TABLE users ADD COLUMN seen timestamp;
-- +goose Down
DROP TABLE orders;
`,
  "db/0003_keys.sql": `-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX orders_placed_idx ON orders (placed);
ALTER TABLE orders ADD COLUMN shop_id bigint;
-- +goose Down
DROP INDEX orders_placed_idx;
`,
  "db/0004_shops.sql": `-- +goose Up
CREATE TABLE shops (id bigint PRIMARY KEY, owner_id bigint REFERENCES users (id));
ALTER TABLE orders ADD CONSTRAINT orders_shop_fkey FOREIGN KEY (shop_id) REFERENCES shops (id);
-- +goose Down
DROP TABLE shops;
`,
  "db/0005_indexes.sql": `-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX orders_user_id_idx ON orders (user_id);
CREATE INDEX CONCURRENTLY shops_owner_id_idx ON shops (owner_id);
-- +goose Down
DROP INDEX orders_user_id_idx;
`,
};

const TABLES = ["users", "orders", "shops", "carts"];
const COLUMNS = ["id", "user_id", "shop_id", "owner_id", "placed"];

/** A statement or a mark that changes what the rest of the history means. Indexes are named by one habit throughout. */
function piece({ pick }: Random): string {
  const [table, other, column] = [pick(TABLES), pick(TABLES), pick(COLUMNS)];
  return pick([
    `CREATE TABLE ${table} (id bigint PRIMARY KEY, ${column} bigint REFERENCES ${other} (id), at timestamp);`,
    `DROP TABLE ${table} CASCADE;`,
    `ALTER TABLE ${table} RENAME TO ${other};`,
    `ALTER TABLE ${table} RENAME COLUMN ${column} TO ${pick(COLUMNS)};`,
    `ALTER TABLE ${table} ADD COLUMN ${column} bigint REFERENCES ${other};`,
    `ALTER TABLE ${table} DROP COLUMN ${column};`,
    `ALTER TABLE ${table} ADD FOREIGN KEY (${column}) REFERENCES ${other} (id);`,
    `CREATE INDEX ${table}_${column}_idx ON ${table} (${column});`,
    `CREATE INDEX CONCURRENTLY ${table}_${column}_idx ON ${table} (${column});`,
    `DROP INDEX ${table}_${column}_idx;`,
    `CREATE TABLE ${table} (a timestamp) PARTITION BY RANGE (a);`,
    `SET search_path TO app, public;`,
    `CREATE SCHEMA app;`,
    `ALTER TABLE ${table} SET SCHEMA app;`,
    "BEGIN;",
    "COMMIT;",
    "-- +goose Up",
    "-- +goose Down",
    "-- +goose NO TRANSACTION",
    "-- +goose StatementBegin",
    "-- +goose StatementEnd",
    "-- lockkeeper-disable-next-line timestamp-without-time-zone",
    "-- lockkeeper-disable-file foreign-key-without-index",
    "-- lockkeeper-disable index-not-concurrent",
    "-- lockkeeper-enable",
    "-- squawk-ignore",
  ]);
}

/** What a person at the keyboard leaves behind for a moment. */
const TYPED = ["'", "$$", "/*", "*/", ";", "(", ")", "-- ", "\n", "\r\n", "x", '"', "timestamp", "CONCURRENTLY ", ""];

/** An edit of one of the texts: a line put in, lines taken out, something typed or deleted anywhere. */
export function randomEdit(texts: ReadonlyMap<string, string>, random: Random): RandomEdit {
  const path = random.pick([...texts.keys()]);
  const text = texts.get(path) ?? "";
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const line = random.below(starts.length);
  const at = starts[line] ?? 0;
  const kind = random.below(10);
  if (kind < 5) return { path, range: { start: at, end: at }, text: `${piece(random)}\n` };
  if (kind < 8) return { path, range: { start: at, end: starts[line + 1] ?? text.length }, text: "" };
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(4));
  return { path, range: { start, end }, text: random.pick(TYPED) };
}
