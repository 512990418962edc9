/** A schema with one of everything that the reports of a schema show. */
export const SHOP = `
CREATE SCHEMA audit;
CREATE TYPE mood AS ENUM ('sad', 'so|so', 'ok');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  address email NOT NULL UNIQUE,
  mood mood DEFAULT 'ok',
  full_name varchar(80) NOT NULL,
  short_name text GENERATED ALWAYS AS (left(full_name, 8)) STORED
);
COMMENT ON TABLE customers IS 'Who buys | <b>here</b>';
COMMENT ON COLUMN customers.mood IS 'How they "feel"';
CREATE TABLE "Order Lines" (
  id serial PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
  gift_for bigint REFERENCES customers,
  price numeric(10, 2) CHECK (price > 0 OR price = -1),
  at timestamptz(3) DEFAULT now() NOT NULL,
  tags text[]
);
CREATE INDEX ON "Order Lines" (customer_id, lower(tags[2])) WHERE tags[1] || 'x' <> 'ax';
CREATE TABLE audit.passports (customer_id bigint PRIMARY KEY REFERENCES customers, "no." text);
ALTER TABLE audit.passports ENABLE ROW LEVEL SECURITY;
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events DEFAULT;
CREATE VIEW rich AS SELECT * FROM customers;
CREATE MATERIALIZED VIEW richest AS SELECT id FROM customers;
CREATE UNIQUE INDEX richest_id ON richest (id);
CREATE SEQUENCE tickets;
CREATE TEMP TABLE scratch (id int);
`;
