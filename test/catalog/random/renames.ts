import { newColumn, newName } from "./names.ts";
import { anyOf, anyTable, often, type Scene } from "./scene.ts";
import type { WorldRelation } from "./world.ts";

const WORDS = { r: "TABLE", p: "TABLE", v: "VIEW", m: "MATERIALIZED VIEW", S: "SEQUENCE" } as const;

/** The word that names the relation's kind in ALTER and DROP. */
export function wordFor({ kind }: WorldRelation): string {
  return WORDS[kind];
}

/** ALTER … RENAME TO of a table, view, sequence, index or type. */
export function renameObject(scene: Scene): string | undefined {
  const index = anyOf(
    scene,
    scene.world.relations.flatMap(({ indexes }) => indexes),
  );
  if (index !== undefined && often(scene, 35)) return `ALTER INDEX ${index.sql} RENAME TO ${newName(scene)}`;
  const type = anyOf(scene, scene.world.types);
  if (type !== undefined && often(scene, 20))
    return `ALTER ${type.kind === "d" ? "DOMAIN" : "TYPE"} ${type.sql} RENAME TO ${newName(scene)}`;
  const relation = anyOf(scene, scene.world.relations);
  return relation && `ALTER ${wordFor(relation)} ${relation.sql} RENAME TO ${newName(scene)}`;
}

/** ALTER TABLE … RENAME COLUMN. */
export function renameColumn(scene: Scene): string | undefined {
  const table = anyTable(scene, ({ columns, isTyped }) => columns.length > 0 && !isTyped);
  const column = anyOf(scene, table?.columns.filter(({ inherited }) => !inherited) ?? []);
  if (table === undefined || column === undefined) return undefined;
  const { name } = newColumn(
    scene,
    table.columns.map(({ sql }) => sql),
  );
  return `ALTER TABLE ${table.sql} RENAME ${often(scene, 50) ? "COLUMN " : ""}${column.sql} TO ${name}`;
}

/** ALTER TABLE … RENAME CONSTRAINT. */
export function renameConstraint(scene: Scene): string | undefined {
  const table = anyTable(scene, ({ constraints }) => constraints.some(({ inherited }) => !inherited));
  const constraint = anyOf(scene, table?.constraints.filter(({ inherited }) => !inherited) ?? []);
  return table && constraint && `ALTER TABLE ${table.sql} RENAME CONSTRAINT ${constraint.sql} TO ${newName(scene)}`;
}

/** ALTER … SET SCHEMA. */
export function setSchema(scene: Scene): string | undefined {
  const schema = anyOf(scene, scene.world.schemas);
  const type = anyOf(
    scene,
    scene.world.types.filter((candidate) => candidate.schema !== schema),
  );
  if (type !== undefined && often(scene, 25)) return `ALTER TYPE ${type.sql} SET SCHEMA ${schema}`;
  const relation = anyOf(
    scene,
    scene.world.relations.filter((candidate) => candidate.schema !== schema && canMove(candidate)),
  );
  return schema && relation && `ALTER ${wordFor(relation)} ${relation.sql} SET SCHEMA ${schema}`;
}

function canMove({ temporary, kind, ownedBy }: WorldRelation): boolean {
  return !temporary && !(kind === "S" && ownedBy !== null);
}
