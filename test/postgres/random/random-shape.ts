import type { Random } from "../../support/random.ts";
import { chance, maybe } from "./chances.ts";
import { TYPES } from "./column-kinds.ts";
import { definitions, orderedColumns, type RandomTable, randomTable, rowsOf, trimmings } from "./random-table.ts";

/** The tables of a database, all of which hold rows. */
export interface Shape {
  /** The statements that make it. */
  readonly setup: string;
  /** By table, the columns that every view of it reads; all other columns are read by none. */
  readonly viewed: ReadonlyMap<string, readonly string[]>;
}

// Each partition holds one of these rows; the others stand ready to become partitions, or are pointed at by those.
const ROWS = [1, 2, 11, 21];
const SPARE_ROWS = [31, 32];

/** A shape with plain, partitioned and inheriting tables, foreign keys between them, and views. */
export function randomShape(random: Random, version: number): Shape {
  const parts: string[] = [TYPES];
  const owners = randomTable(random, version, "owners", "numbered");
  parts.push(`CREATE TABLE owners (${definitions(owners)}, PRIMARY KEY (id)${maybe(random, 40, ", UNIQUE (k)")});`);
  parts.push(rowsOf(owners, [...ROWS, ...SPARE_ROWS]), trimmings(random, owners, "owners"));
  parts.push(things(random, version));
  const hasParts = chance(random, 70);
  if (hasParts) parts.push(partitioned(random, version));
  if (chance(random, 60)) parts.push(inheriting(random, version));
  parts.push(keys(random, hasParts));
  const { setup, viewed } = views(random, [owners]);
  parts.push(setup);
  return { setup: parts.join("\n"), viewed };
}

function things(random: Random, version: number): string {
  const name = chance(random, 50) ? "things" : '"Other"."Big T"';
  const table = randomTable(random, version, name, "numbered");
  const key = random.pick([
    "",
    "",
    ", PRIMARY KEY (id)",
    ", UNIQUE (id)",
    ", PRIMARY KEY (id, k)",
    ", EXCLUDE USING btree (id WITH =)",
  ]);
  return [
    name === "things" ? "" : 'CREATE SCHEMA "Other";',
    `CREATE ${maybe(random, 15, "UNLOGGED ")}TABLE ${name} (${definitions(table)}${key});`,
    rowsOf(table, ROWS),
    trimmings(random, table, name),
    maybe(
      random,
      40,
      `ALTER TABLE ${name} ADD CONSTRAINT things_owner FOREIGN KEY (o) REFERENCES owners (id)${keyWords(random)};`,
    ),
    key === ", PRIMARY KEY (id)" || key === ", UNIQUE (id)"
      ? maybe(
          random,
          60,
          `ALTER TABLE ${name} ADD CONSTRAINT things_self FOREIGN KEY (o) REFERENCES ${name} (id)${keyWords(random)};`,
        )
      : "",
    `CREATE UNIQUE INDEX things_spare ON ${name} (${random.pick(orderedColumns(table))});`,
  ].join("\n");
}

function keyWords(random: Random): string {
  return random.pick([
    "",
    "",
    " ON DELETE CASCADE",
    " DEFERRABLE INITIALLY DEFERRED",
    " ON DELETE SET NULL",
    " NOT VALID",
  ]);
}

function partitioned(random: Random, version: number): string {
  const table = randomTable(random, version, "parts", "plain");
  const isList = chance(random, 40);
  const bounds = (from: number, rows: readonly number[]) =>
    isList ? `FOR VALUES IN (${rows.join(", ")})` : `FOR VALUES FROM (${from}) TO (${from + 10})`;
  const isDeep = chance(random, 50);
  const isRest = chance(random, 50);
  const key = random.pick(["", "", ", PRIMARY KEY (id, k, l)", ", UNIQUE (id, k, l)"]);
  const below = isDeep
    ? ["parts_1", "parts_1_1", "parts_1_2", "parts_2", "parts_3"]
    : ["parts_1", "parts_2", "parts_3"];
  const own = below.filter(() => chance(random, 25));
  return [
    `CREATE TABLE parts (${definitions(table)}${key}) PARTITION BY ${isList ? "LIST" : "RANGE"} (k);`,
    `CREATE TABLE parts_1 PARTITION OF parts ${bounds(0, [1, 2, 6, 7])}${isDeep ? " PARTITION BY LIST (l)" : ""};`,
    isDeep ? "CREATE TABLE parts_1_1 PARTITION OF parts_1 FOR VALUES IN (1, 6);" : "",
    isDeep ? `CREATE TABLE parts_1_2 PARTITION OF parts_1 ${isRest ? "DEFAULT" : "FOR VALUES IN (2, 7)"};` : "",
    `CREATE TABLE parts_2 PARTITION OF parts ${bounds(10, [11, 12])};`,
    `CREATE TABLE parts_3 PARTITION OF parts ${isRest ? "DEFAULT" : bounds(20, [21, 22])};`,
    rowsOf(table, ROWS),
    trimmings(random, table, "parts"),
    ...own.map((name) => trimmings(random, table, name)),
    ...own.map((name) =>
      maybe(random, 30, `ALTER TABLE ${name} ALTER COLUMN ${random.pick(table.columns).name} SET NOT NULL;`),
    ),
    spare(random, table, key),
    maybe(random, 35, `ALTER TABLE parts ADD CONSTRAINT parts_owner FOREIGN KEY (o) REFERENCES owners (id);`),
    maybe(random, 20, `ALTER TABLE parts_2 ADD CONSTRAINT parts_2_owner FOREIGN KEY (l) REFERENCES owners (id);`),
    key === "" ? "" : pointing(random),
  ].join("\n");
}

// A table like the partitioned one, which may become its partition.
function spare(random: Random, table: RandomTable, key: string): string {
  const check = random.pick(["", "", ", CHECK (k IS NOT NULL AND k >= 30 AND k < 40)", ", CHECK (k >= 30 AND k < 40)"]);
  const like = { ...table, name: "spare" };
  return [
    `CREATE TABLE spare (${definitions(like)}${check}${chance(random, 50) ? key : ""});`,
    rowsOf(like, SPARE_ROWS),
    trimmings(random, like, "spare"),
    maybe(random, 30, "ALTER TABLE spare ADD CONSTRAINT spare_owner FOREIGN KEY (o) REFERENCES owners (id);"),
  ].join("\n");
}

// Other tables' foreign keys that point at the partitioned one.
function pointing(random: Random): string {
  if (!chance(random, 50)) return "";
  const first = `CREATE TABLE pointing (a int, b int, c int, CONSTRAINT pointing_key FOREIGN KEY (a, b, c) REFERENCES parts (id, k, l));`;
  return `${first}\nINSERT INTO pointing VALUES (1, 1, 1), (11, 11, 11);`;
}

function inheriting(random: Random, version: number): string {
  const table = randomTable(random, version, "roots", "numbered");
  const withMore = {
    ...table,
    columns: [...table.columns, { name: "more", type: "int", value: (row: number) => `${row}` }],
  };
  const key = random.pick(["", ", PRIMARY KEY (id)", ", UNIQUE (id)"]);
  return [
    `CREATE TABLE roots (${definitions(table)}${key}${maybe(random, 30, ", CONSTRAINT own CHECK (l > 0) NO INHERIT")});`,
    `CREATE TABLE kids (more int) INHERITS (roots);`,
    `CREATE TABLE kin () INHERITS (roots);`,
    chance(random, 40) ? `CREATE TABLE grandkids () INHERITS (kids);\n${rowsOf(table, [1], "grandkids")}` : "",
    rowsOf(table, ROWS),
    rowsOf(withMore, [1, 2], "kids"),
    rowsOf(table, [2], "kin"),
    trimmings(random, table, "roots"),
    maybe(random, 40, trimmings(random, withMore, "kids")),
    maybe(random, 30, `ALTER TABLE kids ALTER COLUMN ${random.pick(table.columns).name} SET NOT NULL;`),
    maybe(random, 30, `ALTER TABLE roots ADD CONSTRAINT roots_owner FOREIGN KEY (o) REFERENCES owners (id);`),
    maybe(
      random,
      30,
      `CREATE TABLE stray (${definitions(table)}, CONSTRAINT own CHECK (l > 0));\n${rowsOf(table, [1], "stray")}`,
    ),
  ].join("\n");
}

function keys(random: Random, hasParts: boolean): string {
  return [
    "CREATE TABLE heap (id int, k int, o int, t text);",
    "INSERT INTO heap VALUES (1, 1, 1, 'x'), (2, 2, 2, 'y');",
    maybe(random, 30, "ALTER TABLE heap ADD CONSTRAINT heap_owner FOREIGN KEY (o) REFERENCES owners (id);"),
    maybe(random, 30, "CREATE UNIQUE INDEX heap_spare ON heap (id);"),
    maybe(random, 20, "CREATE RULE heap_rule AS ON DELETE TO heap DO ALSO NOTHING;"),
    hasParts ? maybe(random, 30, "CREATE VIEW parts_view AS SELECT k FROM parts;") : "",
  ].join("\n");
}

function views(random: Random, tables: readonly RandomTable[]): Shape {
  const viewed = new Map<string, readonly string[]>([["parts", ["k"]]]);
  const parts = tables
    .filter(() => chance(random, 50))
    .map((table) => {
      const columns = [random.pick(table.columns), random.pick(table.columns)].map(({ name }) => name);
      const read = [...new Set(columns)];
      viewed.set(table.name, read);
      const list = read.join(", ");
      return [
        maybe(random, 60, `CREATE VIEW ${table.name}_view AS SELECT ${list} FROM ${table.name};`),
        chance(random, 50)
          ? `CREATE MATERIALIZED VIEW ${table.name}_kept AS SELECT ${list} FROM ${table.name};
CREATE INDEX ${table.name}_kept_idx ON ${table.name}_kept ((1));
CREATE VIEW ${table.name}_over AS SELECT * FROM ${table.name}_kept;`
          : "",
      ].join("\n");
    });
  return { setup: parts.join("\n"), viewed };
}
