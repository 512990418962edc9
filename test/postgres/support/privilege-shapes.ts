import type { RollbackShape } from "./rollback-shapes.ts";

/** The roles that the shapes name, which are no database's: who runs them makes them first. */
export const NAMED_ROLES = ["app", "boss", '"The Clerk"'];

const GRANTED = `CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL, name varchar(40));
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, total numeric(10,2) NOT NULL DEFAULT 0, note text);
GRANT SELECT ON users TO app; GRANT SELECT (note), UPDATE (note, total), INSERT ON orders TO app; GRANT ALL ON orders TO "The Clerk" WITH GRANT OPTION; GRANT USAGE ON SEQUENCE users_id_seq TO app;`;

const granted = (name: string, up: string, more: Partial<RollbackShape> = {}): RollbackShape => ({
  name,
  before: GRANTED,
  up,
  ...more,
});

/** Migrations of objects that roles have privileges on, and of the privileges themselves. */
export const PRIVILEGE_SHAPES: readonly RollbackShape[] = [
  granted("what a dropped column was granted comes back with it", "ALTER TABLE orders DROP COLUMN note;", {
    grade: "reversible with loss",
  }),
  granted("what dropped tables and their sequences were granted comes back", "DROP TABLE orders; DROP TABLE users;", {
    before: `${GRANTED} ALTER TABLE users OWNER TO boss; REVOKE DELETE ON users FROM boss; CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY);`,
    grade: "reversible with loss",
  }),
  granted("an identity's sequence was granted", "DROP TABLE t; ALTER TABLE u DROP COLUMN id;", {
    before:
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY); CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY); GRANT USAGE ON SEQUENCE t_id_seq, u_id_seq TO app;",
    grade: "reversible with loss",
  }),
  granted(
    "a view goes with a column that it reads, and what was granted on both comes back",
    "ALTER TABLE orders DROP COLUMN total CASCADE;",
    {
      before: `${GRANTED} CREATE VIEW v AS SELECT id, total FROM orders; GRANT SELECT ON v TO app; GRANT UPDATE (total) ON v TO "The Clerk"; CREATE MATERIALIZED VIEW m AS SELECT total FROM orders; GRANT SELECT ON m TO PUBLIC;`,
      grade: "reversible with loss",
    },
  ),
  granted(
    "a function that not everybody may call is dropped, with a type and a schema",
    "DROP FUNCTION f(int); DROP FUNCTION g(text); DROP PROCEDURE p(int); DROP TYPE e; DROP DOMAIN d; DROP SCHEMA s CASCADE;",
    {
      before: `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g(text) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p(int) LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(int), g(text) TO app; REVOKE EXECUTE ON PROCEDURE p FROM PUBLIC; CREATE TYPE e AS ENUM ('a'); REVOKE USAGE ON TYPE e FROM PUBLIC; CREATE DOMAIN d AS text; GRANT USAGE ON DOMAIN d TO app; CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO app; CREATE TABLE s.t (a int); GRANT ALL ON s.t TO app;`,
      grade: "reversible with loss",
    },
  ),
  granted(
    "privileges are granted and taken away",
    `GRANT SELECT, DELETE ON users TO app; REVOKE SELECT ON orders FROM app; REVOKE ALL ON orders FROM "The Clerk"; GRANT UPDATE (email) ON users TO PUBLIC; GRANT USAGE ON SEQUENCE users_id_seq TO boss WITH GRANT OPTION; GRANT USAGE ON SEQUENCE users_id_seq TO app WITH GRANT OPTION;`,
  ),
  granted(
    "a table's privileges are taken away with those on its columns, and some given anew",
    `GRANT SELECT ON orders TO app; REVOKE ALL ON orders FROM app; GRANT SELECT (total) ON orders TO app; REVOKE GRANT OPTION FOR SELECT, MAINTAIN ON orders FROM "The Clerk";`,
    { from: 17 },
  ),
  granted(
    "some of all privileges are taken away",
    `REVOKE INSERT ON orders FROM "The Clerk"; GRANT ALL ON users TO boss; REVOKE DELETE ON users FROM boss;`,
  ),
  granted(
    "a whole schema is granted, what is made in it meanwhile too",
    "CREATE TABLE made (id serial); GRANT SELECT ON ALL TABLES IN SCHEMA public TO app; REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM app; REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;",
    { before: `${GRANTED} CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';` },
  ),
  granted(
    "what is granted is renamed and gets another owner",
    "ALTER TABLE orders RENAME note TO remark; ALTER TABLE orders RENAME TO bookings; ALTER TABLE users OWNER TO app; GRANT DELETE ON bookings TO app; GRANT SELECT (remark) ON bookings TO boss;",
    { before: `${GRANTED} ALTER TABLE users OWNER TO boss; GRANT DELETE ON users TO app;` },
  ),
  granted(
    "a type is changed and the column keeps what was granted on it",
    "ALTER TABLE orders ALTER COLUMN total TYPE bigint;",
    {
      grade: "reversible with loss",
    },
  ),
  granted("the schema public is granted", "GRANT CREATE ON SCHEMA public TO app;"),
  granted(
    "a routine is granted that the migration makes",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC; GRANT EXECUTE ON FUNCTION f() TO app;",
  ),
];
