/** Plain tables with foreign keys, views, types and constraints of every kind; no table is empty. */
export const shopSetup = `
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN plain_text AS text;
CREATE SCHEMA crm;
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(20),
  code varchar(10) COLLATE "C",
  age int,
  price numeric(10,2),
  rate numeric,
  seen timestamp,
  met timestamptz(3),
  nick char(5),
  feeling mood,
  tags text[],
  flags bit varying(8),
  tall boolean
);
CREATE UNIQUE INDEX users_email_idx ON users (email);
CREATE INDEX users_name_idx ON users (name);
CREATE INDEX users_price_idx ON users (price);
CREATE INDEX users_seen_idx ON users (seen);
CREATE INDEX users_lower_idx ON users (lower(name)) WHERE age > 3;
CREATE TABLE orders (
  id serial PRIMARY KEY,
  user_id bigint REFERENCES users (id),
  note text,
  total int CHECK (total > 0),
  number int NOT NULL,
  status varchar(10),
  CONSTRAINT note_present CHECK (note IS NOT NULL)
);
CREATE TABLE items (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id int NOT NULL,
  user_id bigint,
  amount int,
  double int GENERATED ALWAYS AS (amount * 2) STORED,
  fee varchar(10),
  label text
);
ALTER TABLE items ADD CONSTRAINT items_order_fkey FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
ALTER TABLE items ADD CONSTRAINT items_amount_check CHECK (amount > 0) NOT VALID;
CREATE INDEX items_order_id_idx ON items (order_id);
CREATE UNIQUE INDEX items_amount_key ON items (amount);
CREATE TABLE crm."User" (id int PRIMARY KEY, parent int REFERENCES crm."User" (id), name text DEFAULT 'x');
CREATE TABLE heap (a int, b int, c text);
CREATE UNIQUE INDEX heap_a_idx ON heap (a);
CREATE TABLE seen (id int PRIMARY KEY, name text, age int);
CREATE VIEW user_names AS SELECT id, name FROM seen;
CREATE TABLE aged (id int, age int);
CREATE MATERIALIZED VIEW user_ages AS SELECT age FROM aged WHERE age > 0;
CREATE VIEW all_ages AS SELECT age FROM user_ages;
CREATE TABLE links (code varchar(10) PRIMARY KEY, also varchar(10) REFERENCES links (code));
CREATE TABLE uses (link varchar(10) REFERENCES links (code) ON DELETE CASCADE ON UPDATE CASCADE, item int REFERENCES seen (id) ON DELETE SET NULL);
CREATE TABLE empty_check (a int, CHECK (a > 0 OR a IS NOT NULL), CHECK (NOT (a > 1 AND a IS NOT NULL)));
CREATE FUNCTION pick() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 4; END';
CREATE TABLE proved (a int, b int, c int, CHECK ((a IS NOT NULL AND (b IS NOT NULL) AND c > 0)));
CREATE TABLE shy (id int PRIMARY KEY, owner int REFERENCES seen);
CREATE FOREIGN DATA WRAPPER nothing;
CREATE SERVER far FOREIGN DATA WRAPPER nothing;
CREATE FOREIGN TABLE away (id int) SERVER far;
CREATE INDEX user_ages_idx ON user_ages (age);
INSERT INTO proved VALUES (1, 1, 1);
CREATE UNLOGGED TABLE notes (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own_rows ON orders USING (number > 0);
INSERT INTO notes VALUES (1);
INSERT INTO users VALUES (1, 'a@b', 'a', 'c', 1, 1, 1, now(), now(), 'n', 'ok', '{x}', B'1', true);
INSERT INTO users VALUES (2, 'b@b', 'b', 'd', 2, 2, 2, now(), now(), 'm', 'ok', '{y}', B'0', true);
INSERT INTO orders (user_id, note, total, number, status) VALUES (2, 'n', 5, 1, 's'), (2, 'n', 5, 2, 't');
INSERT INTO items (order_id, user_id, amount) VALUES (2, 2, 5), (2, 2, 6);
INSERT INTO crm."User" VALUES (1, NULL), (2, 1);
INSERT INTO heap VALUES (1, 1, 'x'), (2, 2, 'y');
INSERT INTO seen VALUES (1, 'a', 1), (2, 'b', 2);
INSERT INTO aged VALUES (1, 1);
INSERT INTO links VALUES ('a', NULL), ('b', 'a');
INSERT INTO uses VALUES ('b', 1);
INSERT INTO empty_check VALUES (1);
INSERT INTO shy VALUES (1, 2);
REFRESH MATERIALIZED VIEW user_ages;
`;
