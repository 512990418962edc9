import type { ColumnType, Described, Origin } from "./catalog.ts";

/** A part of a table that has a name of its own. */
export interface NamedPart extends Pick<Described, "comment"> {
  readonly name: string;
  readonly origin: Origin;
}

/** A policy of row security. */
export interface Policy extends NamedPart {
  readonly command: "all" | "select" | "insert" | "update" | "delete";
  readonly permissive: boolean;
  /** Where ALTER POLICY changed it since, in order; absent where nothing did. */
  readonly altered?: readonly Origin[];
}

/** A rule of CREATE RULE. */
export interface Rule extends NamedPart {
  /** When it fires; absent: `origin`, as made. */
  readonly enabled?: "disabled" | "replica" | "always";
}

/** A trigger that somebody made; those that foreign keys are made of are not listed. */
export interface Trigger extends NamedPart {
  readonly id: string;
  /** The key of the routine that it calls, or the name as written where no file makes that. */
  readonly routine: string;
  readonly constraint: boolean;
  readonly rowLevel: boolean;
  /** When it fires; absent: `origin`, as made. */
  readonly enabled?: "disabled" | "replica" | "always";
  /** The id of the partitioned parent's trigger that gives it and takes it away again. */
  readonly parent: string | undefined;
}

/** A column of a view; its type is absent where the query computes it. */
export interface ViewColumn extends Pick<Described, "comment" | "privileges"> {
  readonly name: string;
  readonly type?: ColumnType;
}

/** An enum, composite, domain or other type. */
export interface TypeEntry extends Described {
  readonly kind: "type";
  readonly schema: string;
  readonly name: string;
  readonly form: "enum" | "composite" | "domain" | "other";
  /** An enum's values in their order. */
  readonly values: readonly string[];
  /** A composite's attributes; absent for all else. */
  readonly attributes?: readonly Attribute[];
  /** What a domain rests on, as `format_type` prints it. */
  readonly baseType: string | undefined;
  /** The same in its parts; absent for all else. */
  readonly base?: ColumnType;
  /** The collation that a domain names; absent for all else. */
  readonly collation?: string;
  /** Whether the domain has constraints. */
  readonly constrained: boolean;
  /** A domain's own default, NOT NULL and checks. */
  readonly default?: string;
  readonly notNull?: true;
  readonly checks?: readonly DomainCheck[];
  /** Ids of the tables that have columns of it. */
  readonly usedBy: readonly string[];
  readonly origin: Origin;
}

/** An attribute of a composite type. */
export interface Attribute extends ColumnType, Pick<Described, "comment"> {
  readonly name: string;
  readonly collation: string | undefined;
}

/** A check of a domain. */
export interface DomainCheck {
  readonly name: string;
  readonly expression: string;
  readonly validated: boolean;
}

/** A schema. */
export interface SchemaEntry extends Described {
  readonly kind: "schema";
  readonly name: string;
}

/** A function, procedure or aggregate. */
export interface Routine extends Described {
  readonly kind: "routine";
  readonly id: string;
  readonly routine: "function" | "procedure" | "aggregate";
  readonly schema: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** What it returns, as `format_type` prints it; undefined for procedures and where only OUT parameters say it. */
  readonly returns: string | undefined;
  readonly returnsSet: boolean;
  readonly language: string | undefined;
  readonly volatility: "volatile" | "stable" | "immutable";
  /** Ids of the tables and keys of the views whose triggers call it. */
  readonly usedBy: readonly string[];
  /** The words of a body in SQL or plpgsql, each once; absent for all else. */
  readonly words?: readonly string[];
  /** Where ALTER FUNCTION and its like changed its properties since, in order; absent where nothing did. */
  readonly altered?: readonly Origin[];
  readonly origin: Origin;
}

/** A parameter of a routine. */
export interface Parameter {
  readonly name: string | undefined;
  readonly mode: "in" | "out" | "inout" | "variadic" | "table";
  /** As `format_type` prints it. */
  readonly type: string;
  readonly hasDefault: boolean;
}

/** The routines of one name in a schema, which differ in what they take. */
export interface RoutineNames {
  readonly kind: "routineNames";
  readonly keys: readonly string[];
}

/** An extension. */
export interface Extension extends Described {
  readonly kind: "extension";
  readonly name: string;
  /** Where its objects were told to go. */
  readonly schema: string | undefined;
  readonly origin: Origin;
}

/** Extended statistics. */
export interface Statistics extends Described {
  readonly kind: "statistics";
  readonly schema: string;
  readonly name: string;
  /** The id of the table that they are of. */
  readonly table: string | undefined;
  /** Its columns that they are of by name. */
  readonly columns: readonly string[];
  readonly origin: Origin;
}

/** A publication. */
export interface Publication extends Described {
  readonly kind: "publication";
  readonly name: string;
  /** Ids of the tables that it names. */
  readonly tables: readonly string[];
  readonly allTables: boolean;
  /** The schemas whose tables it takes. */
  readonly schemas: readonly string[];
  readonly origin: Origin;
}
