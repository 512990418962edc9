import { condition } from "./columns.ts";
import { newColumn, newName, schemaPrefix } from "./names.ts";
import { anyOf, anyTable, isNumber, often, type Scene, someOf, sometimes } from "./scene.ts";

/** CREATE VIEW and CREATE MATERIALIZED VIEW of one relation or two. */
export function createView(scene: Scene): string | undefined {
  const sources = scene.world.relations.filter(
    ({ kind, columns, temporary }) => kind !== "S" && columns.length > 0 && !temporary,
  );
  const source = anyOf(scene, sources);
  if (source === undefined) return undefined;
  const columns = someOf(scene, source.columns, 1, 3).map(({ sql }) => sql);
  const other = often(scene, 20) ? anyOf(scene, sources) : undefined;
  const where = sometimes(scene, 15, ` WHERE ${condition(scene, source.columns)}`);
  const query = other
    ? `SELECT ${columns.map((column) => `s.${column}`).join(", ")} FROM ${source.sql} AS s, ${other.sql} AS o`
    : `SELECT ${columns.join(", ")} FROM ${source.sql}${where}`;
  const kind = scene.random.pick([
    "VIEW",
    "VIEW",
    "OR REPLACE VIEW",
    "MATERIALIZED VIEW",
    "MATERIALIZED VIEW IF NOT EXISTS",
  ]);
  return `CREATE ${kind} ${schemaPrefix(scene)}${newName(scene)} AS ${query}${kind.startsWith("MAT") ? sometimes(scene, 30, " WITH NO DATA") : ""}`;
}

/** CREATE OR REPLACE VIEW of a view that is there, reading another table that has its columns. */
export function replaceView(scene: Scene): string | undefined {
  const view = anyOf(
    scene,
    scene.world.relations.filter(({ kind }) => kind === "v"),
  );
  const source = anyTable(
    scene,
    ({ columns }) =>
      view?.columns.every(({ sql, type }) => columns.some((own) => own.sql === sql && own.type === type)) === true,
  );
  return (
    view &&
    source &&
    `CREATE OR REPLACE VIEW ${view.sql} AS SELECT ${view.columns.map(({ sql }) => sql).join(", ")} FROM ${source.sql}`
  );
}

/** CREATE SEQUENCE. */
export function createSequence(scene: Scene): string {
  return `CREATE SEQUENCE ${sometimes(scene, 15, "IF NOT EXISTS ")}${schemaPrefix(scene)}${newName(scene)}${sometimes(scene, 20, " START 5 INCREMENT BY 2")}`;
}

/** A default that takes from a sequence that is there. */
export function defaultFromSequence(scene: Scene): string | undefined {
  const sequence = anyOf(
    scene,
    scene.world.relations.filter(({ kind, isIdentity, temporary }) => kind === "S" && !isIdentity && !temporary),
  );
  const table = anyTable(scene, ({ columns }) => columns.some(isNumber));
  const column = anyOf(
    scene,
    table?.columns.filter((own) => isNumber(own) && own.generated === "" && own.identity === "") ?? [],
  );
  if (sequence === undefined || table === undefined || column === undefined) return undefined;
  return `ALTER TABLE ${table.sql} ALTER ${column.sql} SET DEFAULT nextval('${sequence.sql.replaceAll("'", "''")}')`;
}

/** CREATE TYPE and CREATE DOMAIN. */
export function createType(scene: Scene): string {
  const name = schemaPrefix(scene) + newName(scene);
  const form = scene.random.below(4);
  if (form < 2)
    return `CREATE TYPE ${name} AS ENUM (${someOf(scene, ["'new'", "'paid'", "'it''s'", "'done'"], 1, 4).join(", ")})`;
  if (form === 2) {
    const check = sometimes(scene, 50, " CHECK (VALUE IS NOT NULL)");
    return `CREATE DOMAIN ${name} AS ${scene.random.pick(["int", "text", "varchar(12)", "numeric(6,2)"])}${sometimes(scene, 30, " NOT NULL")}${check}`;
  }
  const one = newColumn(scene, []);
  const other = newColumn(scene, [one.name]);
  return `CREATE TYPE ${name} AS (${one.name} ${one.type}, ${other.name} ${other.type})`;
}

/** CREATE SCHEMA. */
export function createSchema(scene: Scene): string | undefined {
  const name = scene.random.pick(["app", "billing", '"Second Schema"']);
  if (scene.world.schemas.includes(name)) return often(scene, 20) ? `CREATE SCHEMA IF NOT EXISTS ${name}` : undefined;
  return `CREATE SCHEMA ${sometimes(scene, 20, "IF NOT EXISTS ")}${name}`;
}

/** SET and RESET search_path. */
export function searchPath(scene: Scene): string {
  if (often(scene, 40))
    return scene.random.pick(["RESET search_path", "SET search_path TO DEFAULT", "SET search_path = public"]);
  const schemas = someOf(scene, scene.world.schemas, 1, 3);
  return `SET ${sometimes(scene, 20, "LOCAL ")}search_path TO ${[...schemas, ...(often(scene, 20) ? ["pg_catalog"] : [])].join(", ")}`;
}

/** Statements that change nothing which the lines tell. */
export function withoutConsequence(scene: Scene): string | undefined {
  const table = anyTable(scene);
  if (table === undefined) return undefined;
  const column = anyOf(scene, table.columns);
  const comment =
    column && often(scene, 50)
      ? `COMMENT ON COLUMN ${table.sql}.${column.sql} IS 'x'`
      : `COMMENT ON TABLE ${table.sql} IS 'y'`;
  return scene.random.pick([comment, `ANALYZE ${table.sql}`, `GRANT SELECT ON ${table.sql} TO PUBLIC`]);
}
