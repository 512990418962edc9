import type { Random } from "../../support/random.ts";
import { chance, maybe, some } from "./chances.ts";
import { COLUMN_KINDS, type ColumnKind, NUMBERED_KINDS } from "./column-kinds.ts";

/** A table in the making: its name as SQL writes it, and its columns. */
export interface RandomTable {
  readonly name: string;
  readonly columns: readonly (ColumnKind & { readonly name: string })[];
}

const number = (row: number) => `${row}`;

/** Four columns that every table has, and up to six that come at random. */
export function randomTable(
  random: Random,
  version: number,
  name: string,
  numbered: "numbered" | "plain",
): RandomTable {
  const kinds = [...COLUMN_KINDS, ...(numbered === "numbered" ? NUMBERED_KINDS : [])];
  const usable = kinds.filter(({ from = 0 }) => version >= from);
  const columns = Array.from({ length: 2 + random.below(5) }, (_, place) => ({
    ...random.pick(usable),
    name: chance(random, 8) ? `"Col ${place}"` : `c${place}`,
  }));
  const fixed = ["id", "k", "l", "o"].map((each) => ({
    name: each,
    type: each === "id" || chance(random, 30) ? "int NOT NULL" : "int",
    value: number,
  }));
  return { name, columns: [...fixed, ...columns] };
}

/** The columns as CREATE TABLE lists them. */
export function definitions({ columns }: RandomTable): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(", ");
}

/** The rows of these numbers. */
export function rowsOf(table: RandomTable, rows: readonly number[], into = table.name): string {
  const filled = table.columns.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  const lists = rows.map((row) => `(${filled.map(({ value }) => value(row)).join(", ")})`);
  const names = filled.map(({ name }) => name).join(", ");
  return `INSERT INTO ${into} (${names}) OVERRIDING SYSTEM VALUE VALUES ${lists.join(", ")};\n`;
}

const ORDERED =
  /^(?:int|bigint|smallint|text|varchar|char|numeric|double|timestamp|date|time|interval|uuid)\b(?!.*\[\])/;

/** The columns whose values an index can put in order and that are different in each row. */
export function orderedColumns({ columns }: RandomTable): readonly string[] {
  return columns
    .filter(({ type, name, value }) => value !== undefined && ORDERED.test(type) && name !== "o")
    .map(({ name }) => name);
}

/** Indexes, checks, triggers and settings of a table that is there; `shared` are partitioned tables and those below them. */
export function trimmings(random: Random, table: RandomTable, name: string): string {
  const key = () => random.pick(orderedColumns(table));
  const texts = table.columns.filter(({ type }) => /^(?:text|varchar)\b(?!.*\[\])/.test(type)).map((each) => each.name);
  const own = `${name.replace(/[^a-z_0-9]/gi, "")}`.toLowerCase();
  const any = () => random.pick(table.columns).name;
  const lines = [
    `CREATE INDEX ${own}_plain ON ${name} (${key()});`,
    `CREATE INDEX ${own}_two ON ${name} (${key()}, k) INCLUDE (l);`,
    `CREATE INDEX ${own}_part ON ${name} (${key()}) WHERE k > 0;`,
    `CREATE INDEX ${own}_calc ON ${name} ((k + l));`,
    `CREATE INDEX ${own}_hash ON ${name} USING hash (${key()});`,
    `CREATE INDEX ${own}_brin ON ${name} USING brin (l);`,
    ...texts
      .slice(0, 2)
      .flatMap((each, place) => [
        `CREATE INDEX ${own}_lower${place} ON ${name} (lower(${each}));`,
        `CREATE INDEX ${own}_collated${place} ON ${name} (${each} COLLATE "POSIX");`,
        `CREATE INDEX ${own}_pattern${place} ON ${name} (${each} text_pattern_ops) WHERE ${each} IS NOT NULL;`,
      ]),
    `ALTER TABLE ${name} ADD CONSTRAINT ${own}_filled CHECK (${any()} IS NOT NULL);`,
    `ALTER TABLE ${name} ADD CONSTRAINT ${own}_both CHECK (${any()} IS NOT NULL AND ${any()} IS NOT NULL);`,
    `ALTER TABLE ${name} ADD CONSTRAINT ${own}_later CHECK (${any()} IS NOT NULL) NOT VALID;`,
    `ALTER TABLE ${name} ADD CONSTRAINT ${own}_above CHECK (k > 0${maybe(random, 40, " AND l IS NOT NULL")});`,
    `CREATE TRIGGER ${own}_after AFTER UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION touch();`,
    `CREATE TRIGGER ${own}_columns AFTER UPDATE OF l ON ${name} FOR EACH ROW EXECUTE FUNCTION touch();`,
    `CREATE TRIGGER ${own}_statement BEFORE INSERT ON ${name} EXECUTE FUNCTION touch();`,
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`,
    `CREATE POLICY ${own}_rows ON ${name} USING (o > 0);`,
    `CREATE STATISTICS ${own}_stats ON k, l FROM ${name};`,
  ];
  return some(random, lines, 18).join("\n");
}
