import type {
  Catalog,
  CatalogEntry,
  Extension,
  Publication,
  Relation,
  Routine,
  SchemaEntry,
  Statistics,
  Table,
  TypeEntry,
} from "../catalog.ts";
import { TEMPORARY_SCHEMA } from "../resolve.ts";
import type { Pair } from "./pair-up.ts";
import { type PrivilegeChange, privilegeChanges } from "./privilege-changes.ts";
import { sequenceChanges } from "./sequence-changes.ts";
import { type TableChange, tableChanges } from "./table-changes.ts";
import { differingEntries, isSameOrigin, type Keyed, madeOnce, pairEntries, type Twins, twinsOf } from "./twins.ts";
import { isSameType } from "./type-changes.ts";

/** What keeps a schema from being another: each object of which one schema has another form, or none. */
export interface WayBack {
  readonly schemas: readonly Pair<SchemaEntry>[];
  readonly extensions: readonly Pair<Extension>[];
  readonly types: readonly Pair<TypeEntry>[];
  readonly routines: readonly Pair<Keyed<Routine>>[];
  /** But for those that an identity brings along. */
  readonly sequences: readonly Pair<Keyed<Relation>>[];
  readonly views: readonly Pair<Keyed<Relation>>[];
  readonly tables: readonly TableChange[];
  readonly statistics: readonly Pair<Statistics>[];
  readonly publications: readonly Pair<Publication>[];
  /** On what both schemas have under one name. */
  readonly privileges: readonly PrivilegeChange[];
  readonly twins: Twins;
}

/**
 * What differs between the schema as it is and the schema as it shall be. What a session alone sees is left out. Where the
 * keys are known under which anything can differ, no other is looked at.
 */
export function wayBack(now: Catalog, wanted: Catalog, keys?: ReadonlySet<string>): WayBack {
  const differing = differingEntries(now, wanted, keys);
  const byKey = ({ key }: Keyed) => key;
  const tables = pairEntries(differing, isTable, [({ entry }) => madeOnce(entry), byKey]);
  const views = pairEntries(differing, isView, [({ entry }) => madeOnce(entry), byKey]);
  const sequences = pairEntries(differing, isSequence, [({ entry }) => madeOnce(entry), byKey]);
  const routines = pairEntries(differing, isRoutine, [({ entry }) => madeOnce(entry), byKey]);
  const types = pairEntries(differing, isType, [typeOnce, byKey]);
  const named = <Entry extends CatalogEntry>(isKind: (entry: CatalogEntry) => entry is Entry) =>
    pairEntries(differing, isKind, [byKey]).map(entriesOf);
  const twins = twinsOf([...tables, ...views, ...sequences, ...routines, ...types]);
  return {
    schemas: named(isSchema).filter(isDescribedAnew),
    extensions: named(isExtension).filter(isDescribedAnew),
    types: types.map(entriesOf).filter(differ((one, other) => isSameType(twins, one, other))),
    routines: routines.filter(differ(isSameRoutine)),
    sequences: sequenceChanges(now, wanted, sequences, twins),
    views: views.filter(differ((one, other) => isSameView(twins, one, other))),
    tables: tableChanges(now, wanted, tables, twins),
    statistics: named(isStatistics).filter(differ(isSameStatistics)),
    publications: named(isPublication).filter(differ(isSamePublication)),
    privileges: privilegeChanges(now, differing.wanted),
    twins,
  };
}

function entriesOf<Entry extends CatalogEntry>({ now, wanted }: Pair<Keyed<Entry>>): Pair<Entry> {
  return { now: now?.entry, wanted: wanted?.entry };
}

/** The statement that made a type names it, unless it made several. */
function typeOnce({ entry: { origin, form } }: Keyed<TypeEntry>): string {
  return `${origin.file} ${origin.segment} ${form}`;
}

function differ<Item>(isSame: (now: Item, wanted: Item) => boolean): (pair: Pair<Item>) => boolean {
  return ({ now, wanted }) => now === undefined || wanted === undefined || !isSame(now, wanted);
}

/** Whether COMMENT ON and OWNER TO say the same of both. */
function isDescribedAlike(
  one: { readonly comment?: string; readonly owner?: string },
  other: { readonly comment?: string; readonly owner?: string },
): boolean {
  return one.comment === other.comment && one.owner === other.owner;
}

function isDescribedAnew({ now, wanted }: Pair<SchemaEntry | Extension>): boolean {
  return now === undefined || wanted === undefined || !isDescribedAlike(now, wanted);
}

function isSameRoutine({ entry: now }: Keyed<Routine>, { entry: wanted }: Keyed<Routine>): boolean {
  const isNamedAlike = now.schema === wanted.schema && now.name === wanted.name;
  return isNamedAlike && isMadeAlike(now, wanted) && isDescribedAlike(now, wanted);
}

/** Whether the same statements made both routines what they are. */
export function isMadeAlike(now: Routine, wanted: Routine): boolean {
  const origins = ({ origin, altered = [] }: Routine) =>
    [origin, ...altered].map(({ file, segment }) => `${file} ${segment}`);
  return origins(now).join("\n") === origins(wanted).join("\n");
}

/** Views that follow a rename of what they read are the same; so are they where only other views read them now. */
function isSameView(twins: Twins, { entry: now }: Keyed<Relation>, { entry: wanted }: Keyed<Relation>): boolean {
  return (
    now.schema === wanted.schema &&
    now.name === wanted.name &&
    isSameQuery(now, wanted) &&
    isDescribedAlike(now, wanted) &&
    now.reads.map(twins.keyOf).join() === wanted.reads.join() &&
    now.columns?.map(({ name }) => name).join() === wanted.columns?.map(({ name }) => name).join() &&
    sameParts(now.columns ?? [], wanted.columns ?? []) &&
    sameParts(now.indexes, wanted.indexes) &&
    sameParts(now.triggers ?? [], wanted.triggers ?? []) &&
    sameParts(now.rules ?? [], wanted.rules ?? [])
  );
}

/** Whether one statement gives both views their query. */
export function isSameQuery(now: Relation, wanted: Relation): boolean {
  return now.kind === wanted.kind && isSameOrigin(now.queryOrigin ?? now.origin, wanted.queryOrigin ?? wanted.origin);
}

function sameParts(
  now: readonly { readonly name: string; readonly comment?: string }[],
  wanted: readonly { readonly name: string; readonly comment?: string }[],
): boolean {
  const lines = (parts: typeof now) => parts.map(({ name, comment }) => `${name} ${comment ?? ""}`).join("\n");
  return lines(now) === lines(wanted);
}

function isSameStatistics(now: Statistics, wanted: Statistics): boolean {
  return isSameOrigin(now.origin, wanted.origin) && isDescribedAlike(now, wanted);
}

function isSamePublication(now: Publication, wanted: Publication): boolean {
  const members = ({ tables, schemas, allTables }: Publication) =>
    [...tables.toSorted(), "", ...schemas.toSorted(), allTables].join("\n");
  return members(now) === members(wanted) && isDescribedAlike(now, wanted);
}

const isTable = (entry: CatalogEntry): entry is Table => entry.kind === "table" && isLasting(entry);
const isView = (entry: CatalogEntry): entry is Relation =>
  (entry.kind === "view" || entry.kind === "materialized view") && isLasting(entry);
const isSequence = (entry: CatalogEntry): entry is Relation => entry.kind === "sequence" && isLasting(entry);
const isType = (entry: CatalogEntry): entry is TypeEntry => entry.kind === "type" && isLasting(entry);
const isRoutine = (entry: CatalogEntry): entry is Routine => entry.kind === "routine";
const isSchema = (entry: CatalogEntry): entry is SchemaEntry => entry.kind === "schema";
const isExtension = (entry: CatalogEntry): entry is Extension => entry.kind === "extension";
const isStatistics = (entry: CatalogEntry): entry is Statistics => entry.kind === "statistics";
const isPublication = (entry: CatalogEntry): entry is Publication => entry.kind === "publication";

function isLasting({ schema }: { readonly schema: string }): boolean {
  return schema !== TEMPORARY_SCHEMA;
}
