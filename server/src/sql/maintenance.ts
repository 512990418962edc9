import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { Range } from "../text/range.ts";
import type { ObjectName, StatementBase } from "./statement.ts";

/** REINDEX. */
export interface Reindex extends StatementBase {
  readonly kind: "reindex";
  readonly target: "index" | "table" | "schema" | "database" | "system";
  /** Absent for the current database. */
  readonly name?: ObjectName;
  readonly concurrently: boolean;
  /** From REINDEX to the word that names the target. */
  readonly keyword: Range;
  /** Just after that word: where ` CONCURRENTLY` goes. */
  readonly concurrentlyAt: number;
}

/** A table that VACUUM or ANALYZE names. */
export interface MaintainedTable {
  readonly table: ObjectName;
  /** Only these columns are analyzed; empty for all. */
  readonly columns: readonly string[];
}

/** VACUUM. */
export interface Vacuum extends StatementBase {
  readonly kind: "vacuum";
  /** Empty for every table of the database. */
  readonly tables: readonly MaintainedTable[];
  readonly full: boolean;
  readonly analyze: boolean;
}

/** ANALYZE. */
export interface Analyze extends StatementBase {
  readonly kind: "analyze";
  /** Empty for every table of the database. */
  readonly tables: readonly MaintainedTable[];
}

/** CLUSTER. */
export interface Cluster extends StatementBase {
  readonly kind: "cluster";
  /** Absent for every table that was clustered before. */
  readonly table?: ObjectName;
  /** Absent for the index that the table was clustered on before. */
  readonly index?: string;
}

/** REFRESH MATERIALIZED VIEW. */
export interface Refresh extends StatementBase {
  readonly kind: "refresh";
  readonly name: ObjectName;
  readonly concurrently: boolean;
  readonly withNoData: boolean;
  /** The words REFRESH MATERIALIZED VIEW. */
  readonly keyword: Range;
}

/** LOCK TABLE. */
export interface LockTable extends StatementBase {
  readonly kind: "lockTable";
  readonly tables: readonly ObjectName[];
  readonly mode: LockMode;
  readonly nowait: boolean;
}
