import type { CatalogEntry, CatalogReader } from "../catalog/catalog.ts";
import type { PrismaUse } from "../prisma/names-in-prisma.ts";
import { type NameUse, namesIn } from "../sql/names-in.ts";
import { type Range, shiftRange } from "../text/range.ts";
import type { Document } from "./documents.ts";
import { type Moment, visitMoments } from "./moments.ts";
import type { NameSpace } from "./name-at.ts";
import { columnObject, type NamedObject, namedObject, nameOf, typeObject } from "./named-object.ts";
import { prismaObject } from "./prisma-beside.ts";

/** One place where an object is named. */
export interface Occurrence {
  readonly document: Document;
  /** Offsets in the file. */
  readonly range: Range;
  readonly role: NameUse["role"] | PrismaUse["role"];
  /** The name as it is stored there; in a Prisma schema, as the block or field is called. */
  readonly name: string;
  readonly language: "sql" | "prisma";
}

/** Hears of an occurrence in SQL, with the statement that it stands in and the object as it is there. */
export type HearMoment = (occurrence: Occurrence, moment: Moment, object: NamedObject) => void;

/**
 * Every place in the history and its Prisma schema where the object is named, in apply order, names of a query's own
 * left out. Only statements that hold one of its names are looked into.
 */
export function occurrencesOf(space: NameSpace, object: NamedObject, hear?: HearMoment): readonly Occurrence[] {
  const names = namesOver(space, object);
  const mentions = mentionTest(names);
  const found: Occurrence[] = [];
  for (const file of space.timeline) {
    if (!mentions(file.document.text)) continue;
    visitMoments(file, (moment) => {
      if (mentions(moment.segment.text)) noteOccurrences(moment, object, names, found, hear);
      return undefined;
    });
  }
  return [...found, ...prismaOccurrences(space, object)];
}

function noteOccurrences(
  moment: Moment,
  { id }: NamedObject,
  names: ReadonlySet<string>,
  found: Occurrence[],
  hear: HearMoment | undefined,
): void {
  for (const use of namesIn(moment.segment)) {
    if (use.role === "alias" || !names.has(use.name)) continue;
    const object = namedObject(use, moment.before, moment.after);
    if (object?.id !== id) continue;
    const { document } = moment.file;
    const range = shiftRange(use.range, moment.start);
    const occurrence: Occurrence = { document, range, role: use.role, name: use.name, language: "sql" };
    found.push(occurrence);
    hear?.(occurrence, moment, object);
  }
}

function prismaOccurrences({ prisma, final }: NameSpace, { id }: NamedObject): readonly Occurrence[] {
  return prisma.files.flatMap(({ document, uses }) =>
    uses
      .filter((use) => prismaObject(use, prisma.schema, final)?.id === id)
      .map(({ range, role, block, field }) => ({
        document,
        range,
        role,
        name: role === "mapped" ? document.text.slice(range.start, range.end) : (field ?? block),
        language: "prisma" as const,
      })),
  );
}

/** Every place of a Prisma schema where the same block or field is named. */
export function prismaOccurrencesOf({ prisma }: NameSpace, of: PrismaUse): readonly Occurrence[] {
  return prisma.files.flatMap(({ document, uses }) =>
    uses
      .filter((use) => use.block === of.block && use.field === of.field && use.role !== "mapped")
      .map(({ range, role, block, field }) => ({ document, range, role, name: field ?? block, language: "prisma" })),
  );
}

/** Every name that the object bears in the history. */
function namesOver({ timeline }: NameSpace, object: NamedObject): ReadonlySet<string> {
  const names = new Set([nameOf(object)]);
  if (object.kind === "routine") return names;
  for (const file of timeline) {
    visitMoments(file, ({ changes, before, after }) => {
      for (const { key, entry } of changes) {
        if (entry !== undefined) addNames(names, object, entry, before.get(key), after);
      }
      return undefined;
    });
  }
  return names;
}

/** Adds what the object is called where a changed entry holds it. */
function addNames(
  names: Set<string>,
  { kind, id }: NamedObject,
  entry: CatalogEntry,
  previous: CatalogEntry | undefined,
  after: CatalogReader,
): void {
  const add = (owner: string, named: readonly { readonly id: string; readonly name: string }[]) => {
    for (const each of named) if (`${owner} ${each.id}` === id) names.add(each.name);
  };
  if (kind === "type" && entry.kind === "type" && typeObject(entry).id === id) names.add(entry.name);
  if (kind === "relation" && "reads" in entry) add("relation", [entry]);
  if (kind === "index" && "indexes" in entry) add("index", entry.indexes);
  if (entry.kind !== "table") return;
  if (kind === "table") add("table", [entry]);
  if (kind === "constraint") add("constraint", entry.constraints);
  if (kind !== "column" || (previous?.kind === "table" && previous.columns === entry.columns)) return;
  for (const column of entry.columns) if (columnObject(after, entry, column).id === id) names.add(column.name);
}

/** Whether a text may hold one of the names, in any case and with its quotes doubled. */
function mentionTest(names: ReadonlySet<string>): (text: string) => boolean {
  const words = [...names].flatMap((name) => [name, name.replaceAll('"', '""')]).map((word) => word.toLowerCase());
  return (text) => {
    const lower = text.toLowerCase();
    return words.some((word) => lower.includes(word));
  };
}
