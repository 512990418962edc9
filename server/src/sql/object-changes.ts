import type { Constraint } from "./constraint.ts";
import type { Expression, Identifier, ObjectKind, ObjectName, StatementBase, TypeName } from "./statement.ts";

/** ALTER TYPE of an enum's values. */
export interface AlterEnum extends StatementBase {
  readonly kind: "alterEnum";
  readonly name: ObjectName;
  readonly change: EnumChange;
}

/** What happens to an enum's values. A value is given without its quotes. */
export type EnumChange =
  | {
      readonly kind: "addValue";
      readonly value: string;
      readonly ifNotExists: boolean;
      /** The value that it is put before or after; both absent where it is put last. */
      readonly before?: string;
      readonly after?: string;
    }
  | { readonly kind: "renameValue"; readonly from: string; readonly to: string };

/** The column whose DROP takes a sequence along. */
export interface SequenceOwner {
  readonly table: ObjectName;
  readonly column: string;
}

/** ALTER SEQUENCE; what it sets of the numbers is left out. */
export interface AlterSequence extends StatementBase {
  readonly kind: "alterSequence";
  readonly name: ObjectName;
  readonly ifExists: boolean;
  /** `none` for OWNED BY NONE; absent where the statement says nothing of it. */
  readonly ownedBy?: SequenceOwner | "none";
  /** AS …; absent otherwise. */
  readonly type?: TypeName;
  /** Absent where the statement says nothing of them. */
  readonly numbers?: SequenceNumbers;
}

/** What options say of a sequence's numbers, in decimal; what they do not mention is absent, null is NO MINVALUE and NO MAXVALUE. */
export interface SequenceNumbers {
  readonly increment?: string | null;
  readonly minValue?: string | null;
  readonly maxValue?: string | null;
  readonly start?: string | null;
  readonly cache?: string | null;
  readonly cycle?: boolean;
}

/** ALTER DOMAIN. */
export interface AlterDomain extends StatementBase {
  readonly kind: "alterDomain";
  readonly name: ObjectName;
  readonly change: DomainChange;
}

/** What happens to a domain. */
export type DomainChange =
  | { readonly kind: "dropDefault" | "setNotNull" | "dropNotNull" }
  | { readonly kind: "setDefault"; readonly expression: Expression }
  | { readonly kind: "addConstraint"; readonly constraint: Constraint }
  | {
      readonly kind: "dropConstraint" | "validateConstraint";
      readonly constraint: string;
      readonly ifExists?: boolean;
      readonly cascade?: boolean;
    };

/** CREATE RULE. */
export interface CreateRule extends StatementBase {
  readonly kind: "createRule";
  readonly name: Identifier;
  readonly table: ObjectName;
  readonly orReplace: boolean;
  /** Other relations that its condition and actions name. */
  readonly reads: readonly ObjectName[];
}

/** CREATE STATISTICS. */
export interface CreateStatistics extends StatementBase {
  readonly kind: "createStatistics";
  readonly name: ObjectName | undefined;
  readonly tables: readonly ObjectName[];
  /** The columns that it is of by name, without those in expressions. */
  readonly columns: readonly string[];
  readonly ifNotExists: boolean;
}

/** CREATE EXTENSION. */
export interface CreateExtension extends StatementBase {
  readonly kind: "createExtension";
  readonly name: string;
  readonly ifNotExists: boolean;
  /** SCHEMA …; absent otherwise. */
  readonly schema?: string;
  /** VERSION …; absent otherwise. */
  readonly version?: string;
}

/** CREATE or ALTER PUBLICATION. */
export interface Publication extends StatementBase {
  readonly kind: "createPublication" | "alterPublication";
  readonly name: string;
  /** What ALTER does with the tables and schemas; `options` where it sets something else. Absent for CREATE. */
  readonly action?: "add" | "drop" | "set" | "options";
  readonly tables: readonly ObjectName[];
  readonly allTables: boolean;
  /** TABLES IN SCHEMA …; CURRENT_SCHEMA is the empty name. */
  readonly schemas: readonly string[];
}

/** COMMENT ON. */
export interface CommentOn extends StatementBase {
  readonly kind: "comment";
  readonly objectKind: ObjectKind;
  /** The object; for a column, a constraint, a trigger, a rule or a policy its table, view, type or domain. */
  readonly name: ObjectName;
  /** That column, constraint, trigger, rule or policy. */
  readonly part?: string;
  /** The types of a routine's parameters, where they are written. */
  readonly signature?: readonly TypeName[];
  /** Absent where the comment is taken off: IS NULL, or the empty text. */
  readonly text?: string;
}

/** ALTER … OWNER TO of what ALTER TABLE does not change: schemas, types, domains, routines, … */
export interface AlterOwner extends StatementBase {
  readonly kind: "alterOwner";
  readonly objectKind: ObjectKind;
  readonly name: ObjectName;
  /** The types of a routine's parameters, where they are written. */
  readonly signature?: readonly TypeName[];
  /** Absent for the role that a word such as CURRENT_USER means. */
  readonly newOwner?: string;
}

/** GRANT or REVOKE of privileges on objects. */
export interface Grant extends StatementBase {
  readonly kind: "grant";
  readonly isGrant: boolean;
  /** `table` also where the grammar does not tell a table from a view or a sequence. */
  readonly objectKind: ObjectKind;
  /** The objects; with ALL … IN SCHEMA the schemas. */
  readonly names: readonly ObjectName[];
  /** For routines, one a name: the types of the parameters, or undefined where none are written. Absent for all else. */
  readonly signatures?: readonly (readonly TypeName[] | undefined)[];
  /** ON ALL TABLES IN SCHEMA and its like; absent otherwise. */
  readonly allInSchema?: true;
  readonly privileges: readonly WrittenPrivilege[];
  /** Who gets or loses them: roles, `public` for PUBLIC, undefined for the role that a word such as CURRENT_USER means. */
  readonly grantees: readonly (string | undefined)[];
  /** Set for WITH GRANT OPTION, and for GRANT OPTION FOR, which takes that alone away. */
  readonly grantOption?: true;
  /** Set where REVOKE takes from others what they got from those whom it names. */
  readonly cascade?: true;
}

/** A privilege as GRANT and REVOKE name it. */
export interface WrittenPrivilege {
  /** In lower case; `all` for ALL and ALL PRIVILEGES. */
  readonly name: string;
  /** The columns in parentheses; absent where none are written. */
  readonly columns?: readonly string[];
}
