import type { Shape } from "./newer-form.ts";
import { QUERY_FORMS, RIGHT_FORMS } from "./newer-query-forms.ts";
import { fieldOf, hasOption, listed } from "./tree-words.ts";

/** The forms by the node that they show in. Each is watched on servers of Postgres 12 to 18: refused before, taken from. */
export const NEWER_FORMS: ReadonlyMap<string, readonly Shape[]> = new Map(
  Object.entries<readonly Shape[]>({
    IndexStmt: [
      {
        name: "NULLS NOT DISTINCT",
        since: 15,
        instead:
          "A unique index on (column) and a second one on ((true)) WHERE column IS NULL do the same for one column.",
        shows: ({ nulls_not_distinct }) => nulls_not_distinct === true,
      },
      {
        name: "the storage parameter deduplicate_items",
        since: 13,
        words: "DEDUPLICATE_ITEMS",
        shows: ({ options }) => hasOption(options, "deduplicate_items"),
      },
    ],
    IndexElem: [
      {
        name: "a parameter of an operator class",
        since: 13,
        words: "USING",
        shows: ({ opclassopts }) => listed(opclassopts).length > 0,
      },
    ],
    Constraint: [
      {
        name: "NULLS NOT DISTINCT",
        since: 15,
        instead:
          "A unique index on (column) and a second one on ((true)) WHERE column IS NULL do the same for one column.",
        shows: ({ nulls_not_distinct }) => nulls_not_distinct === true,
      },
      {
        name: "a VIRTUAL generated column",
        since: 18,
        words: "GENERATED",
        instead: "Write STORED, which older versions take and which keeps the value in the row.",
        shows: ({ contype, generated_kind }) => contype === "CONSTR_GENERATED" && generated_kind === "v",
      },
      {
        name: "NOT ENFORCED",
        since: 18,
        instead: "Leave the constraint out, or write NOT VALID, which checks new rows.",
        shows: ({ contype, is_enforced }) =>
          contype === "CONSTR_ATTR_NOT_ENFORCED" ||
          ((contype === "CONSTR_CHECK" || contype === "CONSTR_FOREIGN") && is_enforced !== true),
      },
      {
        name: "WITHOUT OVERLAPS",
        since: 18,
        instead: "EXCLUDE USING gist (id WITH =, during WITH &&) does the same.",
        shows: ({ without_overlaps }) => without_overlaps === true,
      },
      {
        name: "PERIOD in a foreign key",
        since: 18,
        words: "PERIOD",
        instead: "A trigger has to look for it.",
        shows: ({ fk_with_period }) => fk_with_period === true,
      },
      {
        name: "a list of columns behind ON DELETE SET",
        since: 15,
        words: "ON DELETE SET",
        instead: "A trigger has to do it.",
        shows: ({ fk_del_set_cols }) => listed(fk_del_set_cols).length > 0,
      },
      {
        name: "NOT NULL as a constraint of the table",
        since: 18,
        words: "NOT NULL",
        instead:
          "ALTER COLUMN … SET NOT NULL, behind a CHECK (… IS NOT NULL) that was added NOT VALID and validated, does the same.",
        shows: ({ contype, keys }) => contype === "CONSTR_NOTNULL" && listed(keys).length > 0,
      },
      {
        name: "NO INHERIT of a NOT NULL",
        since: 18,
        words: "NO INHERIT",
        shows: ({ contype, is_no_inherit }) => contype === "CONSTR_NOTNULL" && is_no_inherit === true,
      },
    ],
    ATAlterConstraint: [
      {
        name: "ALTER CONSTRAINT … ENFORCED",
        since: 18,
        words: "ENFORCED",
        shows: ({ alterEnforceability }) => alterEnforceability === true,
      },
      {
        name: "ALTER CONSTRAINT … INHERIT",
        since: 18,
        words: "INHERIT",
        shows: ({ alterInheritability }) => alterInheritability === true,
      },
    ],
    ColumnDef: [
      {
        name: "COMPRESSION",
        since: 14,
        instead: "Leave it out: the server's own method is used.",
        shows: ({ compression }) => compression !== undefined,
      },
      {
        name: "STORAGE in a column's definition",
        since: 16,
        words: "STORAGE",
        instead: "ALTER TABLE … ALTER COLUMN … SET STORAGE does the same.",
        shows: ({ storage_name }) => storage_name !== undefined,
      },
    ],
    AlterTableCmd: [
      {
        name: "DETACH PARTITION … CONCURRENTLY",
        since: 14,
        words: "CONCURRENTLY",
        instead:
          "Without CONCURRENTLY it waits for, and holds up, everybody who reads or writes the table: set a short lock_timeout and try again.",
        shows: ({ def, subtype }) =>
          subtype === "AT_DetachPartition" && fieldOf(def, "PartitionCmd", "concurrent") === true,
      },
      {
        name: "DETACH PARTITION … FINALIZE",
        since: 14,
        words: "FINALIZE",
        shows: ({ subtype }) => subtype === "AT_DetachPartitionFinalize",
      },
      { name: "SET COMPRESSION", since: 14, shows: ({ subtype }) => subtype === "AT_SetCompression" },
      {
        name: "SET ACCESS METHOD",
        since: 15,
        instead: "A new table with the method and the rows of the old one does the same.",
        shows: ({ subtype }) => subtype === "AT_SetAccessMethod",
      },
      { name: "DROP EXPRESSION", since: 13, shows: ({ subtype }) => subtype === "AT_DropExpression" },
      {
        name: "SET EXPRESSION",
        since: 17,
        instead: "Drop the column and add it with the new expression: both forms write every row anew.",
        shows: ({ subtype }) => subtype === "AT_SetExpression",
      },
      {
        name: "SET STATISTICS DEFAULT",
        since: 17,
        instead: "SET STATISTICS -1 does the same.",
        shows: ({ def, subtype }) => subtype === "AT_SetStatistics" && def === undefined,
      },
      {
        name: "security_invoker",
        since: 15,
        instead: "Before, a view always reads with the rights of its owner.",
        shows: ({ def, subtype }) =>
          subtype === "AT_SetRelOptions" && hasOption(fieldOf(def, "List", "items"), "security_invoker"),
      },
    ],
    ViewStmt: [
      {
        name: "security_invoker",
        since: 15,
        instead: "Before, a view always reads with the rights of its owner.",
        shows: ({ options }) => hasOption(options, "security_invoker"),
      },
    ],
    CreateTrigStmt: [
      {
        name: "CREATE OR REPLACE TRIGGER",
        since: 14,
        instead: "DROP TRIGGER IF EXISTS and CREATE TRIGGER in one transaction do the same.",
        shows: ({ replace }) => replace === true,
      },
    ],
    CreateFunctionStmt: [
      {
        name: "a routine's body that is no string",
        since: 14,
        words: "BEGIN ATOMIC|RETURN",
        instead: "Write the body AS a string.",
        shows: ({ sql_body }) => sql_body !== undefined,
      },
      {
        name: "an OUT parameter of a procedure",
        since: 14,
        words: "OUT",
        instead: "Write INOUT.",
        shows: ({ is_procedure, parameters }) =>
          is_procedure === true &&
          listed(parameters).some((each) => fieldOf(each, "FunctionParameter", "mode") === "FUNC_PARAM_OUT"),
      },
    ],
    CreateRangeStmt: [
      { name: "multirange_type_name", since: 14, shows: ({ params }) => hasOption(params, "multirange_type_name") },
    ],
    CreateStatsStmt: [
      {
        name: "CREATE STATISTICS without a name",
        since: 16,
        words: "CREATE STATISTICS",
        instead: "Write a name behind CREATE STATISTICS.",
        shows: ({ defnames }) => listed(defnames).length === 0,
      },
      {
        name: "statistics of an expression",
        since: 14,
        words: "CREATE STATISTICS",
        instead: "An index on the expression has statistics of it.",
        shows: ({ exprs }) => listed(exprs).some((each) => fieldOf(each, "StatsElem", "expr") !== undefined),
      },
    ],
    RenameStmt: [
      {
        name: "ALTER VIEW … RENAME COLUMN",
        since: 13,
        words: "RENAME COLUMN",
        instead: "ALTER TABLE … RENAME COLUMN does the same to a view.",
        shows: ({ relationType, renameType }) => renameType === "OBJECT_COLUMN" && relationType === "OBJECT_VIEW",
      },
    ],
    ReindexStmt: [
      {
        name: "REINDEX (TABLESPACE …)",
        since: 14,
        words: "TABLESPACE",
        shows: ({ params }) => hasOption(params, "tablespace"),
      },
      {
        name: "REINDEX without the database's name",
        since: 16,
        words: "REINDEX",
        instead: "Write the database's name.",
        shows: ({ kind, name }) => kind === "REINDEX_OBJECT_DATABASE" && name === undefined,
      },
    ],
    ClusterStmt: [
      {
        name: "CLUSTER (…)",
        since: 14,
        words: "CLUSTER",
        instead: "CLUSTER VERBOSE does the same.",
        shows: ({ params, relation }) => listed(params).length > 0 && relation !== undefined,
      },
    ],
    DropdbStmt: [
      {
        name: "DROP DATABASE … WITH (FORCE)",
        since: 13,
        words: "FORCE",
        shows: ({ options }) => hasOption(options, "force"),
      },
    ],
    CreateSeqStmt: [
      {
        name: "an UNLOGGED sequence",
        since: 15,
        words: "UNLOGGED",
        shows: ({ sequence }) => fieldOf({ RangeVar: sequence }, "RangeVar", "relpersistence") === "u",
      },
    ],
    ...QUERY_FORMS,
    ...RIGHT_FORMS,
  }),
);
