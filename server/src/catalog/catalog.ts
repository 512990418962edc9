import { Map as PersistentMap } from "immutable";
import type { CreateTable, IndexKey, IndexStatistics, StorageOption } from "../sql/statement.ts";
import type {
  Extension,
  Policy,
  Publication,
  Routine,
  RoutineNames,
  Rule,
  SchemaEntry,
  Statistics,
  Trigger,
  TypeEntry,
  ViewColumn,
} from "./objects.ts";

import type { SequenceNumbers } from "./sequence-numbers.ts";

export type * from "./objects.ts";

/**
 * The schema as a value. Every object stands under one key; a changed object is a new value, an unchanged one the
 * same reference, so that "did what I read change?" is a comparison of references.
 */
export interface Catalog extends CatalogReader {
  readonly entries: PersistentMap<string, CatalogEntry>;
}

/** What rules, effects and `apply` read the schema through; the engine hands out one that records what was read. */
export interface CatalogReader {
  /** The entry under the key (see `keys.ts`), or undefined. */
  get(key: string): CatalogEntry | undefined;
}

/** What may stand in the catalogue. */
export type CatalogEntry =
  | Table
  | Relation
  | IndexPointer
  | TypeEntry
  | SchemaEntry
  | Routine
  | RoutineNames
  | Extension
  | Statistics
  | Publication
  | Setting
  | IdPointer
  | ConstraintNameUse
  | MadeMark
  | KnownRows
  | SchemaMember;

/** Where an object was made. */
export interface Origin {
  /** The file's path as the engine names it. */
  readonly file: string;
  /** A hash of the text of the segment that made it. */
  readonly segment: number;
}

/** What COMMENT ON, OWNER TO, GRANT and REVOKE say of an object; absent where nothing was said. */
export interface Described {
  readonly comment?: string;
  readonly owner?: string;
  /** Where they are not those that the object is made with; of a column what was granted on it alone. */
  readonly privileges?: readonly Privilege[];
}

/** A privilege that a role has or lacks otherwise than when the object was made. */
export interface Privilege {
  /** As GRANT writes it, in lower case. */
  readonly name: string;
  /** The role; `public` is PUBLIC, for Postgres gives no role that name. */
  readonly grantee: string;
  /** `revoked` where it was there from the start. */
  readonly state: "granted" | "grantable" | "revoked";
}

/** A table of any kind that has columns of its own. */
export interface Table extends Described {
  readonly kind: "table";
  /** Stays the same through renames and changes of schema; made of the segment's id and the first name. */
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  readonly tableKind: "table" | "partitioned" | "partition" | "foreign";
  readonly temporary: boolean;
  readonly columns: readonly Column[];
  readonly constraints: readonly TableConstraint[];
  readonly indexes: readonly Index[];
  /** The key of the partitioned or inherited parent tables. */
  readonly parents: readonly string[];
  /** The one of them that it is a partition of; a partition that is itself partitioned has the kind `partitioned`. */
  readonly partitionOf: string | undefined;
  /** How a partitioned table divides its rows. */
  readonly partitionBy: CreateTable["partitionBy"];
  /** Keys of partitions and inheriting tables. */
  readonly children: readonly string[];
  /** Keys of the other tables whose foreign keys point here. */
  readonly referencedBy: readonly string[];
  /** Keys of the views that read it. */
  readonly dependents: readonly string[];
  /** Whether ENABLE ROW LEVEL SECURITY was said. */
  readonly rowSecurity: boolean;
  /** Set where FORCE ROW LEVEL SECURITY was said. */
  readonly forceRowSecurity?: true;
  readonly policies: readonly Policy[];
  readonly triggers: readonly Trigger[];
  readonly rules: readonly Rule[];
  readonly unlogged?: true;
  /** Keys of its extended statistics. */
  readonly statistics?: readonly string[];
  /** The key of the composite type that CREATE TABLE … OF names. */
  readonly ofType?: string;
  readonly isDefaultPartition: boolean;
  /** REPLICA IDENTITY, unless it is the default or an index. */
  readonly replicaIdentity?: "full" | "nothing";
  /** What WITH (…) and SET (…) say; absent where nothing is set. */
  readonly options?: readonly StorageOption[];
  /** A partition's bounds as written: `DEFAULT`, `FOR VALUES …`. */
  readonly partitionBound?: string;
  /** False where a form was met whose columns cannot be known (CREATE TABLE AS, an unknown LIKE). */
  readonly columnsKnown: boolean;
  /** Set where no file makes the table and it only holds what files add to it; it stands under a key of its own. */
  readonly presumed?: true;
  readonly origin: Origin;
}

/** A column. */
export interface Column extends Pick<Described, "comment" | "privileges"> {
  readonly name: string;
  /** As `pg_type` names it, without array marks; serial kinds as their integer. */
  readonly type: string;
  readonly typeSchema: string | undefined;
  readonly modifiers: readonly number[];
  readonly dimensions: number;
  readonly collation: string | undefined;
  readonly notNull: boolean;
  /** The name that a file gives the NOT NULL, which from Postgres 18 on is a constraint; absent where Postgres makes one. */
  readonly notNullName?: string;
  /** The name that Postgres 18 made for it, where that is not the one that it would make now. */
  readonly notNullKept?: string;
  /** Set where rows may break it until VALIDATE CONSTRAINT (18 and later). */
  readonly notNullNotValid?: true;
  /** The default's text; of a generated column the expression's. */
  readonly default: string | undefined;
  /** Keys of the types that the default was converted from when the column's type changed; it goes with them. */
  readonly defaultTypes?: readonly string[];
  readonly identity: "always" | "by default" | undefined;
  readonly generated: "stored" | "virtual" | undefined;
  /** Whether it comes from a parent and goes when the parent's goes. */
  readonly inherited: boolean;
  /** The key of the sequence that a serial kind or an identity made. */
  readonly ownedSequence: string | undefined;
  /** Keys of further sequences that were given to it. */
  readonly moreSequences?: readonly string[];
  /** The key of the sequence that its default takes from. */
  readonly takesFrom?: string;
  /** What SET STATISTICS says; absent for the server's default. */
  readonly statistics?: number;
  /** SET STORAGE in lower case; absent for its type's own. */
  readonly storage?: string;
  /** SET COMPRESSION in lower case; absent for the server's default. */
  readonly compression?: string;
  /** SET (n_distinct = …); absent where there is none. */
  readonly options?: readonly StorageOption[];
  /** The name that it was made with; absent where it still bears it. */
  readonly firstName?: string;
  readonly origin: Origin;
}

/** A constraint of a table. */
export interface TableConstraint extends Pick<Described, "comment"> {
  readonly kind: "primaryKey" | "unique" | "check" | "foreignKey" | "exclusion";
  /** Stays the same through renames. */
  readonly id: string;
  /** As given, or as Postgres would generate it. */
  readonly name: string;
  /** Key columns in order; for a check the columns it mentions are not listed. */
  readonly columns: readonly string[];
  /** For a foreign key: the referenced table's key and columns (empty: its primary key). */
  readonly references: References | undefined;
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  /** The check's text. */
  readonly expression: string | undefined;
  readonly validated: boolean;
  readonly deferrable?: true;
  /** NOT ENFORCED (18 and later), which is never validated. */
  readonly notEnforced?: true;
  /** Whether children do not get it. */
  readonly noInherit: boolean;
  /** The id of the parent table's constraint that gives it and takes it away again. */
  readonly parent: string | undefined;
  readonly origin: Origin;
}

/** What a foreign key points at. */
export interface References {
  readonly table: string;
  readonly columns: readonly string[];
  /** The id of the index that proves the columns unique; the foreign key goes with that one alone. */
  readonly index?: string;
}

/** An index, those that back a constraint included. */
export interface Index extends Pick<Described, "comment"> {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly keys: readonly CatalogIndexKey[];
  readonly include: readonly string[];
  /** What its own columns are named where a rename of the table's has passed them by; indexes made after it are named by these. */
  readonly columnNames?: readonly string[];
  readonly unique: boolean;
  readonly nullsNotDistinct?: true;
  /** What WITH (…) and SET (…) say; absent where nothing is set. */
  readonly options?: readonly StorageOption[];
  /** How closely ANALYZE looks at its expressions; absent where nothing is said. */
  readonly statistics?: readonly IndexStatistics[];
  /** Set where REPLICA IDENTITY USING INDEX names it. */
  readonly replicaIdentity?: true;
  /** Set where CLUSTER was last told to go by it. */
  readonly clustered?: true;
  /** The WHERE clause's text. */
  readonly predicate: string | undefined;
  /** False for ON ONLY indexes of partitioned tables until attached. */
  readonly valid: boolean;
  /** The name of the constraint that it backs. */
  readonly constraint: string | undefined;
  /** The id of the partitioned parent's index that it is attached to. */
  readonly parent: string | undefined;
  readonly origin: Origin;
}

/** One key of an index: its column, or undefined for an expression, and its text without collation, class and order. */
export type CatalogIndexKey = Pick<
  IndexKey,
  "column" | "expressionName" | "text" | "operatorClass" | "collation" | "settings"
>;

/** A view, materialized view or sequence. */
export interface Relation extends Described {
  readonly kind: "view" | "materialized view" | "sequence";
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  /** Indexes of a materialized view. */
  readonly indexes: readonly Index[];
  /** The last CREATE OR REPLACE VIEW that gave it another query; absent where none did. */
  readonly queryOrigin?: Origin;
  /** Keys of what a view reads. */
  readonly reads: readonly string[];
  /** The columns that it reads of those that are tables. */
  readonly readColumns?: readonly ReadColumns[];
  /** Keys of the views that read it. */
  readonly dependents: readonly string[];
  /** A view's columns; absent where its query's text does not show them, and for sequences. */
  readonly columns?: readonly ViewColumn[];
  /** Set where a materialized view holds no data, so that reading it is an error until REFRESH. */
  readonly unpopulated?: true;
  /** INSTEAD OF triggers of a view. */
  readonly triggers?: readonly Trigger[];
  readonly rules?: readonly Rule[];
  /** The id of the table whose column owns the sequence. */
  readonly ownedBy: string | undefined;
  /** Ids of the tables with defaults that take from the sequence. */
  readonly takers?: readonly string[];
  /** What a sequence counts in. */
  readonly type?: "int2" | "int4" | "int8";
  /** Its bounds and steps; absent where they are those of a sequence of which nothing is said. */
  readonly numbers?: SequenceNumbers;
  readonly origin: Origin;
}

/** The columns that a view reads of a table. */
export interface ReadColumns {
  /** The table's key. */
  readonly table: string;
  readonly columns: readonly string[];
}

/** The part of a column that says its type. */
export type ColumnType = Pick<Column, "type" | "typeSchema" | "modifiers" | "dimensions">;

/** An index's name in the namespace that it shares with relations. */
export interface IndexPointer {
  readonly kind: "index";
  /** The key of the table or materialized view that holds it. */
  readonly table: string;
  readonly name: string;
}

/** A session setting that later statements depend on: `search_path`. */
export interface Setting {
  readonly kind: "setting";
  readonly values: readonly string[];
  /** The values that come back when the transaction ends, after SET LOCAL; undefined where nothing comes back. */
  readonly afterTransaction: readonly string[] | undefined;
}

/** From a table's id to the key it stands under now. */
export interface IdPointer {
  readonly kind: "id";
  readonly key: string;
}

/** How many constraints of a schema bear a name; Postgres generates a constraint's name free in the whole schema. */
export interface ConstraintNameUse {
  readonly kind: "constraintName";
  readonly uses: number;
}

/** Some file makes a table of this name, whatever becomes of it. */
export interface MadeMark {
  readonly kind: "made";
}

/** What the statements of one file show of the rows of a table that stood before it. */
export interface KnownRows {
  readonly kind: "rows";
  /** The file's path as the engine names it; what comes after it knows nothing of it. */
  readonly file: string;
  /** Why the table holds no row: TRUNCATE, or a column that was added NOT NULL without a value, which Postgres refuses where there is one. */
  readonly empty: "truncate" | "required column" | undefined;
  /** The columns that were given values. */
  readonly filled: readonly string[] | "all";
}

/**
 * One link of the chain that leads through all that was ever made in a schema, the latest first. A reader cannot list
 * what stands in a schema, and a list would make each statement rest on all before it; a new link rests on one.
 */
export interface SchemaMember {
  readonly kind: "schemaMember";
  /** The key of what was made; of the link that opens a schema's chain, that of what was made last. */
  readonly member: string;
  /** The key of what was made before it; of the link that opens a schema's chain, the schema before it. */
  readonly next: string | undefined;
}

/** One change that a statement makes: the entry that now stands under the key, or undefined where it is gone. */
export interface Change {
  readonly key: string;
  readonly entry: CatalogEntry | undefined;
}

class PersistentCatalog implements Catalog {
  readonly entries: PersistentMap<string, CatalogEntry>;
  constructor(entries: PersistentMap<string, CatalogEntry>) {
    this.entries = entries;
  }
  get(key: string): CatalogEntry | undefined {
    return this.entries.get(key);
  }
}

/** The schema before anything was made. */
export const EMPTY_CATALOG: Catalog = new PersistentCatalog(PersistentMap());

/** The catalogue after the changes, in order. */
export function withChanges(catalog: Catalog, changes: readonly Change[]): Catalog {
  if (changes.length === 0) return catalog;
  return new PersistentCatalog(
    catalog.entries.withMutations((entries) => {
      for (const { key, entry } of changes) {
        if (entry === undefined) entries.delete(key);
        else entries.set(key, entry);
      }
    }),
  );
}
