import type { CaseGroup } from "../support/case-group.ts";

/** A DETACH … CONCURRENTLY that broke off while it waited. */
export const detaching: CaseGroup = {
  name: "detaching",
  title: "A partition half detached",
  about: "What ends a DETACH … CONCURRENTLY that broke off while it waited for a transaction.",
  setup: `
CREATE TABLE accounts (id int PRIMARY KEY);
CREATE TABLE events (id int, k int, account int REFERENCES accounts) PARTITION BY RANGE (k);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (10);
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20);
CREATE INDEX events_id ON events (id);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr AFTER UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();
INSERT INTO accounts VALUES (1), (2);
INSERT INTO events VALUES (1, 1, 2), (11, 11, 2);
`,
  brokenOff: { sql: "ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY", reading: "events", from: 14 },
  cases: [{ sql: "ALTER TABLE events DETACH PARTITION events_1 FINALIZE", from: 14 }],
};
