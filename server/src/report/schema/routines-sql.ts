import type { Catalog, Origin, Routine } from "../../catalog/catalog.ts";
import type { CreateRoutine } from "../../sql/statement.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { type MadeOf, rewritten, theOne } from "./made-statement.ts";

/** Routines by the place in a script where all that their signatures name is there. */
export interface PlacedRoutines {
  /** They take and return built-in types. */
  readonly beforeTypes: readonly string[];
  /** They name types of the schema. */
  readonly beforeTables: readonly string[];
  /** They name rows of tables. */
  readonly afterTables: readonly string[];
  /** They name rows of views. */
  readonly afterViews: readonly string[];
}

/** Functions, procedures and aggregates in the words that made them, by the names that they have now. */
export function routinesSql(catalog: Catalog, schema: ListedSchema, madeOf: MadeOf): PlacedRoutines {
  const routines = Array.from(catalog.entries.values())
    .flatMap((entry) => (entry.kind === "routine" ? [entry] : []))
    .sort(aggregatesLast);
  const namesOf = (listed: Parameters<typeof printedName>[0][]) => new Set(listed.map(printedName));
  const places = {
    afterViews: namesOf([...schema.views]),
    afterTables: namesOf([...schema.tables]),
    beforeTables: namesOf([...schema.types]),
  };
  const at = (wanted: keyof PlacedRoutines) =>
    routines.filter((routine) => placeOf(routine, places) === wanted).flatMap((routine) => routineSql(routine, madeOf));
  return {
    beforeTypes: at("beforeTypes"),
    beforeTables: at("beforeTables"),
    afterTables: at("afterTables"),
    afterViews: at("afterViews"),
  };
}

/** An aggregate is made of functions. */
export function aggregatesLast(one: Routine, other: Routine): number {
  const [first, second] = [one, other].map(({ routine, id }) => `${Number(routine === "aggregate")} ${id}`);
  return (first ?? "") < (second ?? "") ? -1 : 1;
}

function placeOf(
  { parameters, returns, routine }: Routine,
  places: Readonly<Record<Exclude<keyof PlacedRoutines, "beforeTypes">, ReadonlySet<string>>>,
): keyof PlacedRoutines {
  const named = [...parameters.map(({ type }) => type), returns ?? ""].map((type) => type.replace(/\[\]$/, ""));
  if (named.some((type) => places.afterViews.has(type))) return "afterViews";
  if (routine === "aggregate" || named.some((type) => places.afterTables.has(type))) return "afterTables";
  return named.some((type) => places.beforeTables.has(type)) ? "beforeTables" : "beforeTypes";
}

/** A routine in the words that made it; nothing where they are not found. */
export function routineSql(routine: Routine, madeOf: MadeOf): readonly string[] {
  const made = theOne(
    madeOf(routine.origin, "createRoutine"),
    ({ name, parameters }) => name.name === routine.name && parameters.length === routine.parameters.length,
  );
  if (made === undefined) return [];
  const name = { range: made.statement.name.range, text: printedName(routine) };
  const altered = (routine.altered ?? []).flatMap((origin) => alteredSql(routine, origin, madeOf));
  return [rewritten(made, [name, ...typeEdits(routine, made.statement)]), ...altered];
}

/** What ALTER FUNCTION and its like said of it since. */
function alteredSql(routine: Routine, origin: Origin, madeOf: MadeOf): readonly string[] {
  const made = madeOf(origin, "other").flatMap((own) => (own.statement.routine === undefined ? [] : [own]));
  const own = theOne(made, ({ routine: named }) => named?.name.name === routine.name);
  if (own?.statement.routine === undefined) return [];
  return [rewritten(own, [{ range: own.statement.routine.name.range, text: printedName(routine) }])];
}

/** A search path that stood when the routine was made led to types that the script must name in full. */
function typeEdits({ parameters }: Routine, statement: CreateRoutine): readonly TextEdit[] {
  return statement.parameters.flatMap(({ type }, at) => {
    const text = parameters[at]?.type ?? "";
    return type.schema === undefined && text.includes(".") ? [{ range: type.range, text }] : [];
  });
}
