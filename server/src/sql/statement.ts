import type { Range } from "../text/range.ts";
import type { AlterTable } from "./alter-table.ts";
import type { Constraint } from "./constraint.ts";

export type * from "./alter-table.ts";
export type * from "./constraint.ts";

/**
 * The statement vocabulary: what a SQL statement says, in the field's words.
 * Every range counts UTF-16 code units from the start of the segment that holds the statement,
 * so that it stays true while the segment moves.
 */
export type Statement =
  | CreateTable
  | AlterTable
  | CreateIndex
  | DropObjects
  | Rename
  | SetSchema
  | CreateView
  | CreateSequence
  | CreateType
  | CreateDomain
  | CreateSchema
  | TransactionControl
  | SetVariable
  | DataChange
  | OtherStatement;

/** A possibly qualified name as it is stored (folded and unquoted), and where it stands. */
export interface ObjectName {
  readonly schema: string | undefined;
  readonly name: string;
  /** The whole name, qualifier included. */
  readonly range: Range;
}

/** A name as it is stored (folded and unquoted), and where it stands. */
export interface Identifier {
  readonly name: string;
  readonly range: Range;
}

/** What every statement has. */
export interface StatementBase {
  /** From its first word to its last, without the semicolon. */
  readonly range: Range;
}

/** A type as written: `timestamp(3) without time zone[]`. */
export interface TypeName {
  /** The schema where one is written; Postgres's own spelling of a SQL type counts as none. */
  readonly schema: string | undefined;
  /** As the catalogue `pg_type` names it without array marks: `int4`, `timestamp`, `varchar`, `mood`; `serial` kinds as written. */
  readonly name: string;
  /** The numbers in parentheses, in order: `[10, 2]` for `numeric(10,2)`. */
  readonly modifiers: readonly number[];
  /** How many `[]` follow; 0 for a plain type. */
  readonly dimensions: number;
  /** The whole type, from its first word to its last bracket. */
  readonly range: Range;
  /** The text of that range. */
  readonly text: string;
}

/** A column as CREATE TABLE, ADD COLUMN or a composite type defines it. */
export interface ColumnDefinition {
  readonly kind: "column";
  readonly name: Identifier;
  /** Absent in `CREATE TABLE … OF type` and partition option lists. */
  readonly type: TypeName | undefined;
  readonly collation: string | undefined;
  readonly constraints: readonly Constraint[];
  /** The whole definition, constraints included. */
  readonly range: Range;
}

/** An expression: its text as written and where it stands. */
export interface Expression {
  readonly text: string;
  readonly range: Range;
}

/** CREATE TABLE in all its forms, SELECT INTO included. */
export interface CreateTable extends StatementBase {
  readonly kind: "createTable";
  readonly name: ObjectName;
  readonly ifNotExists: boolean;
  readonly persistence: "permanent" | "temporary" | "unlogged";
  readonly foreign: boolean;
  readonly columns: readonly ColumnDefinition[];
  /** Table-level constraints; inline ones stand at their columns. */
  readonly constraints: readonly Constraint[];
  /** `LIKE …`; `including` lists what is copied, EXCLUDING taken off and ALL written out: `defaults`, `indexes`, … */
  readonly like: readonly { readonly table: ObjectName; readonly including: readonly string[] }[];
  readonly inherits: readonly ObjectName[];
  readonly partitionOf: ObjectName | undefined;
  /** Whether this partition is its parent's DEFAULT one. */
  readonly isDefaultPartition: boolean;
  /** A partition's bounds as written: `DEFAULT`, `FOR VALUES …`; absent for all else. */
  readonly partitionBound?: string;
  /** The partition key's columns; an expression key is `undefined` in the list. */
  readonly partitionBy:
    | {
        readonly strategy: "range" | "list" | "hash";
        readonly keys: readonly (string | undefined)[];
        /** The list of keys as written, its parentheses included. */
        readonly text?: string;
      }
    | undefined;
  readonly ofType: ObjectName | undefined;
  /** CREATE TABLE … AS or SELECT INTO: the columns come from a query. */
  readonly asQuery: boolean;
  /** Relations that this query names; absent for all else. */
  readonly reads?: readonly ObjectName[];
}

/** One key of an index: a column, or an expression. */
export interface IndexKey {
  /** The column's name, or undefined for an expression. */
  readonly column: string | undefined;
  /** What Postgres names an index column that is this expression; absent for a column. */
  readonly expressionName?: string;
  /** The key's expression as written, without collation, operator class and order. */
  readonly text: string;
  readonly operatorClass: string | undefined;
  readonly collation: string | undefined;
  /** What is written after the key itself: its collation, class and order, the operator of an exclusion; absent for nothing. */
  readonly settings?: string;
  readonly range: Range;
}

/** CREATE INDEX. */
export interface CreateIndex extends StatementBase {
  readonly kind: "createIndex";
  readonly name: Identifier | undefined;
  readonly table: ObjectName;
  readonly only: boolean;
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly predicate: Expression | undefined;
  readonly nullsNotDistinct: boolean;
  /** The words `CREATE INDEX`, or `CREATE UNIQUE INDEX`. */
  readonly keyword: Range;
  /** Just after the word INDEX: where ` CONCURRENTLY` goes. */
  readonly concurrentlyAt: number;
}

/** Kinds of objects that DROP, RENAME and SET SCHEMA name. */
export type ObjectKind =
  | "table"
  | "foreign table"
  | "index"
  | "view"
  | "materialized view"
  | "sequence"
  | "schema"
  | "type"
  | "domain"
  | "column"
  | "constraint"
  | "other";

/** DROP of one or several objects. */
export interface DropObjects extends StatementBase {
  readonly kind: "drop";
  readonly objectKind: ObjectKind;
  readonly names: readonly ObjectName[];
  /** The table of a trigger, a rule or a policy; absent for all else. */
  readonly on?: ObjectName;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly concurrently: boolean;
  /** The words `DROP TABLE`, `DROP INDEX`, … */
  readonly keyword: Range;
}

/** ALTER … RENAME of an object, a column, a constraint. */
export interface Rename extends StatementBase {
  readonly kind: "rename";
  readonly objectKind: ObjectKind;
  /** The object; for a column or a constraint, its table. */
  readonly name: ObjectName;
  readonly ifExists: boolean;
  /** The column or constraint that is renamed. */
  readonly part: string | undefined;
  readonly newName: string;
}

/** ALTER … SET SCHEMA. */
export interface SetSchema extends StatementBase {
  readonly kind: "setSchema";
  readonly objectKind: ObjectKind;
  readonly name: ObjectName;
  readonly ifExists: boolean;
  readonly newSchema: string;
}

/** CREATE VIEW or CREATE MATERIALIZED VIEW. */
export interface CreateView extends StatementBase {
  readonly kind: "createView";
  readonly name: ObjectName;
  readonly materialized: boolean;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  /** Relations that the query names. */
  readonly reads: readonly ObjectName[];
  /** Columns that the query names. */
  readonly columnReads: readonly ColumnRead[];
  /** WITH NO DATA; absent otherwise. */
  readonly withNoData?: boolean;
}

/** A column that a query names: one of a relation, or of any where that is absent; all columns where it is `*`. */
export interface ColumnRead {
  readonly relation?: string;
  readonly column?: string;
}

/** CREATE SEQUENCE. */
export interface CreateSequence extends StatementBase {
  readonly kind: "createSequence";
  readonly name: ObjectName;
  readonly ifNotExists: boolean;
}

/** CREATE TYPE: an enum, a composite, or another kind. */
export interface CreateType extends StatementBase {
  readonly kind: "createType";
  readonly name: ObjectName;
  readonly form: "enum" | "composite" | "range" | "other";
  readonly values: readonly string[];
  readonly columns: readonly ColumnDefinition[];
}

/** CREATE DOMAIN. */
export interface CreateDomain extends StatementBase {
  readonly kind: "createDomain";
  readonly name: ObjectName;
  readonly type: TypeName;
  readonly constraints: readonly Constraint[];
}

/** CREATE SCHEMA. */
export interface CreateSchema extends StatementBase {
  readonly kind: "createSchema";
  readonly name: string;
  readonly ifNotExists: boolean;
}

/** BEGIN, COMMIT, ROLLBACK and savepoints. */
export interface TransactionControl extends StatementBase {
  readonly kind: "transaction";
  readonly action: "begin" | "commit" | "rollback" | "savepoint" | "other";
}

/** SET, RESET and their LOCAL forms. */
export interface SetVariable extends StatementBase {
  readonly kind: "set";
  /** In lower case; `all` for RESET ALL. */
  readonly variable: string;
  /** The values in order as text; empty for DEFAULT and RESET. */
  readonly values: readonly string[];
  readonly local: boolean;
}

/** INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COPY and SELECT. */
export interface DataChange extends StatementBase {
  readonly kind: "insert" | "update" | "delete" | "merge" | "truncate" | "copy" | "select";
  /** The tables written (all of a TRUNCATE); for SELECT those locked FOR UPDATE and the like. */
  readonly targets: readonly ObjectName[];
  /** Tables that are only read. */
  readonly reads: readonly ObjectName[];
  /** Whether an UPDATE or DELETE has a WHERE; false for all else. */
  readonly filtered: boolean;
  /** The columns that an UPDATE sets; absent for all else. */
  readonly columns?: readonly string[];
  /** Those of a SELECT's targets that its WITH writes; absent where there are none. */
  readonly written?: readonly ObjectName[];
}

/** A statement without a word of its own. */
export interface OtherStatement extends StatementBase {
  readonly kind: "other";
  /** The parser's name of it: `CreateFunctionStmt`. */
  readonly node: string;
  /** Its first words in capitals, for people: `CREATE FUNCTION`. */
  readonly command: string;
  /** Relations that it names, each once: the table of a trigger, the view that REFRESH fills, what an explained query reads. */
  readonly relations: readonly ObjectName[];
}
