import type { CatalogReader, ColumnType, Relation, Table, TypeEntry } from "../../catalog/catalog.ts";
import { mentions } from "../../catalog/expression.ts";
import { relationKey } from "../../catalog/keys.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findRelation, findType, type Name, tableAt, tableById } from "../../catalog/resolve.ts";
import { findRoutine } from "../../catalog/routines.ts";
import { triggersAt } from "../../catalog/triggers.ts";
import { readsColumn } from "../../catalog/view-columns.ts";
import { isMadeHere, type Together } from "../../engine/made-here.ts";
import type { DropObjects } from "../../sql/statement.ts";

/** Something that rests on what is dropped: without CASCADE Postgres refuses the DROP, with it this goes too. */
export interface Dependent {
  /** As a message names it: `the view emails`, `the foreign key orders_user_id_fkey of orders`. */
  readonly shown: string;
  /** What is lost with it: rows or a relation that code reads, or only a rule or a default that a table has. */
  readonly loss: "data" | "relation" | "rule";
  /** The key that a view stands under. */
  readonly key?: string;
  /** The id of the table that has it. */
  readonly table?: string;
}

/** What rests on the objects of a DROP, as far as the schema is known; what the statement names itself is left out. */
export function dependentsOfDrop(reader: CatalogReader, statement: DropObjects): readonly Dependent[] {
  const { objectKind, names, signatures } = statement;
  const named = new Set(names.flatMap((name) => findRelation(reader, name)?.key ?? []));
  const found = names.flatMap((name, place): readonly Dependent[] => {
    switch (objectKind) {
      case "table":
      case "foreign table":
      case "view":
      case "materialized view":
        return dependentsOfRelation(reader, name, named);
      case "sequence":
        return dependentsOfSequence(reader, name, named);
      case "type":
      case "domain":
        return dependentsOfType(reader, findType(reader, name)?.entry);
      case "function":
      case "procedure":
      case "routine":
      case "aggregate":
        return dependentsOfRoutine(reader, findRoutine(reader, name, signatures?.[place]));
      default:
        return [];
    }
  });
  return distinct(found);
}

/** What rests on a column of the table, beside its own indexes, keys and checks, which go without a word. */
export function dependentsOfColumn(reader: CatalogReader, table: Table, column: string): readonly Dependent[] {
  const key = relationKey(table.schema, table.name);
  const keys = foreignKeysTo(reader, key).filter(({ columns }) => columns.includes(column));
  const views = table.dependents.filter((view) => readsColumn(reader, view, key, column));
  const computed = table.columns.filter(
    (other) => other.generated !== undefined && other.name !== column && mentions(other.default, column),
  );
  return distinct([
    ...keys.map(({ shown, table: id }): Dependent => ({ shown, loss: "rule", table: id })),
    ...viewsAndTheirs(reader, views, new Set()),
    ...computed.map((other): Dependent => ({ shown: shownColumn(table, other.name), loss: "data" })),
  ]);
}

/** Those that are not gone or made again anyway: a foreign key of a table that goes too, a view that the same file makes anew. */
export function lostForGood(
  dependents: readonly Dependent[],
  { final, file }: { readonly final: CatalogReader; readonly file: Together },
): readonly Dependent[] {
  return dependents.filter(({ key, table }) => {
    const view = key === undefined ? undefined : final.get(key);
    if (view !== undefined && "origin" in view && isMadeHere(view.origin, file)) return false;
    return table === undefined || tableById(final, table) !== undefined;
  });
}

/** The names in a sentence, the first few of many. */
export function listed(dependents: readonly Pick<Dependent, "shown">[]): string {
  const shown = dependents.map((dependent) => dependent.shown);
  const most = 5;
  if (shown.length > most) return `${shown.slice(0, most - 1).join(", ")} and ${shown.length - most + 1} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function distinct(dependents: readonly Dependent[]): readonly Dependent[] {
  return [...new Map(dependents.map((dependent) => [dependent.shown, dependent])).values()];
}

function dependentsOfRelation(reader: CatalogReader, name: Name, named: ReadonlySet<string>): readonly Dependent[] {
  const found = findRelation(reader, name);
  if (found === undefined || !("indexes" in found.entry)) return [];
  const { key, entry } = found;
  const views = viewsAndTheirs(reader, entry.dependents, named);
  if (entry.kind !== "table") return views;
  const keys = foreignKeysTo(reader, key).filter(({ from }) => !named.has(from));
  const heirs = entry.children.filter((child) => tableAt(reader, child)?.partitionOf !== key && !named.has(child));
  return [
    ...keys.map(({ shown, table: id }): Dependent => ({ shown, loss: "rule", table: id })),
    ...views,
    ...heirs.flatMap((child): readonly Dependent[] => {
      const heir = tableAt(reader, child);
      return heir ? [{ shown: `the table ${shownTable(heir)}, which inherits from it,`, loss: "data" }] : [];
    }),
    ...entry.columns.flatMap(({ ownedSequence }) => {
      const sequence = ownedSequence === undefined ? undefined : reader.get(ownedSequence);
      return sequence?.kind === "sequence" ? takersOf(reader, sequence, new Set([...named, key])) : [];
    }),
  ];
}

interface KeyTo {
  readonly shown: string;
  /** The referencing table's id. */
  readonly table: string;
  /** The key of the referencing table. */
  readonly from: string;
  /** The referenced columns. */
  readonly columns: readonly string[];
}

function foreignKeysTo(reader: CatalogReader, key: string): readonly KeyTo[] {
  const target = tableAt(reader, key);
  const primary = target?.constraints.find(({ kind }) => kind === "primaryKey")?.columns ?? [];
  return (target?.referencedBy ?? []).flatMap((from) => {
    const table = tableAt(reader, from);
    if (table === undefined || from === key) return [];
    return table.constraints.flatMap(({ references, parent, name }): readonly KeyTo[] => {
      if (references?.table !== key || parent !== undefined) return [];
      const columns = references.columns.length > 0 ? references.columns : primary;
      return [
        { shown: `the foreign key ${quoteIdentifier(name)} of ${shownTable(table)}`, table: table.id, from, columns },
      ];
    });
  });
}

function viewsAndTheirs(
  reader: CatalogReader,
  views: readonly string[],
  named: ReadonlySet<string>,
): readonly Dependent[] {
  const found = new Map<string, Dependent>();
  const left = [...views];
  for (let key = left.shift(); key !== undefined; key = left.shift()) {
    const entry = reader.get(key);
    if (found.has(key) || entry === undefined || !("reads" in entry)) continue;
    const shown = `the ${entry.kind} ${quotedName(entry.schema, entry.name)}`;
    if (!named.has(key)) found.set(key, { shown, loss: "relation", key });
    left.push(...entry.dependents.filter((other) => other !== key));
  }
  return [...found.values()];
}

function dependentsOfSequence(reader: CatalogReader, name: Name, named: ReadonlySet<string>): readonly Dependent[] {
  const entry = findRelation(reader, name)?.entry;
  return entry?.kind === "sequence" ? takersOf(reader, entry, named) : [];
}

function takersOf(reader: CatalogReader, sequence: Relation, named: ReadonlySet<string>): readonly Dependent[] {
  const key = relationKey(sequence.schema, sequence.name);
  return (sequence.takers ?? []).flatMap((id) => {
    const table = tableById(reader, id);
    if (table === undefined || named.has(relationKey(table.schema, table.name))) return [];
    const columns = table.columns.filter(({ takesFrom }) => takesFrom === key);
    return columns.map(({ name }): Dependent => {
      return { shown: `the default of ${shownColumn(table, name)}`, loss: "rule" };
    });
  });
}

function dependentsOfType(reader: CatalogReader, type: TypeEntry | undefined): readonly Dependent[] {
  const isOfType = (each: ColumnType) => each.type === type?.name && each.typeSchema === type.schema;
  return (type?.usedBy ?? []).flatMap((id) => {
    const table = tableById(reader, id);
    if (table === undefined) return [];
    return table.columns.filter(isOfType).map(({ name }): Dependent => {
      return { shown: `the column ${shownColumn(table, name)}`, loss: "data" };
    });
  });
}

function dependentsOfRoutine(reader: CatalogReader, found: ReturnType<typeof findRoutine>): readonly Dependent[] {
  return (found?.entry.usedBy ?? []).flatMap((user) => {
    const owner = reader.get(user);
    if (owner === undefined || !("schema" in owner) || !("name" in owner)) return [];
    const own = triggersAt(reader, user).filter(
      ({ routine, parent }) => routine === found?.key && parent === undefined,
    );
    return own.map(({ name }): Dependent => {
      const on = quotedName(owner.schema ?? "public", owner.name);
      return { shown: `the trigger ${quoteIdentifier(name)} of ${on}`, loss: "rule" };
    });
  });
}

function shownTable({ schema, name }: Table): string {
  return quotedName(schema, name);
}

function shownColumn(table: Table, column: string): string {
  return `${shownTable(table)}.${quoteIdentifier(column)}`;
}
