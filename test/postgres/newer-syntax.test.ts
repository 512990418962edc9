import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NEWER_FORMS } from "../../server/src/sql/newer-forms.ts";
import { NEWER_FUNCTIONS, NEWER_TYPES } from "../../server/src/sql/newer-names.ts";
import { newerSyntax } from "../../server/src/sql/newer-syntax.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

await loadParser();

const SETUP = `
  CREATE EXTENSION IF NOT EXISTS btree_gist;
  CREATE ROLE reader; CREATE ROLE writer;
  CREATE TABLE users (id int PRIMARY KEY, name text, seen timestamptz, doc jsonb);
  CREATE TABLE orders (id int PRIMARY KEY, user_id int, total int, note text, CONSTRAINT orders_fk FOREIGN KEY (user_id) REFERENCES users);
  CREATE TABLE sums (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
  CREATE TABLE events (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE VIEW names AS SELECT name FROM users;
  CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER changed BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION changed();
  CREATE PUBLICATION pub;`;

/** Statements of one form that is new; a list runs in its order, and the last one is the form's. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  "NULLS NOT DISTINCT": [
    "CREATE UNIQUE INDEX i ON users (name) NULLS NOT DISTINCT",
    "ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (name)",
    "CREATE TABLE t (a int UNIQUE NULLS NOT DISTINCT)",
  ],
  "the storage parameter deduplicate_items": ["CREATE INDEX i ON users (name) WITH (deduplicate_items = off)"],
  "a parameter of an operator class": [
    "CREATE INDEX i ON users USING gist (to_tsvector('simple', name) tsvector_ops (siglen = 100))",
  ],
  "a VIRTUAL generated column": [
    "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)",
    "ALTER TABLE users ADD COLUMN twice int GENERATED ALWAYS AS (id * 2)",
  ],
  "NOT ENFORCED": [
    "ALTER TABLE users ADD CHECK (id > 0) NOT ENFORCED",
    "CREATE TABLE t (a int REFERENCES users NOT ENFORCED)",
    "CREATE TABLE t (a int CHECK (a > 1) NOT ENFORCED)",
  ],
  "WITHOUT OVERLAPS": ["CREATE TABLE t (id int, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS))"],
  "PERIOD in a foreign key": [
    "CREATE TABLE t (id int, during daterange, FOREIGN KEY (id, PERIOD during) REFERENCES bookings (id, PERIOD during))",
  ],
  "a list of columns behind ON DELETE SET": ["CREATE TABLE t (a int, b int REFERENCES users ON DELETE SET NULL (b))"],
  "NOT NULL as a constraint of the table": [
    "ALTER TABLE users ADD CONSTRAINT named NOT NULL name NOT VALID",
    "CREATE TABLE t (a int, CONSTRAINT named NOT NULL a)",
  ],
  "NO INHERIT of a NOT NULL": ["CREATE TABLE t (a int NOT NULL NO INHERIT)"],
  "ALTER CONSTRAINT … ENFORCED": ["ALTER TABLE orders ALTER CONSTRAINT orders_fk NOT ENFORCED"],
  "ALTER CONSTRAINT … INHERIT": ["ALTER TABLE orders ALTER CONSTRAINT orders_id_not_null NO INHERIT"],
  COMPRESSION: ["CREATE TABLE t (a text COMPRESSION pglz)"],
  "STORAGE in a column's definition": ["CREATE TABLE t (a text STORAGE external)"],
  "DETACH PARTITION … CONCURRENTLY": ["ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY"],
  "DETACH PARTITION … FINALIZE": ["ALTER TABLE events DETACH PARTITION events_1 FINALIZE"],
  "SET COMPRESSION": ["ALTER TABLE users ALTER name SET COMPRESSION pglz"],
  "SET ACCESS METHOD": ["ALTER TABLE users SET ACCESS METHOD heap"],
  "DROP EXPRESSION": ["ALTER TABLE sums ALTER b DROP EXPRESSION"],
  "SET EXPRESSION": ["ALTER TABLE sums ALTER b SET EXPRESSION AS (a + 2)"],
  "SET STATISTICS DEFAULT": ["ALTER TABLE users ALTER name SET STATISTICS DEFAULT"],
  security_invoker: [
    "ALTER VIEW names SET (security_invoker = true)",
    "CREATE VIEW v WITH (security_invoker) AS SELECT 1 AS one",
  ],
  "CREATE OR REPLACE TRIGGER": [
    "CREATE OR REPLACE TRIGGER changed BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION changed()",
  ],
  "a routine's body that is no string": [
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
  ],
  "an OUT parameter of a procedure": ["CREATE PROCEDURE p(OUT x int) LANGUAGE plpgsql AS 'BEGIN x := 1; END'"],
  multirange_type_name: ["CREATE TYPE span AS RANGE (subtype = int4, multirange_type_name = spans)"],
  "CREATE STATISTICS without a name": ["CREATE STATISTICS ON id, name FROM users"],
  "statistics of an expression": ["CREATE STATISTICS s ON (lower(name)) FROM users"],
  "ALTER VIEW … RENAME COLUMN": ["ALTER VIEW names RENAME COLUMN name TO called"],
  "REINDEX (TABLESPACE …)": ["REINDEX (TABLESPACE pg_default) TABLE users"],
  "REINDEX without the database's name": ["REINDEX DATABASE"],
  "CLUSTER (…)": ["CLUSTER (VERBOSE) users USING users_pkey"],
  "DROP DATABASE … WITH (FORCE)": ["DROP DATABASE IF EXISTS nothing WITH (FORCE)"],
  "an UNLOGGED sequence": ["CREATE UNLOGGED SEQUENCE s"],
  "MERGE … RETURNING": [
    "MERGE INTO users u USING orders o ON o.user_id = u.id WHEN MATCHED THEN UPDATE SET name = o.note RETURNING u.id",
  ],
  MERGE: ["MERGE INTO users u USING orders o ON o.user_id = u.id WHEN MATCHED THEN DELETE"],
  "WHEN NOT MATCHED BY SOURCE": [
    "MERGE INTO users u USING orders o ON o.user_id = u.id WHEN NOT MATCHED BY SOURCE THEN DELETE",
  ],
  "OLD and NEW in RETURNING": [
    "UPDATE users SET name = 'a' RETURNING old.name, new.name",
    "DELETE FROM users RETURNING WITH (OLD AS o) o.name",
  ],
  "SEARCH in a recursive query": [
    "WITH RECURSIVE w(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM w WHERE n < 3) SEARCH DEPTH FIRST BY n SET path SELECT * FROM w",
  ],
  "CYCLE in a recursive query": [
    "WITH RECURSIVE w(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM w WHERE n < 3) CYCLE n SET seen USING path SELECT * FROM w",
  ],
  "GROUP BY DISTINCT": ["SELECT count(*) FROM users GROUP BY DISTINCT ROLLUP (name), ROLLUP (name)"],
  "WITH TIES": ["SELECT id FROM users ORDER BY name FETCH FIRST 1 ROWS WITH TIES"],
  "a subquery in FROM without an alias": ["SELECT * FROM (SELECT 1 AS one)", "SELECT * FROM (VALUES (1))"],
  "JSON_OBJECT with keys and values": ["SELECT JSON_OBJECT('a': 1)"],
  JSON_ARRAY: ["SELECT JSON_ARRAY(1, 2)", "SELECT JSON_ARRAY(SELECT id FROM users)"],
  JSON_ARRAYAGG: ["SELECT JSON_ARRAYAGG(id) FROM users"],
  JSON_OBJECTAGG: ["SELECT JSON_OBJECTAGG(name: id) FROM users"],
  "IS JSON": ["SELECT name IS JSON FROM users"],
  JSON_SCALAR: ["SELECT JSON_SCALAR(1)"],
  JSON_SERIALIZE: ["SELECT JSON_SERIALIZE('{}')"],
  "JSON_EXISTS, JSON_VALUE and JSON_QUERY": [
    "SELECT JSON_EXISTS(doc, '$.a'), JSON_QUERY(doc, '$') FROM users",
    "SELECT JSON_VALUE(doc, '$.a') FROM users",
  ],
  JSON_TABLE: ["SELECT t.* FROM users, JSON_TABLE(doc, '$' COLUMNS (a int PATH '$.a')) AS t"],
  "merge_action()": [
    "MERGE INTO users u USING orders o ON o.user_id = u.id WHEN MATCHED THEN DELETE RETURNING merge_action()",
  ],
  "COPY … ON_ERROR": ["COPY users TO STDOUT WITH (ON_ERROR stop)", "COPY users FROM '/nothing' WITH (ON_ERROR ignore)"],
  "COPY … LOG_VERBOSITY": ["COPY users FROM '/nothing' WITH (LOG_VERBOSITY verbose)"],
  "COPY … REJECT_LIMIT": ["COPY users FROM '/nothing' WITH (ON_ERROR ignore, REJECT_LIMIT 3)"],
  "COPY … DEFAULT": ["COPY users FROM '/nothing' WITH (DEFAULT 'x')"],
  "VACUUM (PARALLEL)": ["VACUUM (PARALLEL 0) users"],
  "VACUUM (PROCESS_TOAST)": ["VACUUM (PROCESS_TOAST false) users"],
  "VACUUM (PROCESS_MAIN)": ["VACUUM (PROCESS_MAIN false) users"],
  BUFFER_USAGE_LIMIT: ["VACUUM (BUFFER_USAGE_LIMIT '1MB') users", "ANALYZE (BUFFER_USAGE_LIMIT '1MB') users"],
  "the right MAINTAIN": ["GRANT MAINTAIN ON users TO reader"],
  "a right on a parameter": ["GRANT SET ON PARAMETER work_mem TO reader"],
  "GRANT … WITH INHERIT": ["GRANT reader TO writer WITH INHERIT TRUE"],
  "GRANT … WITH SET": ["GRANT reader TO writer WITH SET FALSE"],
  "TABLES IN SCHEMA": [
    "CREATE PUBLICATION p FOR TABLES IN SCHEMA public",
    "ALTER PUBLICATION pub ADD TABLES IN SCHEMA public",
  ],
  "WHERE in a publication": ["CREATE PUBLICATION p FOR TABLE users WHERE (id > 1)"],
  "a list of columns in a publication": ["CREATE PUBLICATION p FOR TABLE users (id)"],
};

/** A call of each function. */
const CALLS: readonly string[] = [
  "gcd(4,6)",
  "lcm(4,6)",
  "min_scale(1.50)",
  "trim_scale(1.50)",
  "normalize('a')",
  "is_normalized('a')",
  "jsonb_path_query_tz('{}','$')",
  "jsonb_path_exists_tz('{}','$')",
  "jsonb_set_lax('{}','{a}','1')",
  "bit_count(B'101')",
  "date_bin('1 day',now(),now())",
  "multirange(int4range(1,2))",
  "range_agg(int4range(1,2))",
  "range_intersect_agg(int4range(1,2))",
  "string_to_table('a,b',',')",
  "trim_array(ARRAY[1,2],1)",
  "unistr('a')",
  "regexp_count('a','a')",
  "regexp_instr('a','a')",
  "regexp_like('a','a')",
  "regexp_substr('a','a')",
  "any_value(1)",
  "array_sample(ARRAY[1],1)",
  "array_shuffle(ARRAY[1])",
  "date_add(now(),'1 day'::interval)",
  "date_subtract(now(),'1 day'::interval)",
  "pg_input_error_info('1','int')",
  "pg_input_is_valid('1','int')",
  "random_normal()",
  "SYSTEM_USER",
  "erf(1)",
  "erfc(1)",
  "to_bin(3)",
  "to_oct(3)",
  "uuid_extract_timestamp('00000000-0000-0000-0000-000000000000'::uuid)",
  "uuid_extract_version('00000000-0000-0000-0000-000000000000'::uuid)",
  "xmltext('a')",
  "array_reverse(ARRAY[1])",
  "array_sort(ARRAY[1])",
  "casefold('a')",
  "crc32('a'::bytea)",
  "crc32c('a'::bytea)",
  "gamma(1)",
  "lgamma(1)",
  "uuidv4()",
  "uuidv7()",
];

const TYPES: readonly string[] = Array.from(NEWER_TYPES.keys());

interface Case {
  readonly sql: string;
  /** The form that the statement is an example of. */
  readonly name: string;
}

const cases: readonly Case[] = [
  ...Object.entries(EXAMPLES).flatMap(([name, statements]) => statements.map((sql) => ({ name, sql }))),
  ...CALLS.map((call) => ({ name: `the function ${/\w+/.exec(call)?.[0].toLowerCase()}`, sql: `SELECT ${call}` })),
  ...TYPES.map((type) => ({ name: `the type ${type}`, sql: typed(type) })),
];

// A column cannot be of a type that stands for any other.
function typed(type: string): string {
  if (!type.startsWith("any")) return `CREATE TABLE t (a ${type})`;
  return `CREATE FUNCTION f(a ${type}) RETURNS int LANGUAGE sql AS 'SELECT 1'`;
}

/** Prepared where the form needs what the version may not have. */
const BEFORE: Readonly<Record<string, string>> = {
  "PERIOD in a foreign key":
    "CREATE TABLE bookings (id int, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS))",
};

// What Postgres says where it knows the form and the case's own world does not allow it.
const KNOWS_IT =
  /could not open file|No such file|is not being detached|not in progress|does not exist, skipping|cannot run inside|only available using FROM|cannot alter inherit|cannot be used with COPY TO|is not a partition/i;

test("every form has an example that shows it and nothing newer", () => {
  const names = new Set(cases.map(({ name }) => name));
  const forms = Array.from(NEWER_FORMS.values()).flat();
  const all = [
    ...forms.map(({ name }) => name),
    ...Array.from(NEWER_FUNCTIONS.keys(), (name) => `the function ${name}`),
    ...Array.from(NEWER_TYPES.keys(), (name) => `the type ${name}`),
  ];
  expect(all.filter((name) => !names.has(name))).toEqual([]);
  for (const { sql, name } of cases) {
    const found = newerSyntax(sql).map(({ form }) => form);
    expect([sql, found.map((form) => form.name)]).toEqual([sql, expect.arrayContaining([name])]);
    const own = found.find((form) => form.name === name);
    expect([sql, found.filter(({ since }) => since > (own?.since ?? 0))]).toEqual([sql, []]);
  }
});

describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  let session: Client;
  beforeAll(async () => {
    server = await startPostgres(version);
    session = await server.connect();
    await session.query(SETUP);
  });
  afterAll(async () => {
    await session?.end();
    await server?.stop();
  });

  const sinceOf = new Map(
    cases
      .flatMap(({ sql, name }) =>
        newerSyntax(sql).map(({ form }) => [`${sql}\n${name}`, form.name === name ? form.since : 0] as const),
      )
      .filter(([, since]) => since > 0),
  );

  test.each(cases)("$sql", async ({ sql, name }) => {
    const isOutside = /^(?:VACUUM|DROP DATABASE|REINDEX|CLUSTER)|CONCURRENTLY/.test(sql);
    const error = await said(session, isOutside, BEFORE[name], sql);
    const takes = error === undefined || KNOWS_IT.test(error);
    expect([error, takes]).toEqual([error, version >= (sinceOf.get(`${sql}\n${name}`) ?? 0)]);
  });
});

async function said(
  session: Client,
  isOutside: boolean,
  before: string | undefined,
  sql: string,
): Promise<string | undefined> {
  if (!isOutside) await session.query("BEGIN");
  try {
    if (before !== undefined) await session.query(before).catch(() => session.query("ROLLBACK; BEGIN"));
    await session.query(sql);
    return undefined;
  } catch (error) {
    return String((error as Error).message);
  } finally {
    if (!isOutside) await session.query("ROLLBACK");
  }
}
