import { newColumn, newName } from "./names.ts";
import { anyOf, isNumber, isOrdered, isText, often, type Scene, someOf, sometimes } from "./scene.ts";
import type { WorldColumn, WorldRelation } from "./world.ts";

const TYPES = [
  ..."int bigint smallint text boolean uuid date bytea json jsonb inet money real interval xml cidr".split(" "),
  ..."varchar(10) varchar char(3) char numeric numeric(8,3) decimal(5) float(10) timestamp timestamptz(3)".split(" "),
  ..."bit(4) varbit(9) time(2) timetz int4range tstzrange int[] text[] varchar(5)[] name tsvector point".split(" "),
  ..."double_precision timestamp(6)_with_time_zone character_varying(7) int4[][] interval(3)".split(" "),
].map((type) => type.replaceAll("_", " "));

/** A column that is being written: what constraints beside it can be about. */
export type Planned = Pick<WorldColumn, "sql" | "base" | "generated">;

/** A column's definition, and the column as the rest of its statement may use it. */
export interface Definition {
  readonly text: string;
  readonly column: Planned;
}

/** What a definition may hold besides name and type: `plain` no constraints, `whole` all, `added` what ALTER TABLE can add. */
export type Extent = "plain" | "whole" | "added";

/** The definition of a column that is none of `taken`. */
export function columnDefinition(scene: Scene, taken: readonly Planned[], extent: Extent): Definition {
  const { name, type: usual } = newColumn(
    scene,
    taken.map(({ sql }) => sql),
  );
  if (extent !== "plain" && often(scene, 8)) {
    const type = scene.random.pick(["serial", "bigserial", "smallserial"]);
    return { text: `${name} ${type}${keys(scene, extent)}`, column: planned(name, "int") };
  }
  const type = often(scene, 80) ? usual : otherType(scene);
  const column = planned(name, type);
  return { text: `${name} ${type}${clauses(scene, column, type, taken, extent)}`, column };
}

function otherType(scene: Scene): string {
  const own = anyOf(scene, scene.world.types);
  if (own === undefined || often(scene, 50)) return scene.random.pick(TYPES);
  return own.sql + sometimes(scene, 20, "[]");
}

const BASES: Readonly<Record<string, string>> = {
  int: "int4",
  bigint: "int8",
  smallint: "int2",
  "varchar(20)": "varchar",
  "numeric(10,2)": "numeric",
};

function planned(sql: string, type: string): Planned {
  return { sql, base: BASES[type] ?? type, generated: "" };
}

function clauses(scene: Scene, column: Planned, type: string, taken: readonly Planned[], extent: Extent): string {
  const parts = [isText(whole(column)) ? sometimes(scene, 15, ' COLLATE "C"') : ""];
  const numbers = taken.filter((other) => isNumber(whole(other)) && other.generated === "");
  const source = anyOf(scene, numbers);
  if (extent === "plain") return parts.join("") + sometimes(scene, 20, " NOT NULL");
  if (source !== undefined && isNumber(whole(column)) && often(scene, 12)) {
    const storage = scene.version >= 18 && often(scene, 40) ? " VIRTUAL" : " STORED";
    return `${parts.join("")} GENERATED ALWAYS AS (${source.sql} * 2)${storage}`;
  }
  if (/^(?:int|bigint|smallint)$/.test(type) && often(scene, 8)) {
    const when = scene.random.pick(["ALWAYS", "BY DEFAULT"]);
    return ` GENERATED ${when} AS IDENTITY${sometimes(scene, 20, " (START 10)")}${keys(scene, extent)}`;
  }
  parts.push(sometimes(scene, 20, ` DEFAULT ${defaultFor(scene, whole(column))}`));
  parts.push(sometimes(scene, 20, scene.random.pick([" NOT NULL", " NOT NULL", " NULL"])));
  if (isNumber(whole(column))) parts.push(sometimes(scene, 12, `${named(scene)} CHECK (${column.sql} > 0)`));
  if (isOrdered(whole(column))) parts.push(sometimes(scene, 12, `${named(scene)} UNIQUE`));
  parts.push(sometimes(scene, 12, referencesClause(scene, whole(column))));
  return parts.join("");
}

/** What is planned, as a column that is there. */
export function whole(column: Planned): WorldColumn {
  return { type: column.base, notNull: false, hasDefault: false, identity: "", inherited: false, ...column };
}

function keys(scene: Scene, extent: Extent): string {
  return extent === "whole" ? sometimes(scene, 60, " PRIMARY KEY") : sometimes(scene, 20, " UNIQUE");
}

/** `CONSTRAINT …` now and then. */
export function named(scene: Scene): string {
  return sometimes(scene, 30, ` CONSTRAINT ${newName(scene)}`);
}

/** A default that fits the column. */
export function defaultFor(scene: Scene, column: WorldColumn): string {
  if (often(scene, 25)) return "NULL";
  if (isNumber(column)) return scene.random.pick(["1", "0", "(1 + 2)", "-5"]);
  if (isText(column)) return scene.random.pick(["'x'", "''", "current_user", "lower('X')"]);
  if (/^(?:date|timestamp)/.test(column.base)) return scene.random.pick(["now()", "CURRENT_TIMESTAMP"]);
  return "NULL";
}

const ACTIONS = [
  "",
  " ON DELETE CASCADE",
  " ON DELETE SET NULL",
  " ON UPDATE RESTRICT",
  " ON DELETE SET DEFAULT ON UPDATE CASCADE",
];

/** Tables' keys that a foreign key of these columns can point at. */
function targets(scene: Scene, columns: readonly WorldColumn[]): readonly string[] {
  return scene.world.relations
    .filter(({ temporary, kind }) => !temporary && (kind === "r" || kind === "p"))
    .flatMap((table) => table.constraints.map((constraint) => ({ table, constraint })))
    .filter(({ constraint }) => constraint.kind === "p" || constraint.kind === "u")
    .filter(({ table, constraint }) => fits(table, constraint.columns, columns))
    .map(({ table, constraint }) =>
      constraint.kind === "p" && often(scene, 50) ? table.sql : `${table.sql} (${constraint.columns.join(", ")})`,
    );
}

function fits(table: WorldRelation, names: readonly string[], columns: readonly WorldColumn[]): boolean {
  if (names.length !== columns.length) return false;
  return names.every((name, at) => table.columns.find(({ sql }) => sql === name)?.base === columns[at]?.base);
}

function referencesClause(scene: Scene, column: WorldColumn): string {
  const target = anyOf(scene, targets(scene, [column]));
  return target === undefined ? "" : `${named(scene)} REFERENCES ${target}${scene.random.pick(ACTIONS)}`;
}

/** A foreign key of one or two of the columns, where some table's key fits them. */
export function foreignKey(scene: Scene, columns: readonly WorldColumn[]): string | undefined {
  const own = someOf(scene, columns, 1, 2);
  const target = anyOf(scene, targets(scene, own)) ?? undefined;
  if (own.length === 0 || target === undefined) return undefined;
  const names = own.map(({ sql }) => sql).join(", ");
  return `${named(scene)} FOREIGN KEY (${names}) REFERENCES ${target}${scene.random.pick(ACTIONS)}`.trimStart();
}

/** A condition on the columns. */
export function condition(scene: Scene, columns: readonly WorldColumn[]): string {
  const [one, other] = someOf(scene, columns, 1, 2);
  if (one === undefined) return "true";
  if (isNumber(one) && other !== undefined && isNumber(other)) return `${one.sql} <> ${other.sql}`;
  if (isNumber(one)) return `${one.sql} > ${scene.random.below(3)}`;
  if (isText(one)) return scene.random.pick([`${one.sql} <> ''`, `length(${one.sql}) < 9`, `lower(${one.sql}) = 'x'`]);
  return other === undefined ? `${one.sql} IS NOT NULL` : `${one.sql} IS NULL OR ${other.sql} IS NOT NULL`;
}

/** A constraint as a table's list or ADD has it; keys hold `must`, as a partitioned table's have to. */
export function tableConstraint(
  scene: Scene,
  columns: readonly WorldColumn[],
  must: readonly string[],
): string | undefined {
  const ordered = columns.filter(isOrdered);
  const key = () => {
    const picked = someOf(scene, ordered, 1, 2).map(({ sql }) => sql);
    return Array.from(new Set(must.length > 0 && often(scene, 90) ? [...picked, ...must] : picked)).join(", ");
  };
  const kind = scene.random.below(10);
  if (kind < 3)
    return `${named(scene)} CHECK (${condition(scene, columns)})${sometimes(scene, 8, " NO INHERIT")}`.trimStart();
  if (kind < 6) return foreignKey(scene, columns);
  if (kind === 6 && must.length === 0) return exclusion(scene, columns);
  if (ordered.length === 0) return undefined;
  const distinct = scene.version >= 15 ? sometimes(scene, 10, " NULLS NOT DISTINCT") : "";
  const unique = `${named(scene)} UNIQUE${distinct} (${key()})${include(scene, columns)}${sometimes(scene, 10, " DEFERRABLE")}`;
  return kind === 7 ? `${named(scene)} PRIMARY KEY (${key()})`.trimStart() : unique.trimStart();
}

/** `INCLUDE (…)` now and then. */
export function include(scene: Scene, columns: readonly WorldColumn[]): string {
  const extra = someOf(
    scene,
    columns.filter(({ generated }) => generated !== "v"),
    1,
    2,
  );
  return extra.length === 0 ? "" : sometimes(scene, 10, ` INCLUDE (${extra.map(({ sql }) => sql).join(", ")})`);
}

function exclusion(scene: Scene, columns: readonly WorldColumn[]): string | undefined {
  const range = anyOf(
    scene,
    columns.filter(({ base }) => /range$|^inet$|^cidr$/.test(base)),
  );
  if (range?.base.endsWith("range")) return `${named(scene)} EXCLUDE USING gist (${range.sql} WITH &&)`.trimStart();
  const column = anyOf(scene, columns.filter(isOrdered));
  return (
    column &&
    `${named(scene)} EXCLUDE (${column.sql} WITH =)${sometimes(scene, 30, ` WHERE (${condition(scene, columns)})`)}`.trimStart()
  );
}
