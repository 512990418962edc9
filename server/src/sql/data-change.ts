import type { ObjectName, Statement, StatementBase } from "./statement.ts";

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
  /** The columns that an INSERT lists; absent where it lists none, and for all else. */
  readonly into?: readonly string[];
  /** What its WITH writes, or a query that COPY runs; absent where they write nothing. */
  readonly alsoWrites?: readonly Writing[];
  /** Those of the targets that its own query reads too; absent where there are none. */
  readonly rereads?: readonly ObjectName[];
  /** Those of the reads whose rows FOR UPDATE and its like lock; absent for SELECT, and where there are none. */
  readonly locksRowsOf?: readonly ObjectName[];
  /** TRUNCATE … CASCADE; absent for all else. */
  readonly cascade?: true;
  /** Whether a SELECT calls a function that is not known to change nothing; absent where it does not. */
  readonly callsUnknown?: true;
}

/** EXPLAIN. */
export interface Explain extends StatementBase {
  readonly kind: "explain";
  /** Whether the statement is run. */
  readonly analyze: boolean;
  readonly statement: Statement;
}

/** That rows of a table are written, and how. */
export interface Writing {
  readonly target: ObjectName;
  readonly kind: "insert" | "update" | "delete" | "merge";
  /** The columns that an UPDATE sets; absent for all else. */
  readonly columns?: readonly string[];
}
