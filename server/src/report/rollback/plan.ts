import type { Catalog, Relation, TypeEntry } from "../../catalog/catalog.ts";
import { relationKey, typeKey } from "../../catalog/keys.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import type { Keyed } from "../../catalog/way-back/twins.ts";
import { hasSameBase, hasSameForm } from "../../catalog/way-back/type-changes.ts";
import { isSameQuery, type WayBack, wayBack } from "../../catalog/way-back/way-back.ts";
import { type ListedSchema, listSchema } from "../schema/listed-schema.ts";
import { type MadeOf, madeBy } from "../schema/made-statement.ts";
import type { SourceOf } from "../schema/schema-sql.ts";
import { shownText } from "../schema/shown-text.ts";
import { type TableWork, tableWork } from "./column-work.ts";
import { addsValuesOnly, renamesValuesOnly } from "./enum-values.ts";
import { withRemadeKeys } from "./remade-keys.ts";

/** Two schemas, and what it takes to get from the one that is to the one that shall be. */
export interface Plan extends PlanInput {
  readonly here: ListedSchema;
  readonly there: ListedSchema;
  readonly changes: WayBack;
  readonly madeOf: MadeOf;
  /** The tables that both schemas have and that differ. */
  readonly kept: readonly TableWork[];
  /** Keys, in the schema as it is, of the views that go, for good or to be made anew. */
  readonly viewsGone: ReadonlySet<string>;
  /** The views of the schema as it shall be that are made. */
  readonly viewsMade: readonly Relation[];
  /** Types that are made anew under the name that they have, and their columns turned to them. */
  readonly typesRemade: readonly TypePair[];
}

/** A type that both schemas have. */
export interface TypePair {
  readonly now: TypeEntry;
  readonly wanted: TypeEntry;
}

/** What a plan is made for. */
export interface PlanInput {
  readonly now: Catalog;
  readonly wanted: Catalog;
  readonly sourceOf: SourceOf;
  /** Whether the statements run in a transaction block, where nothing can be CONCURRENTLY. */
  readonly transaction: "inside" | "outside";
  readonly version: number;
}

/** What has to be done to get from one schema to the other. */
export function planOf(input: PlanInput): Plan {
  const { now, wanted } = input;
  const changes = wayBack(now, wanted);
  const sourceOf: SourceOf = (origin) => {
    const text = input.sourceOf(origin);
    return text === undefined ? undefined : shownText(text);
  };
  const works = changes.tables.flatMap((change) => tableWork(change, changes.twins) ?? []);
  const kept = withRemadeKeys(input, changes, works);
  const viewsGone = viewsThatGo(now, changes, kept);
  const base = { ...input, sourceOf, changes, kept, viewsGone, madeOf: madeBy(sourceOf) };
  return {
    ...base,
    here: listSchema(now),
    there: listSchema(wanted, input.version),
    viewsMade: viewsToMake(wanted, changes, viewsGone),
    typesRemade: changes.types.flatMap((pair) => (isRemade(pair, changes) ? [pair] : [])),
  };
}

/** Whether a type can only be made anew: no ALTER TYPE leads from the one form to the other. */
function isRemade(pair: Pair<TypeEntry>, { twins }: WayBack): pair is TypePair {
  const { now, wanted } = pair;
  if (now === undefined || wanted === undefined || hasSameForm(twins, now, wanted)) return false;
  if (now.form !== wanted.form || now.form === "other") return true;
  if (now.form === "enum") return !addsValuesOnly(now, wanted) && !renamesValuesOnly(now, wanted);
  return now.form === "domain" && !hasSameBase(twins, now, wanted);
}

/** Whether the old query can be put in place of the new one: it gives columns of the same names. */
export function isReplacedInPlace({ now, wanted }: Pair<Keyed<Relation>>): boolean {
  if (now === undefined || wanted === undefined || now.entry.kind !== "view" || now.entry.id !== wanted.entry.id)
    return false;
  if (now.entry.name !== wanted.entry.name || now.entry.schema !== wanted.entry.schema) return false;
  const names = ({ columns }: Relation) => columns?.map(({ name }) => name).join("\n");
  return names(now.entry) !== undefined && names(now.entry) === names(wanted.entry);
}

/** Views that shall not be there, or have another query; those that read a column, table or view that goes; and what reads them. */
function viewsThatGo(now: Catalog, changes: WayBack, kept: readonly TableWork[]): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const pair of changes.views) {
    const { now: here, wanted } = pair;
    const isOther = here !== undefined && (wanted === undefined || !isSameQuery(here.entry, wanted.entry));
    if (isOther && !isReplacedInPlace(pair)) gone.add(here.key);
  }
  const tablesGone = new Set(
    changes.tables.flatMap((change) =>
      change.now === undefined || change.wanted !== undefined ? [] : [relationKey(change.now.schema, change.now.name)],
    ),
  );
  const columnsGone = new Map(
    kept.map((work) => [relationKey(work.now.schema, work.now.name), changedColumns(work, changes)]),
  );
  for (let size = -1; size !== gone.size; ) {
    size = gone.size;
    for (const [key, entry] of now.entries) {
      if (entry.kind !== "view" && entry.kind !== "materialized view") continue;
      if (entry.reads.some((read) => gone.has(read) || tablesGone.has(read)) || readsAny(entry, columnsGone))
        gone.add(key);
    }
  }
  return gone;
}

function changedColumns({ dropped, altered }: TableWork, { twins }: WayBack): ReadonlySet<string> {
  const retyped = altered.filter(
    ({ now, wanted }) => !twins.haveSameType(now, wanted) || now.collation !== wanted.collation,
  );
  return new Set([...dropped.map(({ name }) => name), ...retyped.map(({ now }) => now.name)]);
}

function readsAny({ readColumns = [] }: Relation, columns: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  return readColumns.some((read) => read.columns.some((name) => columns.get(read.table)?.has(name)));
}

function viewsToMake(wanted: Catalog, changes: WayBack, gone: ReadonlySet<string>): readonly Relation[] {
  const made = new Map<string, Relation>();
  for (const { now, wanted: there } of changes.views) {
    if (there !== undefined && (now === undefined || gone.has(now.key))) made.set(there.key, there.entry);
  }
  for (const key of gone) {
    const entry = wanted.get(changes.twins.keyOf(key));
    const isWanted = changes.views.every(({ now, wanted: there }) => now?.key !== key || there !== undefined);
    if (isWanted && (entry?.kind === "view" || entry?.kind === "materialized view")) {
      made.set(changes.twins.keyOf(key), entry);
    }
  }
  return [...made.values()];
}

/** Whether columns of the type get a new one under its name. */
export function isTypeRemade({ typesRemade }: Plan, typeSchema: string | undefined, type: string): boolean {
  return (
    typeSchema !== undefined &&
    typesRemade.some(({ wanted }) => typeKey(wanted.schema, wanted.name) === typeKey(typeSchema, type))
  );
}
