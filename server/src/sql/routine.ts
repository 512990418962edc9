import type { Range } from "../text/range.ts";
import type { Identifier, ObjectName, Statement, StatementBase, TypeName } from "./statement.ts";

/** CREATE FUNCTION, PROCEDURE or AGGREGATE. */
export interface CreateRoutine extends StatementBase {
  readonly kind: "createRoutine";
  readonly name: ObjectName;
  readonly routine: "function" | "procedure" | "aggregate";
  readonly orReplace: boolean;
  readonly parameters: readonly RoutineParameter[];
  /** RETURNS …, without SETOF; absent for RETURNS TABLE, procedures and aggregates. */
  readonly returns?: TypeName;
  readonly returnsSet: boolean;
  /** RETURNS TABLE: its columns are the parameters of that mode. */
  readonly returnsTable: boolean;
  /** In lower case; absent where none is written, which counts as SQL with a body of statements. */
  readonly language?: string;
  readonly volatility: "volatile" | "stable" | "immutable";
  /** What stands between the quotes as it is written, or from RETURN or BEGIN ATOMIC on. */
  readonly body?: Words;
}

/** Words as written and where they stand; unlike an expression they need not be one thing. */
export interface Words {
  readonly text: string;
  readonly range: Range;
}

/** One parameter of a routine, or one column of RETURNS TABLE. */
export interface RoutineParameter {
  readonly name?: string;
  readonly mode: "in" | "out" | "inout" | "variadic" | "table";
  readonly type: TypeName;
  readonly hasDefault: boolean;
}

/** CREATE TRIGGER. */
export interface CreateTrigger extends StatementBase {
  readonly kind: "createTrigger";
  readonly name: Identifier;
  readonly table: ObjectName;
  readonly orReplace: boolean;
  /** CREATE CONSTRAINT TRIGGER. */
  readonly constraint: boolean;
  readonly routine: ObjectName;
  /** FROM …, which only a constraint trigger has. */
  readonly references?: ObjectName;
  /** FOR EACH ROW. */
  readonly rowLevel: boolean;
}

/** CREATE or ALTER POLICY. */
export interface Policy extends StatementBase {
  readonly kind: "createPolicy" | "alterPolicy";
  readonly name: Identifier;
  readonly table: ObjectName;
  /** What the policy is for; ALTER cannot change it and says `all`. */
  readonly command: "all" | "select" | "insert" | "update" | "delete";
  /** Whether it adds to what is permitted; ALTER cannot change it and says true. */
  readonly permissive: boolean;
  /** Relations that its expressions name. */
  readonly reads: readonly ObjectName[];
}

/** DO. */
export interface DoBlock extends StatementBase {
  readonly kind: "do";
  /** In lower case; `plpgsql` where none is written. */
  readonly language: string;
  /** The statements of SQL that stand in the block as they are, in the order of the text. */
  readonly statements: readonly DoStatement[];
  /** Whether the block may do what its text does not say: see `dynamicParts`. */
  readonly dynamic: boolean;
  /**
   * What is only known when it runs: EXECUTE of a text that is put together, calls of functions that are not known to
   * change nothing, statements that do not parse, a body in another language than plpgsql. What functions do that are
   * called in conditions, assignments and the statements' own expressions does not count.
   */
  readonly dynamicParts: readonly Words[];
}

/** A statement inside a DO block. */
export interface DoStatement {
  readonly statement: Statement;
  /** Whether anything surrounds it that may keep it from running once and for good: `inside` is not empty. */
  readonly conditional: boolean;
  /** What surrounds it, the outermost first. */
  readonly inside: readonly Surrounding[];
}

/** What surrounds a statement inside a DO block. */
export type Surrounding =
  | ConditionSurrounding
  | LoopSurrounding
  | TrySurrounding
  | HandlerSurrounding
  | ReturnSurrounding;

/** A condition of IF, ELSIF or CASE that decides. ELSE has one for each branch before it, with `holds` false. */
export interface ConditionSurrounding {
  readonly kind: "condition";
  /** The condition; for `CASE x WHEN 1` what stands behind WHEN. Branches of one IF share the condition's range. */
  readonly condition: Words;
  /** Whether the statement runs where the condition holds, or where it does not. */
  readonly holds: boolean;
  /** Relations that it reads; absent where there are none. */
  readonly reads?: readonly ObjectName[];
}

/** LOOP, WHILE, FOR or FOREACH. */
export interface LoopSurrounding {
  readonly kind: "loop";
  /** From the first word to LOOP. */
  readonly head: Words;
}

/** A block that has exception handlers: what they catch takes back all that the block did. */
export interface TrySurrounding {
  readonly kind: "try";
  /** What is caught, in lower case: `duplicate_object`, `others`, `sqlstate '42p07'`. */
  readonly catches: readonly string[];
}

/** An exception handler. */
export interface HandlerSurrounding {
  readonly kind: "handler";
  readonly catches: readonly string[];
}

/** A RETURN before it, which stands under a condition itself. */
export interface ReturnSurrounding {
  readonly kind: "afterReturn";
  /** What the RETURN stands in. */
  readonly inside: readonly Surrounding[];
}
