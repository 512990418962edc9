import { beforeAll, describe, expect, test } from "vitest";
import { type NameUse, namesIn } from "../../server/src/sql/names-in.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";

beforeAll(loadParser);

/** Each name as `text: kind meaning`, marked where it is made, newly given or an alias. */
function names(sql: string): string[] {
  return segmentsOf(sql).flatMap((segment) =>
    namesIn(segment).map((use) => {
      const mark = use.role === "use" ? "" : ` (${use.role})`;
      return `${segment.text.slice(use.range.start, use.range.end)}: ${meaning(use)}${mark}`;
    }),
  );
}

function meaning(use: NameUse): string {
  if (use.kind === "constraint") return `constraint ${use.name} of ${use.table.name}`;
  if (use.kind !== "column") return `${use.kind} ${use.schema === undefined ? "" : `${use.schema}.`}${use.name}`;
  const sources = use.scope.sources.map(({ alias, relation }) => relation?.name ?? `<${alias}>`);
  const qualifier = use.qualifier === undefined ? "" : `${use.qualifier.name}.`;
  return `column ${qualifier}${use.name} of ${sources.join("|")}`;
}

describe("definitions", () => {
  test("a table", () => {
    expect(
      names(`CREATE TABLE shop.Orders (
        id bigint PRIMARY KEY, "User" uuid REFERENCES users (id), state mood DEFAULT 'a'::mood,
        CONSTRAINT k UNIQUE (id, "User") INCLUDE (state), FOREIGN KEY (state, id) REFERENCES x.y (a, b), CHECK (orders.id > 0)
      ) PARTITION BY RANGE (id, lower(state));`),
    ).toMatchInlineSnapshot(`
      [
        "Orders: relation shop.orders (makes)",
        "id: column id of orders (makes)",
        ""User": column User of orders (makes)",
        "uuid: type uuid",
        "users: relation users",
        "id: column id of users",
        "state: column state of orders (makes)",
        "mood: type mood",
        "mood: type mood",
        "k: constraint k of orders (makes)",
        "id: column id of orders",
        ""User": column User of orders",
        "state: column state of orders",
        "state: column state of orders",
        "id: column id of orders",
        "y: relation x.y",
        "a: column a of y",
        "b: column b of y",
        "orders: relation shop.orders",
        "id: column orders.id of orders",
        "id: column id of orders",
        "lower: routine lower",
        "state: column state of orders",
      ]
    `);
  });
  test("ALTER TABLE", () => {
    expect(
      names(`ALTER TABLE IF EXISTS ONLY s.o DROP COLUMN IF EXISTS a, ALTER b TYPE mood USING b::mood, ADD IF NOT EXISTS c int REFERENCES t,
      ADD CONSTRAINT k FOREIGN KEY (a, "b") REFERENCES x.t (c), DROP CONSTRAINT IF EXISTS old, VALIDATE CONSTRAINT k, ALTER COLUMN d SET DEFAULT f(1),
      ADD CONSTRAINT p PRIMARY KEY USING INDEX i;`),
    ).toMatchInlineSnapshot(`
      [
        "o: relation s.o",
        "a: column a of o",
        "b: column b of o",
        "mood: type mood",
        "b: column b of o",
        "mood: type mood",
        "c: column c of o (makes)",
        "t: relation t",
        "k: constraint k of o (makes)",
        "a: column a of o",
        ""b": column b of o",
        "t: relation x.t",
        "c: column c of t",
        "old: constraint old of o",
        "k: constraint k of o",
        "d: column d of o",
        "f: routine f",
        "p: constraint p of o (makes)",
        "i: relation s.i",
      ]
    `);
  });
  test("renames", () => {
    expect(
      names(`ALTER TABLE a RENAME TO b; ALTER TABLE s.a RENAME COLUMN "x" TO y; ALTER TABLE a RENAME x TO y;
      ALTER TABLE a RENAME CONSTRAINT k TO l; ALTER INDEX IF EXISTS i RENAME TO j; ALTER TYPE s.mood RENAME TO feeling; ALTER FUNCTION s.f(int) RENAME TO g;
      ALTER TYPE mood RENAME VALUE 'a' TO 'b'; ALTER SCHEMA a RENAME TO b`),
    ).toMatchInlineSnapshot(`
      [
        "a: relation a",
        "b: relation b (newName)",
        "a: relation s.a",
        ""x": column x of a",
        "y: column y of a (newName)",
        "a: relation a",
        "x: column x of a",
        "y: column y of a (newName)",
        "a: relation a",
        "k: constraint k of a",
        "l: constraint l of a (newName)",
        "i: relation i",
        "j: relation j (newName)",
        "mood: type s.mood",
        "feeling: type s.feeling (newName)",
        "f: routine s.f",
        "g: routine s.g (newName)",
        "mood: type mood",
      ]
    `);
  });
  test("indexes", () => {
    expect(
      names(
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gin (a, lower(b) text_ops, (c || 'x')) INCLUDE (d) WHERE e > 0",
      ),
    ).toMatchInlineSnapshot(`
      [
        "i: relation s.i (makes)",
        "t: relation s.t",
        "a: column a of t",
        "lower: routine lower",
        "b: column b of t",
        "c: column c of t",
        "d: column d of t",
        "e: column e of t",
      ]
    `);
  });
  test("drops and comments", () => {
    expect(
      names(`DROP TABLE IF EXISTS s.a, b CASCADE; DROP INDEX CONCURRENTLY i; DROP MATERIALIZED VIEW v; DROP TYPE mood; DROP FUNCTION s.f(int, mood);
      DROP TRIGGER t ON s.o; COMMENT ON TABLE s.t IS 'x'; COMMENT ON COLUMN s.t.c IS 'x'; COMMENT ON CONSTRAINT k ON t IS 'x'; COMMENT ON MATERIALIZED VIEW v IS 'x'`),
    ).toMatchInlineSnapshot(`
      [
        "a: relation s.a",
        "b: relation b",
        "i: relation i",
        "v: relation v",
        "mood: type mood",
        "f: routine s.f",
        "mood: type mood",
        "o: relation s.o",
        "t: relation s.t",
        "t: relation s.t",
        "c: column c of t",
        "k: constraint k of t",
        "t: relation t",
        "v: relation v",
      ]
    `);
  });
  test("types, sequences, routines, triggers, policies", () => {
    expect(
      names(`CREATE TYPE s.mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'b'; CREATE DOMAIN d AS s.mood CHECK (value <> 'a'); CREATE TYPE c AS (a mood);
      CREATE SEQUENCE s OWNED BY t.c; ALTER SEQUENCE s OWNED BY x.t.c; CREATE TRIGGER tr BEFORE UPDATE OF a, b ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION s.f();
      CREATE POLICY p ON t USING (a = 1); ALTER TABLE t OWNER TO x; ALTER TYPE mood SET SCHEMA x`),
    ).toMatchInlineSnapshot(`
      [
        "mood: type s.mood (makes)",
        "mood: type mood",
        "d: type d (makes)",
        "mood: type s.mood",
        "c: type c (makes)",
        "mood: type mood",
        "s: relation s (makes)",
        "t: relation t",
        "c: column c of t",
        "s: relation s",
        "t: relation x.t",
        "c: column c of t",
        "a: column a of t",
        "b: column b of t",
        "t: relation t",
        "new: relation t (alias)",
        "a: column new.a of t|t",
        "f: routine s.f",
        "t: relation t",
        "a: column a of t",
        "t: relation t",
        "mood: type mood",
      ]
    `);
  });
});

describe("queries", () => {
  test("aliases, joins, subqueries, common tables", () => {
    expect(
      names(`WITH q (n) AS (SELECT id FROM orders) SELECT o.id, u.*, q.n, total, count(*) AS c FROM s.orders AS o JOIN users u ON o.user_id = u.id
      LEFT JOIN q ON true, LATERAL (SELECT sum(x) AS total FROM items i WHERE i.order_id = o.id) AS t WHERE EXISTS (SELECT 1 FROM orders WHERE orders.id = u.id) ORDER BY c, total`),
    ).toMatchInlineSnapshot(`
      [
        "id: column id of orders",
        "orders: relation orders",
        "o: relation s.orders (alias)",
        "id: column o.id of orders|users|<q>|<t>",
        "u: relation users (alias)",
        "n: column q.n of orders|users|<q>|<t>",
        "total: column total of orders|users|<q>|<t>",
        "count: routine count",
        "orders: relation s.orders",
        "users: relation users",
        "o: relation s.orders (alias)",
        "user_id: column o.user_id of orders|users|<q>|<t>",
        "u: relation users (alias)",
        "id: column u.id of orders|users|<q>|<t>",
        "sum: routine sum",
        "x: column x of items",
        "items: relation items",
        "i: relation items (alias)",
        "order_id: column i.order_id of items",
        "o: relation s.orders (alias)",
        "id: column o.id of items",
        "orders: relation orders",
        "orders: relation orders",
        "id: column orders.id of orders",
        "u: relation users (alias)",
        "id: column u.id of orders",
        "total: column total of orders|users|<q>|<t>",
      ]
    `);
  });
  test("INSERT", () => {
    expect(
      names(
        "INSERT INTO t (a, b) SELECT x.a, b FROM x ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE t.a = 1 RETURNING a",
      ),
    ).toMatchInlineSnapshot(`
      [
        "t: relation t",
        "a: column a of t",
        "b: column b of t",
        "x: relation x",
        "a: column x.a of x",
        "b: column b of x",
        "x: relation x",
        "a: column a of t",
        "b: column b of t",
        "excluded: relation t (alias)",
        "b: column excluded.b of t|t",
        "t: relation t",
        "a: column t.a of t|t",
        "a: column a of t",
      ]
    `);
  });
  test("UPDATE, DELETE, MERGE, COPY", () => {
    expect(
      names(`UPDATE t SET a = x.b, (c, d) = (1, 2) FROM x WHERE t.id = x.id; DELETE FROM t USING u AS w WHERE w.id = t.id;
      MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = s.b WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a); COPY t (a, b) FROM stdin;
`),
    ).toMatchInlineSnapshot(`
      [
        "t: relation t",
        "a: column a of t",
        "x: relation x",
        "b: column x.b of t|x",
        "c: column c of t",
        "d: column d of t",
        "x: relation x",
        "t: relation t",
        "id: column t.id of t|x",
        "x: relation x",
        "id: column x.id of t|x",
        "t: relation t",
        "u: relation u",
        "w: relation u (alias)",
        "id: column w.id of t|u",
        "t: relation t",
        "id: column t.id of t|u",
        "t: relation t",
        "s: relation s",
        "t: relation t",
        "id: column t.id of t|s",
        "s: relation s",
        "id: column s.id of t|s",
        "a: column a of t",
        "s: relation s",
        "b: column s.b of t|s",
        "a: column a of t",
        "s: relation s",
        "a: column s.a of t|s",
        "t: relation t",
        "a: column a of t",
        "b: column b of t",
      ]
    `);
  });
  test("the static statements of a DO block and of a routine", () => {
    expect(
      names(`DO $x$ DECLARE é int; BEGIN IF NOT EXISTS (SELECT 1) THEN ALTER TABLE é ADD COLUMN a int; END IF; PERFORM f(id) FROM orders; SELECT a INTO v FROM t; END $x$;
      CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE t SET a = 1; RETURN new; END $$`),
    ).toMatchInlineSnapshot(`
      [
        "é: relation é",
        "a: column a of é (makes)",
        "f: routine f",
        "id: column id of orders",
        "orders: relation orders",
        "a: column a of t",
        "t: relation t",
        "g: routine g (makes)",
        "trigger: type trigger",
        "t: relation t",
        "a: column a of t",
      ]
    `);
  });
  test("what is no SQL has no names", () => {
    expect(names("SELECT FROM WHERE; nonsense here")).toEqual([]);
  });
});
