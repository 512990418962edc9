import type { Catalog, Relation, Routine, Table } from "../../catalog/catalog.ts";
import { indexSql } from "./index-sql.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import type { SourceOf } from "./schema-sql.ts";

/** Routines by the place in a script where all that their signatures name is there. */
export interface PlacedRoutines {
  /** They take and return built-in types. */
  readonly beforeTypes: readonly string[];
  /** They name types of the schema. */
  readonly beforeTables: readonly string[];
  /** They name rows of tables or views. */
  readonly afterTables: readonly string[];
}

/** Functions, procedures and aggregates in the words that made them. */
export function routinesSql(catalog: Catalog, schema: ListedSchema, sourceOf: SourceOf): PlacedRoutines {
  const routines = Array.from(catalog.entries.values()).flatMap((entry) => (entry.kind === "routine" ? [entry] : []));
  const ofTables = new Set([...schema.tables, ...schema.views].map(printedName));
  const ofTypes = new Set(schema.types.map(printedName));
  const at = (wanted: keyof PlacedRoutines) =>
    routines
      .filter((routine) => placeOf(routine, ofTables, ofTypes) === wanted)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .flatMap(({ origin }) => `${sourceOf(origin) ?? ""};`.replace(/^;$/, ""))
      .filter((text) => text !== "");
  return { beforeTypes: at("beforeTypes"), beforeTables: at("beforeTables"), afterTables: at("afterTables") };
}

function placeOf(
  { parameters, returns, routine }: Routine,
  ofTables: ReadonlySet<string>,
  ofTypes: ReadonlySet<string>,
): keyof PlacedRoutines {
  if (routine === "aggregate") return "afterTables";
  const named = [...parameters.map(({ type }) => type), returns ?? ""].map((type) => type.replace(/\[\]$/, ""));
  if (named.some((type) => ofTables.has(type))) return "afterTables";
  return named.some((type) => ofTypes.has(type)) ? "beforeTables" : "beforeTypes";
}

/** Views in the words that made them, each after those that it reads; as comments where those words no longer fit. */
export function viewsSql(schema: ListedSchema, sourceOf: SourceOf): readonly string[] {
  const ordered = new Set<Relation>();
  const pending = new Set<Relation>();
  const byName = new Map(schema.views.map((view) => [printedName(view), view]));
  const add = (view: Relation) => {
    if (pending.has(view)) return;
    pending.add(view);
    for (const key of view.reads) {
      const other = byName.get(schema.nameOf(key));
      if (other !== undefined) add(other);
    }
    ordered.add(view);
  };
  schema.views.forEach(add);
  return Array.from(ordered).flatMap((view) => viewSql(view, sourceOf(view.origin)));
}

function viewSql(view: Relation, text: string | undefined): readonly string[] {
  const isFit = text !== undefined && view.schema === "public" && text.includes(view.name);
  if (text === undefined) return [`-- The ${view.kind} ${printedName(view)}: its query is not known.`];
  const made = `${text};`;
  if (!isFit) return [commented(`${printedName(view)} was made as:\n${made}`)];
  return [made, ...view.indexes.map((index) => indexSql(view, index))];
}

function commented(text: string): string {
  return text.replace(/^/gm, "-- ");
}

/** Row security with its policies, and triggers, in the words that made them. */
export function tableExtrasSql(table: Table, sourceOf: SourceOf): readonly string[] {
  const name = printedName(table);
  const own = [...table.policies, ...table.triggers.filter(({ parent }) => parent === undefined)];
  return [
    ...(table.rowSecurity ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`] : []),
    ...(table.forceRowSecurity ? [`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;`] : []),
    ...own.flatMap(({ origin }) => {
      const text = sourceOf(origin);
      return text === undefined ? [] : [`${text};`];
    }),
  ];
}
