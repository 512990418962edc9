import { columnDefinition, condition, type Definition, tableConstraint, whole } from "./columns.ts";
import { newName, schemaPrefix } from "./names.ts";
import { anyOf, anyTable, isOrdered, often, type Scene, someOf, sometimes, tablesOf } from "./scene.ts";
import type { WorldRelation } from "./world.ts";

/** CREATE TABLE with columns and constraints of its own, LIKE clauses and parents. */
export function createPlain(scene: Scene): string {
  const temporary = often(scene, 6);
  const persistence = temporary
    ? scene.random.pick(["TEMP ", "TEMPORARY ", "LOCAL TEMP "])
    : sometimes(scene, 6, "UNLOGGED ");
  const head = `CREATE ${persistence}TABLE ${sometimes(scene, 8, "IF NOT EXISTS ")}${temporary ? "" : schemaPrefix(scene)}${newName(scene)}`;
  const definitions = definitionsOf(scene, 1 + scene.random.below(5));
  const parents = often(scene, 12) ? someOf(scene, tablesOf(scene).filter(canBeParent), 1, 2) : [];
  const inherits = parents.length > 0 ? ` INHERITS (${parents.map(({ sql }) => sql).join(", ")})` : "";
  return `${head} (${body(scene, definitions, []).join(", ")})${inherits}`;
}

function canBeParent(table: WorldRelation): boolean {
  return table.kind === "r" && !table.isPartition && !table.temporary;
}

function definitionsOf(scene: Scene, count: number): readonly Definition[] {
  const definitions: Definition[] = [];
  while (definitions.length < count) {
    const taken = definitions.map(({ column }) => column);
    definitions.push(columnDefinition(scene, taken, definitions.length === 0 ? "whole" : "added"));
  }
  return definitions;
}

function body(scene: Scene, definitions: readonly Definition[], must: readonly string[]): readonly string[] {
  const columns = definitions.map(({ column }) => whole(column));
  const constraints = [tableConstraint, tableConstraint].map((make) =>
    often(scene, 25) ? make(scene, columns, must) : undefined,
  );
  const unique = constraints.filter((text) => text !== undefined && !text.includes("PRIMARY KEY"));
  return [...definitions.map(({ text }) => text), ...unique.map(String)];
}

const INCLUDED = ["DEFAULTS", "CONSTRAINTS", "INDEXES", "IDENTITY", "GENERATED", "COMMENTS", "STATISTICS", "STORAGE"];

/** `CREATE TABLE … (LIKE …)`, alone or with columns around it. */
export function createLike(scene: Scene): string | undefined {
  const source = anyOf(
    scene,
    scene.world.relations.filter(({ kind, columns }) => (kind === "r" || kind === "p") && columns.length > 0),
  );
  if (source === undefined) return undefined;
  const options = often(scene, 40)
    ? ` INCLUDING ALL${sometimes(scene, 30, ` EXCLUDING ${scene.random.pick(INCLUDED)}`)}`
    : someOf(scene, INCLUDED, 0, 3)
        .map((option) => ` INCLUDING ${option}`)
        .join("");
  const free = definitionsOf(scene, 8)
    .filter(({ column, text }) => !source.columns.some(({ sql }) => sql === column.sql) && !text.includes("GENERATED"))
    .filter(({ text }) => !text.includes("PRIMARY KEY"));
  const around = often(scene, 30) ? free.slice(0, 2).map(({ text }) => text) : [];
  const parts = [...around.slice(0, 1), `LIKE ${source.sql}${options}`, ...around.slice(1)];
  return `CREATE TABLE ${schemaPrefix(scene)}${newName(scene)} (${parts.join(", ")})`;
}

/** CREATE TABLE … PARTITION BY. */
export function createPartitioned(scene: Scene): string {
  const first = columnDefinition(scene, [], "plain");
  const rest = definitionsOf(scene, 1 + scene.random.below(4)).filter(
    ({ column, text }) => column.sql !== first.column.sql && !/PRIMARY KEY|UNIQUE|EXCLUDE/.test(text),
  );
  const withoutIdentity = rest.filter(({ text }) => !text.includes("IDENTITY") || scene.version >= 17);
  const definitions = [first, ...withoutIdentity.filter(({ text }) => !uses(text, rest, withoutIdentity))];
  const parts = body(scene, definitions, [first.column.sql]).filter((text) => !text.includes("NO INHERIT"));
  return `CREATE TABLE ${schemaPrefix(scene)}${newName(scene)} (${parts.join(", ")}) PARTITION BY ${partitionBy(scene, first)}`;
}

/** Whether a computed column reads one that was left out. */
function uses(text: string, all: readonly Definition[], kept: readonly Definition[]): boolean {
  const source = /AS \((.+?) \* 2\)/.exec(text)?.[1];
  return (
    source !== undefined &&
    !all.some(({ column }) => column.sql === source && kept.some((other) => other.column === column))
  );
}

function partitionBy(scene: Scene, { column }: Definition): string {
  const strategy = scene.random.pick(["RANGE", "LIST", "HASH"]);
  return `${strategy} (${column.sql})`;
}

/** The bounds of one more partition; undefined where only guessing could find some. */
export function boundsFor(scene: Scene, parent: WorldRelation): string | undefined {
  if (!parent.hasDefaultPartition && parent.strategy !== "h" && often(scene, 15)) return "DEFAULT";
  const key = parent.columns.find(({ sql }) => sql === parent.partitionKey[0]);
  const value = valueMaker(key?.base ?? "");
  if (value === undefined || parent.partitionKey.length !== 1) return undefined;
  const number = scene.count();
  if (parent.strategy === "h") return `FOR VALUES WITH (MODULUS 64, REMAINDER ${number % 64})`;
  if (parent.strategy === "l") return `FOR VALUES IN (${value(number)}${sometimes(scene, 5, ", NULL")})`;
  return `FOR VALUES FROM (${value(number)}) TO (${value(number + 1)})`;
}

function valueMaker(base: string): ((number: number) => string) | undefined {
  if (/^(?:int[248]|numeric|float8)$/.test(base)) return (number) => String(number * 10);
  if (base === "text" || base === "varchar") return (number) => `'v${String(number).padStart(5, "0")}'`;
  if (/^(?:date|timestamp)/.test(base)) return (number) => `'${2000 + number}-01-01'`;
  return undefined;
}

/** CREATE TABLE … PARTITION OF. */
export function createPartition(scene: Scene): string | undefined {
  const parent = anyTable(scene, ({ kind }) => kind === "p");
  const bounds = parent && boundsFor(scene, parent);
  if (parent === undefined || bounds === undefined) return undefined;
  const column = anyOf(
    scene,
    parent.columns.filter(({ generated, identity }) => generated === "" && identity === ""),
  );
  const own = [
    column && often(scene, 20) ? `${column.sql} ${scene.random.pick(["NOT NULL", "DEFAULT NULL", "UNIQUE"])}` : "",
    often(scene, 10) ? `CHECK (${condition(scene, parent.columns)})` : "",
  ].filter((part) => part !== "");
  const parts = own.length > 0 ? ` (${own.join(", ")})` : "";
  const key = anyOf(scene, parent.columns.filter(isOrdered));
  const again =
    key && often(scene, 20) ? ` PARTITION BY ${scene.random.pick(["RANGE", "LIST", "HASH"])} (${key.sql})` : "";
  return `CREATE TABLE ${schemaPrefix(scene)}${newName(scene)} PARTITION OF ${parent.sql}${parts} ${bounds}${again}`;
}

/** CREATE TABLE … OF a composite type. */
export function createTyped(scene: Scene): string | undefined {
  const type = anyOf(
    scene,
    scene.world.types.filter(({ kind }) => kind === "c"),
  );
  return type && `CREATE TABLE ${newName(scene)} OF ${type.sql}`;
}

/** CREATE TABLE … AS and SELECT INTO. */
export function createAs(scene: Scene): string | undefined {
  const source = anyTable(scene, ({ columns }) => columns.length > 0);
  if (source === undefined) return undefined;
  const columns = someOf(scene, source.columns, 1, 3)
    .map(({ sql }) => sql)
    .join(", ");
  if (often(scene, 20)) return `SELECT ${columns} INTO ${newName(scene)} FROM ${source.sql}`;
  return `CREATE ${sometimes(scene, 10, "UNLOGGED ")}TABLE ${newName(scene)} AS SELECT ${columns} FROM ${source.sql}`;
}
