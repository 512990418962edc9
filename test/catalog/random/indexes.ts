import { condition, include } from "./columns.ts";
import { newName } from "./names.ts";
import { anyOf, isNumber, isOrdered, isText, often, type Scene, someOf, sometimes } from "./scene.ts";
import type { WorldColumn, WorldRelation } from "./world.ts";

/** CREATE INDEX in many shapes, on tables and materialized views. */
export function createIndex(scene: Scene): string | undefined {
  const relation = anyOf(
    scene,
    scene.world.relations.filter(({ kind, columns }) => "rpm".includes(kind) && columns.length > 0),
  );
  if (relation === undefined) return undefined;
  const columns = relation.columns.filter(({ generated }) => generated !== "v");
  const other = often(scene, 15) ? otherMethod(scene, relation, columns) : undefined;
  if (other !== undefined) return other;
  const unique = relation.kind !== "p" && often(scene, 30);
  const keys = someOf(scene, keysOf(scene, columns), 1, 3);
  if (keys.length === 0) return undefined;
  const distinct = unique && scene.version >= 15 ? sometimes(scene, 10, " NULLS NOT DISTINCT") : "";
  const rest = `(${keys.join(", ")})${include(scene, columns)}${distinct}${sometimes(scene, 15, ` WHERE ${condition(scene, columns)}`)}`;
  return `CREATE ${unique ? "UNIQUE " : ""}INDEX ${nameAndTable(scene, relation)}${sometimes(scene, 20, " USING btree")} ${rest}`;
}

function nameAndTable(scene: Scene, relation: WorldRelation): string {
  const name = often(scene, 45) ? `${newName(scene)} ` : "";
  const ifNotExists = name === "" ? "" : sometimes(scene, 10, "IF NOT EXISTS ");
  const only = relation.kind === "p" ? sometimes(scene, 35, "ONLY ") : "";
  return `${ifNotExists}${name}ON ${only}${relation.sql}`;
}

function keysOf(scene: Scene, columns: readonly WorldColumn[]): readonly string[] {
  const plain = columns
    .filter(isOrdered)
    .map(({ sql }) => sql + sometimes(scene, 20, scene.random.pick([" DESC", " ASC NULLS FIRST", " DESC NULLS LAST"])));
  const classed = columns
    .filter(isText)
    .map(
      ({ sql, base }) =>
        `${sql}${sometimes(scene, 30, ' COLLATE "C"')}${sometimes(scene, 40, base === "bpchar" ? " bpchar_pattern_ops" : " text_pattern_ops")}`,
    );
  const computed = often(scene, 40) ? columns.flatMap(expressionsOf) : [];
  return [...plain, ...(often(scene, 40) ? classed : []), ...someOf(scene, computed, 0, 2)];
}

const OF_NUMBERS = [
  "($ + 1)",
  "abs($)",
  "(($)::text)",
  "($)",
  "(CASE WHEN $ > 0 THEN 1 END)",
  "(CAST($ AS real))",
].concat(
  [
    "(-$)",
    "(CASE WHEN $ > 0 THEN 1 ELSE $ END)",
    "(ARRAY[$])",
    "(ROW($) IS NULL)",
    "($ BETWEEN 1 AND 2)",
    "(($ + 1)::text)",
  ],
  [
    "($ IN (1, 2))",
    "(NOT $ > 1)",
    "($ IS DISTINCT FROM 1)",
    "least($, 1)",
    "pg_catalog.abs($)",
    "(1::bigint)",
    "nullif($, 0)",
  ],
);

const OF_TEXTS = [
  "lower($)",
  "($ || 'x')",
  "coalesce($, 'none')",
  "(upper($)::varchar(5))",
  "(lower($) || upper($))",
].concat(
  [
    "substring($, 1, 3)",
    "nullif($, '')",
    "($ IS NULL)",
    "($ = 'a' OR $ = 'b')",
    "greatest($, 'x')",
    "trim($)",
    "($ LIKE 'x%')",
  ],
  ["trim(leading 'x' from $)", "position('a' in $)", "overlay($ placing 'x' from 1)"],
  ["substring($ from 2)", "(CAST(lower($) AS varchar(4)))"],
);

const OF_ARRAYS = ["($[1])", "($[1:2])", "array_length($, 1)"];

function expressionsOf(column: WorldColumn): readonly string[] {
  return templatesFor(column).map((template) => template.replaceAll("$", () => column.sql));
}

function templatesFor(column: WorldColumn): readonly string[] {
  if (isNumber(column)) return OF_NUMBERS;
  if (isText(column)) return OF_TEXTS;
  if (/^_(?:int4|text|varchar)$/.test(column.base)) return OF_ARRAYS;
  if (column.base === "jsonb") return ["($ -> 'a')", "($ ->> 'a')", "($['a'])"];
  // extract() is date_part() before 14, which the catalogue, knowing no version, does not say.
  return column.base === "timestamptz" ? ["($ AT TIME ZONE 'UTC')"] : ["($ IS NULL)"];
}

function otherMethod(scene: Scene, relation: WorldRelation, columns: readonly WorldColumn[]): string | undefined {
  const choices = columns.flatMap((column) => {
    if (column.base === "jsonb") return [`USING gin (${column.sql})`, `USING gin (${column.sql} jsonb_path_ops)`];
    if (/^_(?:int4|text|varchar)$|tsvector/.test(column.base)) return [`USING gin (${column.sql})`];
    if (/range$/.test(column.base)) return [`USING gist (${column.sql})`];
    return isOrdered(column) && column.base !== "bool"
      ? [`USING brin (${column.sql})`, `USING hash (${column.sql})`]
      : [];
  });
  const choice = anyOf(scene, choices);
  return choice && `CREATE INDEX ${nameAndTable(scene, relation)} ${choice}`;
}

/** ALTER INDEX … ATTACH PARTITION of an index that was made ON ONLY the parent. */
export function attachIndex(scene: Scene): string | undefined {
  const pairs = scene.world.relations.flatMap((parent) =>
    parent.indexes
      .filter(({ valid }) => !valid && parent.kind === "p")
      .flatMap((index) =>
        scene.world.relations
          .filter(({ sql }) => parent.children.includes(sql))
          .flatMap((child) => child.indexes.filter(({ inherited }) => !inherited))
          .map((own) => `ALTER INDEX ${index.sql} ATTACH PARTITION ${own.sql}`),
      ),
  );
  return anyOf(scene, pairs);
}

/** An index on a partition like one that its parent waits for. */
export function createPart(scene: Scene): string | undefined {
  const parent = anyOf(
    scene,
    scene.world.relations.filter(
      ({ kind, indexes, children }) => kind === "p" && children.length > 0 && indexes.length > 0,
    ),
  );
  const child = anyOf(
    scene,
    scene.world.relations.filter(({ sql }) => parent?.children.includes(sql)),
  );
  const column = anyOf(scene, parent?.columns.filter(isOrdered) ?? []);
  if (parent === undefined || child === undefined || column === undefined) return undefined;
  return `CREATE INDEX ON ${often(scene, 50) ? child.sql : `ONLY ${parent.sql}`} (${column.sql})`;
}
