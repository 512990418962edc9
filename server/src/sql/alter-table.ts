import type { Range } from "../text/range.ts";
import type { Constraint } from "./constraint.ts";
import type { SequenceNumbers } from "./object-changes.ts";
import type { ColumnDefinition, Expression, Identifier, ObjectName, StatementBase, TypeName } from "./statement.ts";
import type { StorageOption, TableSetting } from "./table-setting.ts";

/** ALTER TABLE, also of views, indexes, sequences and foreign tables; several subcommands in order. */
export interface AlterTable extends StatementBase {
  readonly kind: "alterTable";
  readonly objectType: "table" | "index" | "view" | "materialized view" | "sequence" | "foreign table" | "type";
  readonly name: ObjectName;
  readonly ifExists: boolean;
  readonly only: boolean;
  readonly actions: readonly AlterTableAction[];
}

/** One subcommand of ALTER TABLE. */
export type AlterTableAction =
  | AddColumn
  | DropColumn
  | AlterColumnType
  | AlterColumn
  | AddConstraint
  | NamedConstraintAction
  | PartitionAction
  | InheritAction
  | TableSetting
  | OtherAction;

interface ActionBase {
  /** The subcommand, from its first word to its last. */
  readonly range: Range;
}

/** `ADD COLUMN`. */
export interface AddColumn extends ActionBase {
  readonly kind: "addColumn";
  readonly column: ColumnDefinition;
  readonly ifNotExists: boolean;
}

/** `DROP COLUMN`. */
export interface DropColumn extends ActionBase {
  readonly kind: "dropColumn";
  readonly column: Identifier;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

/** `ALTER COLUMN … TYPE`. */
export interface AlterColumnType extends ActionBase {
  readonly kind: "alterColumnType";
  readonly column: Identifier;
  readonly type: TypeName;
  readonly collation: string | undefined;
  readonly using: Expression | undefined;
}

/** `ALTER COLUMN …` of everything but the type. */
export interface AlterColumn extends ActionBase {
  readonly kind:
    | "setNotNull"
    | "dropNotNull"
    | "setDefault"
    | "dropDefault"
    | "addIdentity"
    | "setIdentity"
    | "dropIdentity"
    | "dropExpression"
    | "setExpression"
    | "setStatistics"
    | "setStorage"
    | "setCompression"
    | "setColumnOptions";
  readonly column: Identifier;
  /** The default or generation expression, where one is given. */
  readonly expression: Expression | undefined;
  /** What ADD GENERATED … AS IDENTITY says. */
  readonly identity: "always" | "by default" | undefined;
  /** What ADD and SET GENERATED say of the identity's sequence; absent where they say nothing of it. */
  readonly numbers?: SequenceNumbers;
  /** SEQUENCE NAME; absent otherwise. */
  readonly sequence?: Pick<ObjectName, "schema" | "name">;
  /** What SET STATISTICS, SET STORAGE and SET COMPRESSION give, in lower case; absent for DEFAULT and for all else. */
  readonly value?: string;
  /** What SET (…) gives; without values what RESET (…) takes away. Absent for all else, options of foreign tables among them. */
  readonly options?: readonly StorageOption[];
}

/** `ADD [CONSTRAINT …] …`. */
export interface AddConstraint extends ActionBase {
  readonly kind: "addConstraint";
  readonly constraint: Constraint;
}

/** `DROP`, `VALIDATE` or `ALTER CONSTRAINT`. */
export interface NamedConstraintAction extends ActionBase {
  readonly kind: "dropConstraint" | "validateConstraint" | "alterConstraint";
  readonly constraint: Identifier;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  /** What ALTER CONSTRAINT sets; absent for the others. */
  readonly sets?: ConstraintSettings;
}

/** What ALTER CONSTRAINT sets; what it does not mention is absent. */
export interface ConstraintSettings {
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
  readonly enforced?: boolean;
  readonly inherited?: boolean;
}

/** `ATTACH` or `DETACH PARTITION`, of tables and of indexes. */
export interface PartitionAction extends ActionBase {
  readonly kind: "attachPartition" | "detachPartition";
  readonly partition: ObjectName;
  readonly isDefault: boolean;
  /** The bounds that ATTACH gives, as written: `DEFAULT`, `FOR VALUES …`. */
  readonly bound?: string;
  /** DETACH … CONCURRENTLY. */
  readonly concurrently: boolean;
  /** DETACH … FINALIZE. */
  readonly finalize: boolean;
}

/** `INHERIT` or `NO INHERIT`. */
export interface InheritAction extends ActionBase {
  readonly kind: "inherit" | "noInherit";
  readonly parent: ObjectName;
}

/** A subcommand without a word of its own. */
export interface OtherAction extends ActionBase {
  readonly kind: "otherAction";
  /** The parser's name of it: `AT_GenericOptions`. */
  readonly subtype: string;
  /** The text of its range. */
  readonly text: string;
  /** `ALTER COLUMN 1 SET STATISTICS 500` of an index, whose expressions have no names; absent for all else. */
  readonly statistics?: IndexStatistics;
}

/** How closely ANALYZE looks at one key of an index. */
export interface IndexStatistics {
  /** Counts from 1. */
  readonly key: number;
  /** -1 for the server's default. */
  readonly target: number;
}
