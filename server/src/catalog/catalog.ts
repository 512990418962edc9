import { Map as PersistentMap } from "immutable";
import type { CreateTable, IndexKey } from "../sql/statement.ts";

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
  | Setting
  | IdPointer
  | ConstraintNameUse
  | MadeMark;

/** Where an object was made. */
export interface Origin {
  /** The file's path as the engine names it. */
  readonly file: string;
  /** A hash of the text of the segment that made it. */
  readonly segment: number;
}

/** A table of any kind that has columns of its own. */
export interface Table {
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
  readonly isDefaultPartition: boolean;
  /** False where a form was met whose columns cannot be known (CREATE TABLE AS, an unknown LIKE). */
  readonly columnsKnown: boolean;
  /** Set where no file makes the table and it only holds what files add to it; it stands under a key of its own. */
  readonly presumed?: true;
  readonly origin: Origin;
}

/** A column. */
export interface Column {
  readonly name: string;
  /** As `pg_type` names it, without array marks; serial kinds as their integer. */
  readonly type: string;
  readonly typeSchema: string | undefined;
  readonly modifiers: readonly number[];
  readonly dimensions: number;
  readonly collation: string | undefined;
  readonly notNull: boolean;
  /** The default's text. */
  readonly default: string | undefined;
  readonly identity: "always" | "by default" | undefined;
  readonly generated: "stored" | "virtual" | undefined;
  /** Whether it comes from a parent and goes when the parent's goes. */
  readonly inherited: boolean;
  /** The key of the sequence that a serial kind or an identity made. */
  readonly ownedSequence: string | undefined;
  readonly origin: Origin;
}

/** A constraint of a table. */
export interface TableConstraint {
  readonly kind: "primaryKey" | "unique" | "check" | "foreignKey" | "exclusion";
  /** Stays the same through renames. */
  readonly id: string;
  /** As given, or as Postgres would generate it. */
  readonly name: string;
  /** Key columns in order; for a check the columns it mentions are not listed. */
  readonly columns: readonly string[];
  /** For a foreign key: the referenced table's key and columns (empty: its primary key). */
  readonly references: { readonly table: string; readonly columns: readonly string[] } | undefined;
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  /** The check's text. */
  readonly expression: string | undefined;
  readonly validated: boolean;
  /** Whether children do not get it. */
  readonly noInherit: boolean;
  /** The id of the parent table's constraint that gives it and takes it away again. */
  readonly parent: string | undefined;
  readonly origin: Origin;
}

/** An index, those that back a constraint included. */
export interface Index {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly keys: readonly CatalogIndexKey[];
  readonly include: readonly string[];
  readonly unique: boolean;
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
export type CatalogIndexKey = Pick<IndexKey, "column" | "text" | "operatorClass" | "collation">;

/** A view, materialized view or sequence. */
export interface Relation {
  readonly kind: "view" | "materialized view" | "sequence";
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  /** Indexes of a materialized view. */
  readonly indexes: readonly Index[];
  /** Keys of what a view reads. */
  readonly reads: readonly string[];
  /** Keys of the views that read it. */
  readonly dependents: readonly string[];
  /** The id of the table whose column owns the sequence. */
  readonly owner: string | undefined;
  readonly origin: Origin;
}

/** An index's name in the namespace that it shares with relations. */
export interface IndexPointer {
  readonly kind: "index";
  /** The key of the table or materialized view that holds it. */
  readonly table: string;
  readonly name: string;
}

/** An enum, composite, domain or other type. */
export interface TypeEntry {
  readonly kind: "type";
  readonly schema: string;
  readonly name: string;
  readonly form: "enum" | "composite" | "domain" | "other";
  readonly values: readonly string[];
  readonly baseType: string | undefined;
  /** Whether the domain has constraints. */
  readonly constrained: boolean;
  /** Ids of the tables that have columns of it. */
  readonly usedBy: readonly string[];
  readonly origin: Origin;
}

/** A schema. */
export interface SchemaEntry {
  readonly kind: "schema";
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
