import type { CatalogReader, Routine } from "../../catalog/catalog.ts";
import { relationKey } from "../../catalog/keys.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { tableAt } from "../../catalog/resolve.ts";
import { routinesOf } from "../../catalog/schema-members.ts";
import type { SqlContext } from "../../engine/rule.ts";
import type { Dependent } from "./goes-with.ts";

/** What a routine's body must name to be broken: a relation, and where a column is meant the column too. */
export interface Named {
  readonly schema: string;
  readonly relation: string;
  readonly column?: string;
}

/**
 * The routines whose bodies name it and still do in the end. Postgres does not look into a body before it is called, so
 * nothing keeps what it names from going. Looked for in the relation's own schema and in `public`; a body that names
 * another table with such a column may mean that one.
 */
export function routinesNaming({ before, final }: SqlContext, named: Named): readonly Dependent[] {
  const schemas = new Set([named.schema, "public"]);
  return [...schemas].flatMap((schema) =>
    routinesOf(before, schema).flatMap((key): readonly Dependent[] => {
      const routine = routineAt(before, key);
      if (routine === undefined || !isMeant(before, routine, named)) return [];
      const inTheEnd = routineAt(final, key);
      return inTheEnd !== undefined && names(inTheEnd, named) ? [shownRoutine(routine)] : [];
    }),
  );
}

/** The functions of the table's triggers that take the column from NEW or OLD, and still do in the end. */
export function triggersTaking(
  { before, final }: SqlContext,
  { schema, relation, column }: Named,
): readonly Dependent[] {
  const triggers = tableAt(before, relationKey(schema, relation))?.triggers ?? [];
  const takes = (routine: Routine | undefined) => {
    const { words = [] } = routine ?? {};
    return column !== undefined && (words.includes(`new.${column}`) || words.includes(`old.${column}`));
  };
  return triggers.flatMap(({ routine: key }) => {
    const routine = routineAt(before, key);
    return routine !== undefined && takes(routine) && takes(routineAt(final, key)) ? [shownRoutine(routine)] : [];
  });
}

function shownRoutine({ routine, schema, name }: Routine): Dependent {
  return { shown: `the ${routine} ${quotedName(schema, name)}`, loss: "relation" };
}

function routineAt(reader: CatalogReader, key: string): Routine | undefined {
  if (!key.startsWith("routine ")) return undefined;
  const entry = reader.get(key);
  return entry?.kind === "routine" ? entry : undefined;
}

function names({ words = [] }: Routine, { relation, column }: Named): boolean {
  return words.includes(relation) && (column === undefined || words.includes(column));
}

function isMeant(reader: CatalogReader, routine: Routine, named: Named): boolean {
  if (!names(routine, named)) return false;
  const { column, relation, schema } = named;
  if (column === undefined) return true;
  return !(routine.words ?? []).some((word) => {
    const other = word === relation ? undefined : tableAt(reader, relationKey(schema, word));
    return other?.columns.some(({ name }) => name === column) === true;
  });
}
