import type { CaseGroup } from "../support/case-group.ts";

/** New partitions beside a DEFAULT one whose CHECKs say, or do not say, that it holds none of their rows. */
export const defaultPartitions: CaseGroup = {
  name: "default-partitions",
  title: "Partitions beside a DEFAULT one",
  about: "New partitions beside a DEFAULT one whose CHECKs say, or do not say, that it holds none of their rows.",
  setup: `
CREATE TABLE days (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE days_rest PARTITION OF days DEFAULT;
ALTER TABLE days_rest ADD CONSTRAINT not_2026 CHECK (NOT (at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01'));
ALTER TABLE days_rest ADD CONSTRAINT not_2028 CHECK (id < 1000 AND (NOT at >= '2028-01-01'));
ALTER TABLE days_rest ADD CONSTRAINT not_2022 CHECK (NOT (at >= '2022-01-01' AND at < '2023-01-01')) NOT VALID;
ALTER TABLE days_rest ADD CONSTRAINT not_all CHECK (NOT (at >= '2021-01-01' AND at < '2022-01-01' AND id = 5));
CREATE TABLE days_2026 (id int, at date NOT NULL, CHECK (at >= '2026-01-01' AND at < '2027-01-01'));
CREATE TABLE kinds (id int, kind varchar(5)) PARTITION BY LIST (kind);
CREATE TABLE kinds_a PARTITION OF kinds FOR VALUES IN ('a');
CREATE TABLE kinds_rest PARTITION OF kinds DEFAULT;
ALTER TABLE kinds_rest ADD CONSTRAINT no_b CHECK (NOT (kind IS NOT NULL AND kind IN ('b', 'c')));
CREATE TABLE pairs (a int, b int) PARTITION BY RANGE (a, b);
CREATE TABLE pairs_rest PARTITION OF pairs DEFAULT;
ALTER TABLE pairs_rest ADD CHECK (NOT (a >= 5 AND a < 6));
INSERT INTO days VALUES (1, '2024-02-01'), (2, '1990-02-01');
INSERT INTO days_2026 VALUES (3, '2026-02-01');
INSERT INTO kinds VALUES (1, 'a'), (2, 'z');
INSERT INTO pairs VALUES (1, 1);
`,
  cases: [
    "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
    "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
    "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')",
    "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
    "ALTER TABLE days ATTACH PARTITION days_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "CREATE TABLE kinds_b PARTITION OF kinds FOR VALUES IN ('b', 'c')",
    "CREATE TABLE kinds_b PARTITION OF kinds FOR VALUES IN ('d')",
    "CREATE TABLE pairs_5 PARTITION OF pairs FOR VALUES FROM (5, 1) TO (6, 1)",
  ],
};
