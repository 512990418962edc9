import { chance, maybe } from "./chances.ts";
import type { Subcommand } from "./column-subcommands.ts";
import { freshName, isPartitioned, nameOf, type Source, takeColumn, written } from "./subcommand-source.ts";

const addCheck: Subcommand = (source) => {
  const { random, version } = source;
  const column = takeColumn(source, ({ generated }) => generated !== "virtual");
  if (column === undefined) return undefined;
  const name = freshName(source);
  const words = [
    "",
    "",
    " NOT VALID",
    ...(version >= 18 ? [" NOT ENFORCED"] : []),
    ...(isPartitioned(source.table) ? [] : [" NO INHERIT"]),
  ];
  return `ADD CONSTRAINT ${name} CHECK (${written(column)} IS NOT NULL)${random.pick(words)}`;
};

const UNORDERED = new Set(["jsonb", "json", "bool", "mood", "xml", "cidr"]);

const addKey: Subcommand = (source) => {
  const { random, table } = source;
  const column = takeColumn(
    source,
    (each) => each.dimensions === 0 && !UNORDERED.has(each.type) && each.generated !== "virtual" && each.name !== "o",
  );
  if (column === undefined) return undefined;
  const key = isPartitioned(table) ? [...new Set([written(column), "k", "l"])].join(", ") : written(column);
  const hasPrimary = table.constraints.some(({ kind }) => kind === "primaryKey");
  const forms = [
    `UNIQUE (${key})${maybe(random, 30, " DEFERRABLE")}`,
    ...(hasPrimary ? [] : [`PRIMARY KEY (${key})`, `PRIMARY KEY (${key})`]),
    ...(isPartitioned(table) ? [] : [`EXCLUDE USING btree (${key} WITH =)`, `UNIQUE (${key}) INCLUDE (o)`]),
  ];
  return `ADD ${maybe(random, 50, `CONSTRAINT ${freshName(source)} `)}${random.pick(forms)}`;
};

const useIndex: Subcommand = (source) => {
  const { random, table } = source;
  const indexes = table.indexes.filter(
    ({ unique, constraint, predicate, parent }) =>
      unique && constraint === undefined && predicate === undefined && parent === undefined,
  );
  if (indexes.length === 0 || isPartitioned(table)) return undefined;
  const hasPrimary = table.constraints.some(({ kind }) => kind === "primaryKey");
  const kind = hasPrimary || chance(random, 50) ? "UNIQUE" : "PRIMARY KEY";
  return `ADD ${maybe(random, 60, `CONSTRAINT ${freshName(source)} `)}${kind} USING INDEX ${written(random.pick(indexes))}`;
};

const addForeignKey: Subcommand = (source) => {
  const { random, version, table, tables } = source;
  const column = takeColumn(source, ({ name }) => ["id", "k", "l", "o"].includes(name));
  if (column === undefined) return undefined;
  const targets = tables.filter(({ constraints }) =>
    constraints.some(({ kind, columns }) => (kind === "primaryKey" || kind === "unique") && columns.join() === "id"),
  );
  const wide = tables.filter(
    (each) => each.name === "parts" && each.constraints.some(({ columns }) => columns.join() === "id,k,l"),
  );
  const words = [
    "",
    "",
    "",
    ...(isPartitioned(table) && version < 18 ? [] : [" NOT VALID"]),
    ...(version >= 18 ? [" NOT ENFORCED"] : []),
    " ON DELETE CASCADE",
  ];
  const isWide = wide.length > 0 && table.name !== "spare" && chance(random, 30);
  const target = isWide
    ? random.pick(wide)
    : chance(random, 40) || targets.length === 0
      ? undefined
      : random.pick(targets);
  const to = isWide
    ? `(id, k, l) REFERENCES ${nameOf(random.pick(wide))} (id, k, l)`
    : `(${written(column)}) REFERENCES ${target ? nameOf(target) : "owners"} (id)`;
  return `ADD ${maybe(random, 60, `CONSTRAINT ${freshName(source)} `)}FOREIGN KEY ${to}${random.pick(words)}`;
};

const addNotNull: Subcommand = (source) => {
  const column = source.version >= 18 ? takeColumn(source, ({ notNull }) => !notNull) : undefined;
  return (
    column && `ADD CONSTRAINT ${freshName(source)} NOT NULL ${written(column)}${maybe(source.random, 30, " NOT VALID")}`
  );
};

const takeConstraint = (source: Source, fits: (constraint: Source["table"]["constraints"][number]) => boolean) => {
  const { random, table, taken } = source;
  const free = table.constraints.filter((each) => !taken.has(`constraint ${each.name}`) && fits(each));
  if (free.length === 0) return undefined;
  const constraint = random.pick(free);
  taken.add(`constraint ${constraint.name}`);
  return constraint;
};

const validate: Subcommand = (source) => {
  const constraint =
    takeConstraint(
      source,
      ({ kind, validated, notEnforced }) =>
        (kind === "check" || kind === "foreignKey") && !validated && notEnforced !== true,
    ) ?? takeConstraint(source, ({ kind }) => kind === "check" || kind === "foreignKey");
  return constraint && `VALIDATE CONSTRAINT ${written(constraint)}`;
};

const dropConstraint: Subcommand = (source) => {
  const { random } = source;
  if (chance(random, 8)) return "DROP CONSTRAINT IF EXISTS missing";
  const constraint = takeConstraint(source, ({ parent }) => parent === undefined);
  if (constraint === undefined) return undefined;
  const isKey = constraint.kind === "primaryKey" || constraint.kind === "unique";
  return `DROP CONSTRAINT ${written(constraint)}${isKey || chance(random, 20) ? " CASCADE" : ""}`;
};

const alterConstraint: Subcommand = (source) => {
  const constraint = takeConstraint(source, ({ kind, parent }) => kind === "foreignKey" && parent === undefined);
  if (constraint === undefined) return undefined;
  const enforced = source.version >= 18 ? [constraint.notEnforced ? "ENFORCED" : "NOT ENFORCED"] : [];
  const words = constraint.deferrable
    ? ["NOT DEFERRABLE"]
    : ["DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED", ...enforced];
  return `ALTER CONSTRAINT ${written(constraint)} ${source.random.pick(words)}`;
};

const triggers: Subcommand = (source) => {
  const { random, table } = source;
  const names = table.triggers.map(written);
  const named =
    names.length > 0
      ? [
          `ENABLE TRIGGER ${random.pick(names)}`,
          `DISABLE TRIGGER ${random.pick(names)}`,
          `ENABLE ALWAYS TRIGGER ${random.pick(names)}`,
          `ENABLE REPLICA TRIGGER ${random.pick(names)}`,
        ]
      : [];
  return random.pick([
    "ENABLE TRIGGER ALL",
    "DISABLE TRIGGER ALL",
    "ENABLE TRIGGER USER",
    "DISABLE TRIGGER USER",
    ...named,
  ]);
};

const settings: Subcommand = ({ random, table, version }) => {
  const index = table.indexes.filter(
    (each) =>
      each.valid &&
      each.predicate === undefined &&
      each.method === "btree" &&
      each.keys.every(({ column }) => column !== undefined),
  );
  const identity = index.filter(
    ({ unique, keys }) =>
      unique && keys.every(({ column }) => table.columns.some((each) => each.name === column && each.notNull)),
  );
  const forms = [
    ...(isPartitioned(table)
      ? []
      : [
          "SET (fillfactor = 60)",
          "RESET (fillfactor)",
          "SET (autovacuum_enabled = off, user_catalog_table = true)",
          "SET (toast_tuple_target = 200)",
        ]),
    ...(index.length > 0 &&
    ((!isPartitioned(table) && table.partitionOf === undefined) || (version > 14 && !isPartitioned(table)))
      ? [`CLUSTER ON ${written(random.pick(index))}`]
      : []),
    ...(isPartitioned(table) ? [] : ["SET WITHOUT CLUSTER"]),
    "ENABLE ROW LEVEL SECURITY",
    "DISABLE ROW LEVEL SECURITY",
    "FORCE ROW LEVEL SECURITY",
    "NO FORCE ROW LEVEL SECURITY",
    "REPLICA IDENTITY FULL",
    "REPLICA IDENTITY DEFAULT",
    "REPLICA IDENTITY NOTHING",
    ...(identity.length > 0 ? [`REPLICA IDENTITY USING INDEX ${written(random.pick(identity))}`] : []),
    "OWNER TO pg_monitor",
    ...(isPartitioned(table)
      ? []
      : ["SET TABLESPACE pg_default", ...(version >= 15 ? ["SET ACCESS METHOD heap"] : [])]),
    ...table.rules.map((rule) => `DISABLE RULE ${written(rule)}`),
    ...(isPartitioned(table) ? [] : [table.unlogged ? "SET LOGGED" : "SET UNLOGGED"]),
    ...(isPartitioned(table) || table.referencedBy.length > 0 ? [] : [table.unlogged ? "SET UNLOGGED" : "SET LOGGED"]),
  ];
  return random.pick(forms);
};

const inherit: Subcommand = ({ random, table, tables }) => {
  const roots = tables.filter(({ name }) => name === "roots");
  if (table.name === "stray" && roots.length > 0) return "INHERIT roots";
  const [parent] = table.partitionOf === undefined ? table.parents : [];
  const above = tables.find((each) => parent?.endsWith(each.name));
  return above && chance(random, 50) ? `NO INHERIT ${nameOf(above)}` : undefined;
};

/** Every subcommand about constraints and the table itself, the commoner ones more than once. */
export const TABLE_SUBCOMMANDS: readonly Subcommand[] = [
  addCheck,
  addCheck,
  addKey,
  addKey,
  useIndex,
  addForeignKey,
  addForeignKey,
  addForeignKey,
  addNotNull,
  validate,
  validate,
  dropConstraint,
  dropConstraint,
  alterConstraint,
  triggers,
  settings,
  settings,
  inherit,
];
