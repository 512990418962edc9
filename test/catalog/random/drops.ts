import { wordFor } from "./renames.ts";
import { anyOf, anyTable, often, type Scene, sometimes } from "./scene.ts";

/** DROP of a table, view or sequence. */
export function dropRelation(scene: Scene): string | undefined {
  const relation = anyOf(
    scene,
    scene.world.relations.filter(({ isIdentity, children }) => !isIdentity && children.length < 3),
  );
  if (relation === undefined) return undefined;
  const more = often(scene, 8)
    ? scene.world.relations.find(
        (other) => other.kind === relation.kind && relation.kind !== "S" && other !== relation && !other.isIdentity,
      )
    : undefined;
  const names = [relation, ...(more ? [more] : [])].map(({ sql }) => sql).join(", ");
  return `DROP ${wordFor(relation)} ${sometimes(scene, 10, "IF EXISTS ")}${names}${sometimes(scene, 65, " CASCADE")}`;
}

/** DROP INDEX. */
export function dropIndex(scene: Scene): string | undefined {
  const free = scene.world.relations
    .flatMap(({ indexes }) => indexes)
    .filter(({ constrained, inherited }) => !constrained && !inherited);
  const index = anyOf(scene, free);
  return index && `DROP INDEX ${sometimes(scene, 20, "IF EXISTS ")}${index.sql}`;
}

/** DROP TYPE and DROP DOMAIN. */
export function dropType(scene: Scene): string | undefined {
  const type = anyOf(scene, scene.world.types);
  return (
    type &&
    `DROP ${type.kind === "d" && often(scene, 50) ? "DOMAIN" : "TYPE"} ${type.sql}${sometimes(scene, 70, " CASCADE")}`
  );
}

/** DROP of what is not there. */
export function dropNothing({ random }: Scene): string {
  return `DROP ${random.pick(["TABLE", "VIEW", "INDEX", "SEQUENCE", "TYPE", "MATERIALIZED VIEW"])} IF EXISTS not_there_at_all`;
}

/** DROP POLICY and DROP TRIGGER. */
export function dropOfTable(scene: Scene): string | undefined {
  const table = anyTable(scene, ({ policies, triggers }) => policies.length + triggers.length > 0);
  if (table === undefined) return undefined;
  const policy = anyOf(scene, table.policies);
  if (policy !== undefined) return `DROP POLICY ${policy} ON ${table.sql}`;
  return `DROP TRIGGER ${anyOf(scene, table.triggers)} ON ${table.sql}`;
}
