import type { Range } from "../text/range.ts";
import type { AlterTable } from "./alter-table.ts";
import type { Constraint } from "./constraint.ts";
import type { DataChange, Explain } from "./data-change.ts";
import type * as Maintenance from "./maintenance.ts";
import type * as Changes from "./object-changes.ts";
import type * as Routine from "./routine.ts";
import type { SelectedColumns } from "./selected-columns.ts";
import type { StorageOption } from "./table-setting.ts";

export type * from "./alter-table.ts";
export type * from "./constraint.ts";
export type * from "./data-change.ts";
export type * from "./maintenance.ts";
export type * from "./object-changes.ts";
export type * from "./routine.ts";
export type * from "./selected-columns.ts";
export type * from "./table-setting.ts";

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
  | ObjectChange
  | Routine.CreateRoutine
  | Routine.CreateTrigger
  | Routine.Policy
  | Routine.DoBlock
  | MaintenanceCommand
  | TransactionControl
  | SetVariable
  | DataChange
  | Explain
  | OtherStatement;

/** Statements that change something beside tables, views and indexes. */
type ObjectChange =
  | Changes.AlterEnum
  | Changes.AlterSequence
  | Changes.AlterDomain
  | Changes.CreateRule
  | Changes.CreateStatistics
  | Changes.CreateExtension
  | Changes.Publication
  | Changes.CommentOn
  | Changes.AlterOwner
  | Changes.Grant;

/** Statements that change how data is stored, or only lock it. */
type MaintenanceCommand =
  | Maintenance.Reindex
  | Maintenance.Vacuum
  | Maintenance.Analyze
  | Maintenance.Cluster
  | Maintenance.Refresh
  | Maintenance.LockTable;

/** A possibly qualified name as it is stored (folded and unquoted), and where it stands. */
export interface ObjectName {
  readonly schema: string | undefined;
  readonly name: string;
  /** The whole name, qualifier included. */
  readonly range: Range;
  /** ONLY stands before it; absent otherwise. */
  readonly only?: true;
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
  /** STORAGE (16 and later) and COMPRESSION (14 and later) in lower case; absent where they are not written. */
  readonly storage?: string;
  readonly compression?: string;
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
  /** WITH (…); absent where there is none. */
  readonly options?: readonly StorageOption[];
  /** CREATE TABLE … AS or SELECT INTO: the columns come from a query. */
  readonly asQuery: boolean;
  /** Relations that this query names; absent for all else. */
  readonly reads?: readonly ObjectName[];
  /** The list of column names before AS; absent where there is none. */
  readonly asColumns?: readonly string[];
  /** What the query itself calls its columns; absent where that hangs on what it reads, as with `*`. */
  readonly output?: readonly string[];
  /** Which columns of which one table the query gives; absent where it reads several, or is no plain SELECT. */
  readonly selected?: SelectedColumns;
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
  /** WITH (…); absent where there is none. */
  readonly options?: readonly StorageOption[];
  /** The words `CREATE INDEX`, or `CREATE UNIQUE INDEX`. */
  readonly keyword: Range;
  /** Just after the word INDEX: where ` CONCURRENTLY` goes. */
  readonly concurrentlyAt: number;
}

/** Kinds of objects that DROP, RENAME, SET SCHEMA, COMMENT, OWNER and GRANT name; `attribute` is that of a composite type. */
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
  | "attribute"
  | "constraint"
  | "trigger"
  | "policy"
  | "rule"
  | "function"
  | "procedure"
  | "routine"
  | "aggregate"
  | "extension"
  | "statistics"
  | "publication"
  | "subscription"
  | "event trigger"
  | "language"
  | "collation"
  | "role"
  | "database"
  | "other";

/** DROP of one or several objects. */
export interface DropObjects extends StatementBase {
  readonly kind: "drop";
  readonly objectKind: ObjectKind;
  readonly names: readonly ObjectName[];
  /** The table of a trigger, a rule or a policy; absent for all else. */
  readonly on?: ObjectName;
  /** For routines, one a name: the types of the parameters, or undefined where none are written. Absent for all else. */
  readonly signatures?: readonly (readonly TypeName[] | undefined)[];
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
  /** The object; for a column, a constraint, a trigger, a rule or a policy its table, view, type or domain. */
  readonly name: ObjectName;
  readonly ifExists: boolean;
  /** The column, constraint, trigger, rule or policy that is renamed. */
  readonly part: string | undefined;
  /** The types of a routine's parameters, where they are written. */
  readonly signature?: readonly TypeName[];
  readonly newName: string;
}

/** ALTER … SET SCHEMA. */
export interface SetSchema extends StatementBase {
  readonly kind: "setSchema";
  readonly objectKind: ObjectKind;
  readonly name: ObjectName;
  readonly ifExists: boolean;
  /** The types of a routine's parameters, where they are written. */
  readonly signature?: readonly TypeName[];
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
  /** The list of column names before AS; absent where there is none. */
  readonly asColumns?: readonly string[];
  /** What the query itself calls its columns; absent where that hangs on what it reads, as with `*`. */
  readonly output?: readonly string[];
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
  readonly temporary: boolean;
  /** OWNED BY; absent where it is not written, and for NONE. */
  readonly ownedBy?: Changes.SequenceOwner;
  /** AS …; absent otherwise. */
  readonly type?: TypeName;
  /** Absent where the statement says nothing of them. */
  readonly numbers?: Changes.SequenceNumbers;
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
  /** COLLATE; absent otherwise. */
  readonly collation?: string;
  readonly constraints: readonly Constraint[];
}

/** CREATE SCHEMA. */
export interface CreateSchema extends StatementBase {
  readonly kind: "createSchema";
  readonly name: string;
  readonly ifNotExists: boolean;
  /** What is made inside it by the same statement; unqualified names in it mean this schema. */
  readonly elements: readonly Statement[];
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

/** A statement without a word of its own. */
export interface OtherStatement extends StatementBase {
  readonly kind: "other";
  /** The parser's name of it: `CreateFunctionStmt`. */
  readonly node: string;
  /** Its first words in capitals, for people: `CREATE FUNCTION`. */
  readonly command: string;
  /** Relations that it names, each once: the table of a trigger, the view that REFRESH fills, what an explained query reads. */
  readonly relations: readonly ObjectName[];
  /** The routine whose properties ALTER FUNCTION and its like change; absent for all else. */
  readonly routine?: Pick<SetSchema, "name" | "signature">;
}
