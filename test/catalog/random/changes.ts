import { alterTable } from "./alter-table.ts";
import { newColumn, newName } from "./names.ts";
import { anyOf, anyTable, isNumber, often, type Scene, sometimes } from "./scene.ts";

/** ALTER SEQUENCE: whose it is, and what it counts in. */
export function alterSequence(scene: Scene): string | undefined {
  const { relations } = scene.world;
  const sequence = anyOf(
    scene,
    relations.filter(({ kind, isIdentity, temporary }) => kind === "S" && !isIdentity && !temporary),
  );
  if (sequence === undefined) return undefined;
  if (often(scene, 40))
    return `ALTER SEQUENCE ${sequence.sql} ${scene.random.pick(["OWNED BY NONE", "AS int", "CYCLE"])}`;
  // Whose columns the catalogue does not know, those own no sequence there either.
  if (scene.accepted.some((statement) => / AS SELECT | INTO | OF /.test(statement))) return undefined;
  // A second sequence that a column owns the catalogue has no place for.
  const owning = new Set(relations.map(({ ownedBy }) => ownedBy));
  const table = anyTable(scene, ({ schema, kind }) => schema === sequence.schema && kind === "r");
  const free = table?.columns.filter((column) => isNumber(column) && !owning.has(`${table.sql}.${column.sql}`)) ?? [];
  const column = anyOf(scene, free);
  return table && column && `ALTER SEQUENCE ${sequence.sql} OWNED BY ${table.sql}.${column.sql}`;
}

/** ALTER TYPE of an enum's values or a composite's attributes, and ALTER DOMAIN. */
export function alterType(scene: Scene): string | undefined {
  const type = anyOf(scene, scene.world.types);
  if (type === undefined) return undefined;
  if (type.kind === "d") {
    const change = [
      "SET NOT NULL",
      "DROP NOT NULL",
      "DROP DEFAULT",
      "SET DEFAULT NULL",
      `ADD CONSTRAINT ${newName(scene)} CHECK (VALUE IS NOT NULL)`,
    ];
    return `ALTER DOMAIN ${type.sql} ${scene.random.pick(change)}`;
  }
  if (type.kind === "c") return `ALTER TYPE ${type.sql} ADD ATTRIBUTE ${newColumn(scene, []).name} int`;
  const label = anyOf(scene, type.labels)?.replaceAll("'", "''");
  const fresh = `v${scene.count()}`;
  if (label !== undefined && often(scene, 30)) return `ALTER TYPE ${type.sql} RENAME VALUE '${label}' TO '${fresh}'`;
  if (label !== undefined && often(scene, 10)) return `ALTER TYPE ${type.sql} ADD VALUE IF NOT EXISTS '${label}'`;
  const place =
    label === undefined ? "" : sometimes(scene, 60, ` ${scene.random.pick(["BEFORE", "AFTER"])} '${label}'`);
  return `ALTER TYPE ${type.sql} ADD VALUE '${fresh}'${place}`;
}

/** CREATE TRIGGER, with the function that it calls. */
export function createTrigger(scene: Scene): string | undefined {
  // Older versions take what partitions have of it for the server's own, which the lines leave out.
  const table = anyTable(scene, ({ kind }) => kind === "r" || scene.version >= 16);
  if (table === undefined) return undefined;
  const routine =
    "CREATE OR REPLACE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";
  const when = scene.random.pick(["AFTER INSERT", "AFTER UPDATE OR DELETE"]);
  return `${routine}; CREATE TRIGGER ${newName(scene)} ${when} ON ${table.sql} FOR EACH ROW EXECUTE FUNCTION public.touch()`;
}

/** CREATE POLICY; of no column, for the catalogue does not keep which ones a policy reads and goes with. */
export function createPolicy(scene: Scene): string | undefined {
  const table = anyTable(scene);
  if (table === undefined) return undefined;
  const command = scene.random.pick(["", " FOR SELECT", " FOR UPDATE", " AS RESTRICTIVE"]);
  return `CREATE POLICY ${newName(scene)} ON ${table.sql}${command} USING (true)`;
}

/** A DO block that holds an ALTER TABLE. */
export function doBlock(scene: Scene): string | undefined {
  const statement = alterTable(scene);
  return statement && `DO $block$ BEGIN ${statement}; END $block$`;
}

/** ALTER SCHEMA … RENAME and DROP SCHEMA. */
export function changeSchema(scene: Scene): string | undefined {
  const schema = anyOf(
    scene,
    scene.world.schemas.filter((name) => name !== "public"),
  );
  if (schema === undefined) return undefined;
  return often(scene, 50)
    ? `ALTER SCHEMA ${schema} RENAME TO renamed_${scene.count()}`
    : `DROP SCHEMA ${schema}${sometimes(scene, 60, " CASCADE")}`;
}
