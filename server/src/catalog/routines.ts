import type { CreateRoutine, OtherStatement, TypeName } from "../sql/statement.ts";
import { bodyWords } from "./body-words.ts";
import type { CatalogReader, Routine } from "./catalog.ts";
import { columnType, typeText } from "./column-type.ts";
import type { Draft } from "./draft.ts";
import { routineKey, routineNamesKey } from "./keys.ts";
import { excluding, including, mapShared } from "./lists.ts";
import { creationSchema, type Found, type Name, searchPath } from "./resolve.ts";

/** CREATE FUNCTION, PROCEDURE and AGGREGATE. What is replaced keeps who calls it; without OR REPLACE a name with the same arguments changes nothing. */
export function createRoutine(draft: Draft, statement: CreateRoutine): void {
  const schema = statement.name.schema ?? creationSchema(draft);
  const key = routineKey(schema, statement.name.name, argumentsOf(draft, statement));
  const before = draft.get(key);
  if (before !== undefined && !statement.orReplace) return;
  const { routine, returnsSet, language, volatility, returns } = statement;
  const made: Routine = {
    kind: "routine",
    id: `${draft.origin.segment} ${statement.name.name}`,
    schema,
    name: statement.name.name,
    ...{ routine, returnsSet, language, volatility },
    parameters: statement.parameters.map(({ name, mode, type, hasDefault }) => ({
      ...{ name, mode, hasDefault },
      type: printed(draft, type),
    })),
    returns: returns && printed(draft, returns),
    usedBy: [],
    words: bodyWords(statement),
    origin: draft.origin,
  };
  draft.put(
    key,
    before?.kind === "routine" ? { ...replaced(before), ...made, id: before.id, usedBy: before.usedBy } : made,
  );
  changeNames(draft, schema, statement.name.name, (keys) => including(keys, key));
}

/** OR REPLACE gives a routine all its properties anew, but leaves its comment and its owner. */
function replaced({ altered: _, ...routine }: Routine): Routine {
  return routine;
}

/** ALTER FUNCTION, PROCEDURE and ROUTINE. What it says is left to its own words. */
export function alterRoutine(draft: Draft, { name, signature }: NonNullable<OtherStatement["routine"]>): void {
  const found = findRoutine(draft, name, signature);
  if (found === undefined) return;
  draft.put(found.key, { ...found.entry, altered: [...(found.entry.altered ?? []), draft.origin] });
}

function printed(draft: CatalogReader, type: TypeName): string {
  return typeText({ ...columnType(draft, type), modifiers: [] });
}

/** The types that tell routines of one name apart: those that are handed in. */
function argumentsOf(draft: CatalogReader, { parameters }: CreateRoutine): readonly string[] {
  return parameters
    .filter(({ mode }) => mode === "in" || mode === "inout" || mode === "variadic")
    .map(({ type }) => printed(draft, type));
}

function changeNames(
  draft: Draft,
  schema: string,
  name: string,
  change: (keys: readonly string[]) => readonly string[],
): void {
  const key = routineNamesKey(schema, name);
  const entry = draft.get(key);
  const keys = change(entry?.kind === "routineNames" ? entry.keys : []);
  draft.put(key, keys.length === 0 ? undefined : { kind: "routineNames", keys });
}

/** The routine that the name means: with arguments where they are given, else the only one of the name. */
export function findRoutine(
  reader: CatalogReader,
  name: Name,
  types?: readonly TypeName[],
): Found<Routine> | undefined {
  const schemas = name.schema === undefined ? searchPath(reader) : [name.schema];
  for (const schema of schemas) {
    const key = types === undefined ? soleKey(reader, schema, name.name) : givenKey(reader, schema, name.name, types);
    const entry = key === undefined ? undefined : reader.get(key);
    if (key !== undefined && entry?.kind === "routine") return { key, entry };
  }
  return undefined;
}

function givenKey(reader: CatalogReader, schema: string, name: string, types: readonly TypeName[]): string {
  return routineKey(
    schema,
    name,
    types.map((type) => printed(reader, type)),
  );
}

function soleKey(reader: CatalogReader, schema: string, name: string): string | undefined {
  const names = reader.get(routineNamesKey(schema, name));
  return names?.kind === "routineNames" && names.keys.length === 1 ? names.keys[0] : undefined;
}

/** Notes on a routine that the triggers of what stands under the key call it, or no more. */
export function useRoutine(draft: Draft, routine: string, user: string, change: "added" | "kept" | "gone"): void {
  const entry = draft.get(routine);
  if (entry?.kind !== "routine" || change === "kept") return;
  const usedBy = (change === "added" ? including : excluding)(entry.usedBy, user);
  if (usedBy !== entry.usedBy) draft.put(routine, { ...entry, usedBy });
}

/** Takes the routine's own entry away. */
export function forgetRoutine(draft: Draft, { key, entry }: Found<Routine>): void {
  draft.put(key, undefined);
  changeNames(draft, entry.schema, entry.name, (keys) => excluding(keys, key));
}

/** Gives a routine another name or schema. */
export function moveRoutine(draft: Draft, { key, entry }: Found<Routine>, schema: string, name: string): void {
  const types = key.slice(key.indexOf("("));
  const newKey = routineKey(schema, name, []).replace("()", types);
  if (draft.get(newKey) !== undefined) return;
  draft.put(key, undefined);
  draft.put(newKey, { ...entry, schema, name });
  changeNames(draft, entry.schema, entry.name, (keys) => excluding(keys, key));
  changeNames(draft, schema, name, (keys) => including(keys, newKey));
  for (const user of entry.usedBy) turnTriggers(draft, user, key, newKey);
}

function turnTriggers(draft: Draft, user: string, key: string, newKey: string): void {
  const entry = draft.get(user);
  if (entry === undefined || !("indexes" in entry) || entry.triggers === undefined) return;
  const triggers = mapShared(entry.triggers, (own) => (own.routine === key ? { ...own, routine: newKey } : own));
  draft.put(user, { ...entry, triggers });
}
