import { anyOf, often, type Scene, someOf, sometimes } from "./scene.ts";
import type { WorldRelation } from "./world.ts";

// Every server has these roles.
const ROLES = ["pg_monitor", "pg_signal_backend", "PUBLIC"];

const ON_TABLES = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];
const ON_COLUMNS = ["SELECT", "INSERT", "UPDATE", "REFERENCES", "ALL"];

/** GRANT and REVOKE on relations, their columns, types, and all that is in a schema. */
export function grantOrRevoke(scene: Scene): string | undefined {
  const object = granted(scene);
  if (object === undefined) return undefined;
  const roles = someOf(scene, ROLES, 1, 2);
  const isOption = !roles.includes("PUBLIC") && often(scene, 20);
  if (often(scene, 60)) return `GRANT ${object} TO ${roles.join(", ")}${isOption ? " WITH GRANT OPTION" : ""}`;
  return `REVOKE ${isOption ? "GRANT OPTION FOR " : ""}${object} FROM ${roles.join(", ")}${sometimes(scene, 20, " CASCADE")}`;
}

function granted(scene: Scene): string | undefined {
  const { world, random } = scene;
  if (often(scene, 10)) {
    const [what, privileges] = random.pick([
      ["TABLES", "SELECT, UPDATE"],
      ["SEQUENCES", "USAGE"],
      ["FUNCTIONS", "EXECUTE"],
    ]);
    return `${random.pick([privileges, "ALL"])} ON ALL ${what} IN SCHEMA ${random.pick(world.schemas)}`;
  }
  if (often(scene, 15)) {
    const type = anyOf(scene, world.types);
    return type && `USAGE ON ${type.kind === "d" ? "DOMAIN" : "TYPE"} ${type.sql}`;
  }
  const relations = world.relations.filter(({ temporary }) => !temporary);
  // Most often one on which there is something to take away or to add to.
  const before = relations.filter(({ sql }) => scene.accepted.some((own) => own.includes(` ON ${sql} TO `)));
  const relation = anyOf(scene, before.length > 0 && often(scene, 70) ? before : relations);
  return relation && onRelation(scene, relation);
}

function onRelation(scene: Scene, { kind, sql, columns }: WorldRelation): string {
  if (kind === "S") return `${scene.random.pick(["ALL", "USAGE", "SELECT, UPDATE"])} ON SEQUENCE ${sql}`;
  if (often(scene, 20)) return `ALL ON ${sql}`;
  const whole = someOf(scene, ON_TABLES, 1, 3);
  if (columns.length === 0 || often(scene, 50)) return `${whole.join(", ")} ON ${sql}`;
  const some = someOf(scene, columns, 1, 2).map((column) => column.sql);
  const own = scene.random.pick(ON_COLUMNS);
  const more = own === "ALL" ? "" : sometimes(scene, 30, `, ${whole.join(", ")}`);
  return `${own} (${some.join(", ")})${more} ON ${sql}`;
}

/** ALTER … OWNER TO of a relation. */
export function changeOwner(scene: Scene): string | undefined {
  const relation = anyOf(
    scene,
    scene.world.relations.filter(({ kind, temporary, ownedBy }) => !temporary && (kind !== "S" || ownedBy === null)),
  );
  return (
    relation &&
    `ALTER TABLE ${relation.sql} OWNER TO ${scene.random.pick(["pg_monitor", "pg_signal_backend", "CURRENT_USER"])}`
  );
}
