import { describe, expect, test } from "vitest";
import { documentSecrets } from "../../server/src/report/reported-review.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { maskedComplaint } from "../../server/src/sql/secrets.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";
import { maskedSlice, maskSecrets } from "../../server/src/text/secrets.ts";

await loadParser();

function masked(sql: string): string {
  const document = { path: "/a.sql", text: sql, segments: segmentsOf(sql) };
  return maskedSlice(sql, { start: 0, end: sql.length }, documentSecrets(document));
}

describe("a credential in SQL is not shown", () => {
  test.each([
    "CREATE ROLE app LOGIN PASSWORD 'hunter2'",
    "CREATE ROLE app LOGIN\n  ENCRYPTED PASSWORD\n  'hunter2' VALID UNTIL '2030-01-01'",
    "alter user app with password E'hunter2'",
    "ALTER USER app PASSWORD = 'hunter2'",
    "ALTER USER app PASSWORD hunter2",
    'ALTER USER app PASSWORD "hunter2"',
    "ALTER USER app PASSWORD $pw$hunter2$pw$",
    "ALTER USER app 'hunter2'",
    "ALTER USER app PASSWORD 'hunter2",
    "CREATE USER app IDENTIFIED BY 'hunter2'",
    "CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'app', password 'hunter2')",
    "CREATE SUBSCRIPTION s CONNECTION 'host=h user=u password=hunter2' PUBLICATION p",
    "SELECT dblink_connect('postgres://u:hunter2@h/db')",
    "SELECT set_config('app.jwt_secret', 'hunter2', false)",
    "SET app.api_key TO 'hunter2'",
    "UPDATE users SET password = 'hunter2', name = 'x'",
    "INSERT INTO users (name, password_hash) VALUES ('x', 'hunter2')",
    "COMMENT ON TABLE t IS 'token: hunter2'",
    "-- password: hunter2\nSELECT 1",
    "/* PGPASSWORD=hunter2 psql */ SELECT 1",
    "\\connect postgres://u:hunter2@h/db",
    "\\set db_password 'hunter2'\nSELECT 1",
    `SELECT '{"client_secret": "hunter2"}'::json`,
  ])("%j", (sql) => {
    const shown = masked(sql);
    expect(shown).toContain("***");
    expect(shown).not.toContain("hunter2");
  });

  test.each([
    "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy",
    "md5d41d8cd98f00b204e9800998ecf8427e",
    "ghp_0123456789abcdefghijABCDEFGHIJ",
    "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJl",
  ])("a token by its form: %s", (token) => {
    expect(masked(`SELECT f('${token}')`)).toBe("SELECT f('***')");
  });
});

test.each([
  "CREATE TABLE users (id bigint, password text NOT NULL, token uuid DEFAULT gen_random_uuid())",
  "ALTER ROLE app PASSWORD NULL",
  "SELECT password FROM users WHERE token = $1 AND a.secret = b.secret",
  "CREATE INDEX users_token_idx ON users (token)",
  "COMMENT ON COLUMN users.password IS 'bcrypt'",
  "INSERT INTO users (name) VALUES ('x')",
  "SELECT 'https://example.com:8080/x'",
  "UPDATE users SET password = ''",
])("what is no credential is shown: %j", (sql) => {
  expect(masked(sql)).toBe(sql);
});

test("texts of other kinds", () => {
  expect(maskSecrets('url = "postgresql://u:p@ss/w@db:5432/x?a=b"')).toBe('url = "postgresql://u:***@db:5432/x?a=b"');
  expect(maskSecrets("DATABASE_PASSWORD=hunter2 # local")).toBe("DATABASE_PASSWORD=*** # local");
  expect(maskSecrets("provider = postgresql")).toBe("provider = postgresql");
});

test("a slice that cuts a credential shows no part of it", () => {
  expect(maskedSlice("ab SECRET cd", { start: 5, end: 11 }, [{ start: 3, end: 9 }])).toBe("*** c");
  expect(maskedSlice("ab SECRET cd", { start: 0, end: 5 }, [{ start: 3, end: 9 }])).toBe("ab ***");
});

test("Postgres's complaint does not repeat it", () => {
  for (const sql of [
    "ALTER USER app 'hunter2'",
    "ALTER USER app PASSWORD hunter2",
    "ALTER USER app PASSWORD 'hunter2",
  ]) {
    const [segment] = segmentsOf(sql);
    const error = segment?.parsed?.error;
    if (segment === undefined || error === undefined) throw new Error(`${sql} was to be refused`);
    expect(error.message).toContain("hunter2");
    expect(maskedComplaint(error.message, error.range, segment)).toMatch(/^[a-z ]+ "\*\*\*"$/);
  }
});

test.each(["password = '", "://", "a:b@", "'password", "eyJ", "$a$", "password "])(
  "%j over and over takes linear time",
  (unit) => {
    const text = unit.repeat(100_000);
    expect(maskSecrets(text).length).toBeGreaterThan(0);
    expect(masked(text).length).toBeGreaterThan(0);
  },
);
