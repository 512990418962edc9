import type { Range } from "../text/range.ts";
import type { SequenceNumbers } from "./object-changes.ts";
import type { Expression, Identifier, IndexKey, ObjectName } from "./statement.ts";
import type { StorageOption } from "./table-setting.ts";

/** A constraint, inline at a column, in the table's list, or added by ALTER TABLE. */
export type Constraint =
  | ForeignKey
  | KeyConstraint
  | CheckConstraint
  | ExclusionConstraint
  | NotNullConstraint
  | DefaultClause
  | IdentityClause
  | GeneratedClause;

interface ConstraintBase {
  readonly name: Identifier | undefined;
  /** The whole constraint, `CONSTRAINT name` included. */
  readonly range: Range;
}

/** What happens to a referencing row when the referenced one goes or changes. */
export type ReferentialAction = "NO ACTION" | "RESTRICT" | "CASCADE" | "SET NULL" | "SET DEFAULT";

/** `FOREIGN KEY (…) REFERENCES …`, or `REFERENCES …` at a column, whose own name is then the one key column. */
export interface ForeignKey extends ConstraintBase {
  readonly kind: "foreignKey";
  readonly form: "inline" | "table" | "alter";
  readonly columns: readonly Identifier[];
  readonly references: { readonly table: ObjectName; readonly columns: readonly Identifier[] };
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly notValid: boolean;
  readonly notEnforced: boolean;
  readonly deferrable: boolean;
  /** The two words a message underlines: `FOREIGN KEY`, or `REFERENCES` where it stands inline. */
  readonly keyword: Range;
}

/** `PRIMARY KEY` or `UNIQUE`. */
export interface KeyConstraint extends ConstraintBase {
  readonly kind: "primaryKey" | "unique";
  /** Empty with `usingIndex`; the column itself where the constraint stands inline. */
  readonly columns: readonly Identifier[];
  readonly include: readonly Identifier[];
  readonly usingIndex: Identifier | undefined;
  readonly nullsNotDistinct: boolean;
  readonly deferrable: boolean;
  /** What WITH (…) says of its index; absent where there is none. */
  readonly options?: readonly StorageOption[];
}

/** `CHECK (…)`. */
export interface CheckConstraint extends ConstraintBase {
  readonly kind: "check";
  readonly expression: Expression;
  readonly notValid: boolean;
  readonly notEnforced: boolean;
  readonly noInherit: boolean;
}

/** `EXCLUDE USING … (…)`. */
export interface ExclusionConstraint extends ConstraintBase {
  readonly kind: "exclusion";
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly predicate: Expression | undefined;
  /** What WITH (…) says of its index; absent where there is none. */
  readonly options?: readonly StorageOption[];
}

/** `NOT NULL`, `NULL`, or (18 and later) `CONSTRAINT … NOT NULL column` in a table's list. */
export interface NotNullConstraint extends ConstraintBase {
  readonly kind: "notNull" | "null";
  /** The column where it is named, which only a table-level one does. */
  readonly column: Identifier | undefined;
  readonly notValid: boolean;
}

/** `DEFAULT …`. */
export interface DefaultClause extends ConstraintBase {
  readonly kind: "default";
  readonly expression: Expression;
}

/** `GENERATED … AS IDENTITY`. */
export interface IdentityClause extends ConstraintBase {
  readonly kind: "identity";
  readonly when: "always" | "by default";
  /** What stands in parentheses of its sequence; absent where nothing does. */
  readonly numbers?: SequenceNumbers;
  /** SEQUENCE NAME; absent otherwise. */
  readonly sequence?: Pick<ObjectName, "schema" | "name">;
}

/** `GENERATED ALWAYS AS (…) STORED` or `VIRTUAL`. */
export interface GeneratedClause extends ConstraintBase {
  readonly kind: "generated";
  readonly storage: "stored" | "virtual";
  readonly expression: Expression;
}
