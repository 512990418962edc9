import { columnDefinition, condition, defaultFor, tableConstraint } from "./columns.ts";
import { boundsFor } from "./create-table.ts";
import { newName } from "./names.ts";
import { anyOf, anyTable, isNumber, isOrdered, isText, often, type Scene, sometimes, tablesOf } from "./scene.ts";
import type { WorldColumn, WorldRelation } from "./world.ts";

/** A subcommand of ALTER TABLE for the table, or nothing where it does not apply. */
type Action = (scene: Scene, table: WorldRelation) => string | undefined;

const ACTIONS: readonly Action[] = [
  addColumn,
  addColumn,
  addColumn,
  dropColumn,
  dropColumn,
  alterType,
  alterType,
  setDefault,
  setDefault,
  notNull,
  notNull,
  identity,
  generated,
  addConstraint,
  addConstraint,
  addConstraint,
  usingIndex,
  dropConstraint,
  dropConstraint,
  validate,
  withoutConsequence,
  rowSecurity,
];

/** ALTER TABLE with one subcommand or several. */
export function alterTable(scene: Scene): string | undefined {
  const table = anyTable(scene);
  if (table === undefined) return undefined;
  const wanted = often(scene, 25) ? 2 + scene.random.below(2) : 1;
  const actions: string[] = [];
  for (let attempt = 0; attempt < 8 && actions.length < wanted; attempt += 1) {
    const action = scene.random.pick(ACTIONS)(scene, table);
    if (action !== undefined && !actions.includes(action)) actions.push(action);
  }
  if (actions.length === 0) return undefined;
  const only = table.children.length === 0 ? sometimes(scene, 10, "ONLY ") : sometimes(scene, 5, "ONLY ");
  return `ALTER TABLE ${sometimes(scene, 5, "IF EXISTS ")}${only}${table.sql} ${actions.join(", ")}`;
}

function addColumn(scene: Scene, table: WorldRelation): string | undefined {
  if (table.isPartition || table.isTyped) return undefined;
  if (often(scene, 5) && table.columns[0] !== undefined) return `ADD COLUMN IF NOT EXISTS ${table.columns[0].sql} int`;
  const isPlain = table.kind === "p" || table.children.length > 0;
  const { text } = columnDefinition(scene, table.columns, isPlain ? "plain" : "added");
  // Whether a child's column of the name becomes NOT NULL too hangs on the version (18: it does).
  const kept = table.kind === "r" && table.children.length > 0 ? text.replace(" NOT NULL", "") : text;
  return `ADD ${sometimes(scene, 50, "COLUMN ")}${kept}`;
}

function dropColumn(scene: Scene, table: WorldRelation): string | undefined {
  const column = anyOf(
    scene,
    table.columns.filter(({ inherited, sql }) => !inherited && !table.partitionKey.includes(sql)),
  );
  if (column === undefined || table.isTyped) return undefined;
  return `DROP ${sometimes(scene, 50, "COLUMN ")}${sometimes(scene, 5, "IF EXISTS ")}${column.sql}${sometimes(scene, 60, " CASCADE")}`;
}

function ownColumn(
  scene: Scene,
  table: WorldRelation,
  passes: (column: WorldColumn) => boolean,
): WorldColumn | undefined {
  return anyOf(
    scene,
    table.columns.filter((column) => column.generated === "" && passes(column)),
  );
}

function alterType(scene: Scene, table: WorldRelation): string | undefined {
  if (table.isTyped) return undefined;
  const column = ownColumn(scene, table, ({ inherited, sql }) => !inherited && !table.partitionKey.includes(sql));
  if (column === undefined) return undefined;
  const type = typesAfter(scene, column);
  if (type === undefined) return undefined;
  const collation = isText(column) ? sometimes(scene, 15, ' COLLATE "C"') : "";
  return `ALTER ${column.sql} ${sometimes(scene, 30, "SET DATA ")}TYPE ${type}${collation}`;
}

function typesAfter(scene: Scene, column: WorldColumn): string | undefined {
  if (column.identity !== "") return scene.random.pick(["bigint", "int"]);
  if (isNumber(column)) return scene.random.pick(["bigint", "numeric", "numeric(12,4)", "int", "double precision"]);
  if (isText(column)) return scene.random.pick(["text", "varchar(40)", "character varying", "char(8)", "varchar(5)"]);
  if (column.base === "date") return scene.random.pick(["timestamp", "timestamptz"]);
  return column.base.startsWith("timestamp") ? scene.random.pick(["timestamptz(3)", "timestamp", "date"]) : undefined;
}

function setDefault(scene: Scene, table: WorldRelation): string | undefined {
  const column = ownColumn(scene, table, ({ identity: own }) => own === "");
  if (column === undefined) return undefined;
  return often(scene, 30)
    ? `ALTER ${column.sql} DROP DEFAULT`
    : `ALTER ${column.sql} SET DEFAULT ${defaultFor(scene, column)}`;
}

function notNull(scene: Scene, table: WorldRelation): string | undefined {
  const inKey = new Set(table.constraints.filter(({ kind }) => kind === "p").flatMap(({ columns }) => columns));
  const column = ownColumn(scene, table, ({ sql, identity: own }) => !inKey.has(sql) && own === "");
  if (column === undefined) return undefined;
  if (column.notNull && column.inherited) return undefined;
  // From 18 on a child keeps a NOT NULL that is its own too, before it lost it: the catalogue knows no version.
  if (column.notNull && table.children.length > 0) return undefined;
  return `ALTER COLUMN ${column.sql} ${column.notNull ? "DROP" : "SET"} NOT NULL`;
}

function identity(scene: Scene, table: WorldRelation): string | undefined {
  if (table.isPartition || (table.kind === "p" && scene.version < 17)) return undefined;
  const column = ownColumn(
    scene,
    table,
    ({ identity: own, hasDefault, notNull: isSet, base, inherited }) =>
      !inherited && (own !== "" || (!hasDefault && isSet && /^int[248]$/.test(base))),
  );
  if (column === undefined) return undefined;
  // A second sequence that a column owns the catalogue has no place for.
  const owns = scene.world.relations.some(({ ownedBy }) => ownedBy === `${table.sql}.${column.sql}`);
  if (column.identity === "" && owns) return undefined;
  if (column.identity === "")
    return `ALTER ${column.sql} ADD GENERATED ${scene.random.pick(["ALWAYS", "BY DEFAULT"])} AS IDENTITY`;
  const change = scene.random.pick([
    "DROP IDENTITY",
    "DROP IDENTITY IF EXISTS",
    "SET GENERATED ALWAYS",
    "SET GENERATED BY DEFAULT",
    "RESTART",
    "SET CYCLE",
  ]);
  return `ALTER ${column.sql} ${change}`;
}

function generated(scene: Scene, table: WorldRelation): string | undefined {
  const column = anyOf(
    scene,
    table.columns.filter(({ generated: own, inherited }) => own !== "" && !inherited),
  );
  if (column === undefined) return undefined;
  const source = anyOf(
    scene,
    table.columns.filter((other) => isNumber(other) && other.generated === ""),
  );
  if (scene.version >= 17 && source !== undefined && often(scene, 50))
    return `ALTER ${column.sql} SET EXPRESSION AS (${source.sql} + 7)`;
  return scene.version >= 13 && column.generated === "s" ? `ALTER ${column.sql} DROP EXPRESSION` : undefined;
}

function addConstraint(scene: Scene, table: WorldRelation): string | undefined {
  const columns = table.columns.filter(({ generated: own }) => own !== "v");
  const text = tableConstraint(scene, columns, table.partitionKey);
  if (text === undefined || (text.includes("PRIMARY KEY") && table.constraints.some(({ kind }) => kind === "p")))
    return undefined;
  const canWait = /FOREIGN KEY|CHECK/.test(text) && !(text.includes("FOREIGN KEY") && table.kind === "p");
  return `ADD ${text}${canWait ? sometimes(scene, 20, " NOT VALID") : ""}`;
}

function usingIndex(scene: Scene, table: WorldRelation): string | undefined {
  if (table.kind === "p" || table.isPartition) return undefined;
  const index = anyOf(
    scene,
    table.indexes.filter(({ unique, isPlain, constrained }) => unique && isPlain && !constrained),
  );
  if (index === undefined) return undefined;
  const bare = index.sql.split(".").at(-1) ?? index.sql;
  return `ADD ${sometimes(scene, 50, `CONSTRAINT ${newName(scene)} `)}UNIQUE USING INDEX ${bare}`;
}

function dropConstraint(scene: Scene, table: WorldRelation): string | undefined {
  const constraint = anyOf(
    scene,
    table.constraints.filter(({ inherited }) => !inherited),
  );
  return (
    constraint &&
    `DROP CONSTRAINT ${sometimes(scene, 10, "IF EXISTS ")}${constraint.sql}${sometimes(scene, 60, " CASCADE")}`
  );
}

function validate(scene: Scene, table: WorldRelation): string | undefined {
  const constraint = anyOf(
    scene,
    table.constraints.filter(({ validated, inherited }) => !validated && !inherited),
  );
  return constraint && `VALIDATE CONSTRAINT ${constraint.sql}`;
}

function withoutConsequence(scene: Scene, table: WorldRelation): string | undefined {
  const column = ownColumn(scene, table, isOrdered);
  const unlogged = table.kind === "r" && !table.temporary ? ["SET (fillfactor = 70)"] : [];
  const choices = [...unlogged, "OWNER TO CURRENT_USER", ...(column ? [`ALTER ${column.sql} SET STATISTICS 20`] : [])];
  return scene.random.pick([...choices, "REPLICA IDENTITY FULL"]);
}

function rowSecurity(scene: Scene): string {
  return scene.random.pick(["ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"]);
}

/** ATTACH PARTITION of a table whose columns are the parent's. */
export function attachPartition(scene: Scene): string | undefined {
  const parent = anyTable(scene, ({ kind }) => kind === "p");
  const bounds = parent && boundsFor(scene, parent);
  if (parent === undefined || bounds === undefined) return undefined;
  const child = anyTable(scene, (table) => table !== parent && canBePartition(table, parent));
  return child && `ALTER TABLE ${parent.sql} ATTACH PARTITION ${child.sql} ${bounds}`;
}

function canBePartition(table: WorldRelation, parent: WorldRelation): boolean {
  if (table.isPartition || table.parents.length > 0 || table.temporary !== parent.temporary || table.isTyped)
    return false;
  if (table.kind === "r" && table.children.length > 0) return false;
  if (table.columns.some(({ identity: own }) => own !== "")) return false;
  return hasColumnsOf(table, parent) && table.columns.length === parent.columns.length;
}

function hasColumnsOf(table: WorldRelation, parent: WorldRelation): boolean {
  return parent.columns.every((column) => {
    const own = table.columns.find(({ sql }) => sql === column.sql);
    return own?.type === column.type && own.generated === column.generated && (own.notNull || !column.notNull);
  });
}

/** DETACH PARTITION. */
export function detachPartition(scene: Scene): string | undefined {
  const child = anyTable(scene, ({ isPartition }) => isPartition);
  return child && `ALTER TABLE ${child.parents[0]} DETACH PARTITION ${child.sql}`;
}

/** INHERIT and NO INHERIT. */
export function changeParent(scene: Scene): string | undefined {
  const heir = anyTable(scene, ({ isPartition, parents }) => !isPartition && parents.length > 0);
  if (heir !== undefined && often(scene, 50)) return `ALTER TABLE ${heir.sql} NO INHERIT ${anyOf(scene, heir.parents)}`;
  const pairs = tablesOf(scene).flatMap((child) =>
    tablesOf(scene)
      .filter((parent) => canInherit(child, parent))
      .map((parent) => `ALTER TABLE ${child.sql} INHERIT ${parent.sql}`),
  );
  return anyOf(scene, pairs);
}

function canInherit(child: WorldRelation, parent: WorldRelation): boolean {
  if (child === parent || child.kind !== "r" || parent.kind !== "r" || child.isPartition || parent.isPartition)
    return false;
  if (parent.temporary || child.isTyped || child.parents.includes(parent.sql) || parent.parents.includes(child.sql))
    return false;
  const checks = parent.constraints.filter(({ kind }) => kind === "c");
  return parent.columns.length > 0 && checks.length === 0 && hasColumnsOf(child, parent);
}

/** A check on a table that heirs have too. */
export function addCheckToParent(scene: Scene): string | undefined {
  const table = anyTable(scene, ({ children }) => children.length > 0);
  return (
    table && `ALTER TABLE ${table.sql} ADD CONSTRAINT ${newName(scene)} CHECK (${condition(scene, table.columns)})`
  );
}
