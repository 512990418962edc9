import type { Shape } from "./newer-form.ts";
import { fieldOf, hasOption, listed, nodesOf } from "./tree-words.ts";

/** Forms of queries and of changes of rows. */
export const QUERY_FORMS: Readonly<Record<string, readonly Shape[]>> = {
  MergeStmt: [
    {
      name: "MERGE … RETURNING",
      since: 17,
      words: "RETURNING",
      shows: ({ returningClause }) => returningClause !== undefined,
    },
    {
      name: "MERGE",
      since: 15,
      instead: "INSERT … ON CONFLICT DO UPDATE does the same where a unique index stands behind it.",
      shows: () => true,
    },
  ],
  MergeWhenClause: [
    {
      name: "WHEN NOT MATCHED BY SOURCE",
      since: 17,
      shows: ({ matchKind }) => matchKind === "MERGE_WHEN_NOT_MATCHED_BY_SOURCE",
    },
  ],
  ReturningClause: [
    {
      name: "OLD and NEW in RETURNING",
      since: 18,
      words: "RETURNING",
      instead: "Before, RETURNING gives the new row of an INSERT or UPDATE and the old one of a DELETE.",
      shows: ({ exprs, options }) => listed(options).length > 0 || listed(exprs).some(namesOldOrNew),
    },
  ],
  CommonTableExpr: [
    {
      name: "SEARCH in a recursive query",
      since: 14,
      words: "SEARCH",
      instead: "Collect the path in an array and order by it.",
      shows: ({ search_clause }) => search_clause !== undefined,
    },
    {
      name: "CYCLE in a recursive query",
      since: 14,
      words: "CYCLE",
      instead: "Collect the path in an array and look whether it holds the row.",
      shows: ({ cycle_clause }) => cycle_clause !== undefined,
    },
  ],
  SelectStmt: [
    { name: "GROUP BY DISTINCT", since: 14, shows: ({ groupDistinct }) => groupDistinct === true },
    {
      name: "WITH TIES",
      since: 13,
      instead: "rank() in a subquery does the same.",
      shows: ({ limitOption }) => limitOption === "LIMIT_OPTION_WITH_TIES",
    },
  ],
  RangeSubselect: [
    {
      name: "a subquery in FROM without an alias",
      since: 16,
      words: "FROM",
      instead: "Give it an alias.",
      shows: ({ alias }) => alias === undefined,
    },
  ],
  JsonObjectConstructor: [
    {
      name: "JSON_OBJECT with keys and values",
      since: 16,
      words: "JSON_OBJECT",
      instead: "json_build_object does the same.",
      shows: () => true,
    },
  ],
  JsonArrayConstructor: [
    { name: "JSON_ARRAY", since: 16, instead: "json_build_array does the same.", shows: () => true },
  ],
  JsonArrayQueryConstructor: [{ name: "JSON_ARRAY", since: 16, instead: "json_agg does the same.", shows: () => true }],
  JsonArrayAgg: [{ name: "JSON_ARRAYAGG", since: 16, instead: "json_agg does the same.", shows: () => true }],
  JsonObjectAgg: [{ name: "JSON_OBJECTAGG", since: 16, instead: "json_object_agg does the same.", shows: () => true }],
  JsonIsPredicate: [{ name: "IS JSON", since: 16, shows: () => true }],
  JsonScalarExpr: [{ name: "JSON_SCALAR", since: 17, instead: "to_json does the same.", shows: () => true }],
  JsonSerializeExpr: [
    { name: "JSON_SERIALIZE", since: 17, instead: "A cast to text does the same.", shows: () => true },
  ],
  JsonFuncExpr: [
    {
      name: "JSON_EXISTS, JSON_VALUE and JSON_QUERY",
      since: 17,
      words: "JSON_EXISTS|JSON_VALUE|JSON_QUERY",
      instead: "jsonb_path_exists and jsonb_path_query_first do the same.",
      shows: () => true,
    },
  ],
  JsonTable: [
    {
      name: "JSON_TABLE",
      since: 17,
      instead: "jsonb_to_recordset or jsonb_path_query do much the same.",
      shows: () => true,
    },
  ],
  MergeSupportFunc: [{ name: "merge_action()", since: 17, words: "MERGE_ACTION", shows: () => true }],
  CopyStmt: [
    {
      name: "COPY … ON_ERROR",
      since: 17,
      words: "ON_ERROR",
      instead: "Copy into a table of text columns and pick the rows from there.",
      shows: ({ options }) => hasOption(options, "on_error"),
    },
    {
      name: "COPY … LOG_VERBOSITY",
      since: 17,
      words: "LOG_VERBOSITY",
      shows: ({ options }) => hasOption(options, "log_verbosity"),
    },
    {
      name: "COPY … REJECT_LIMIT",
      since: 18,
      words: "REJECT_LIMIT",
      shows: ({ options }) => hasOption(options, "reject_limit"),
    },
    { name: "COPY … DEFAULT", since: 16, words: "DEFAULT", shows: ({ options }) => hasOption(options, "default") },
  ],
  VacuumStmt: [
    {
      name: "VACUUM (PARALLEL)",
      since: 13,
      words: "PARALLEL",
      shows: ({ options }) => hasOption(options, "parallel"),
    },
    {
      name: "VACUUM (PROCESS_TOAST)",
      since: 14,
      words: "PROCESS_TOAST",
      shows: ({ options }) => hasOption(options, "process_toast"),
    },
    {
      name: "VACUUM (PROCESS_MAIN)",
      since: 16,
      words: "PROCESS_MAIN",
      shows: ({ options }) => hasOption(options, "process_main"),
    },
    { name: "BUFFER_USAGE_LIMIT", since: 16, shows: ({ options }) => hasOption(options, "buffer_usage_limit") },
  ],
};

/** Forms of rights and publications. */
export const RIGHT_FORMS: Readonly<Record<string, readonly Shape[]>> = {
  AccessPriv: [
    { name: "the right MAINTAIN", since: 17, words: "MAINTAIN", shows: ({ priv_name }) => priv_name === "maintain" },
  ],
  GrantStmt: [
    {
      name: "a right on a parameter",
      since: 15,
      words: "PARAMETER",
      shows: ({ objtype }) => objtype === "OBJECT_PARAMETER_ACL",
    },
  ],
  GrantRoleStmt: [
    { name: "GRANT … WITH INHERIT", since: 16, words: "INHERIT", shows: ({ opt }) => hasOption(opt, "inherit") },
    { name: "GRANT … WITH SET", since: 16, words: "SET", shows: ({ opt }) => hasOption(opt, "set") },
  ],
  PublicationObjSpec: [
    {
      name: "TABLES IN SCHEMA",
      since: 15,
      instead: "List the tables.",
      shows: ({ pubobjtype }) => pubobjtype !== "PUBLICATIONOBJ_TABLE" && pubobjtype !== "PUBLICATIONOBJ_CONTINUATION",
    },
  ],
  PublicationTable: [
    {
      name: "WHERE in a publication",
      since: 15,
      words: "WHERE",
      shows: ({ whereClause }) => whereClause !== undefined,
    },
    {
      name: "a list of columns in a publication",
      since: 15,
      words: "FOR TABLE",
      shows: ({ columns }) => listed(columns).length > 0,
    },
  ],
};

/** `old.price`, `new.*`. */
function namesOldOrNew(expression: unknown): boolean {
  for (const node of nodesOf(expression)) {
    const fields = listed(fieldOf(node, "ColumnRef", "fields"));
    const first = fieldOf(fields[0], "String", "sval");
    if (fields.length > 1 && (first === "old" || first === "new")) return true;
  }
  return false;
}
