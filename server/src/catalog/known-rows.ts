import type { AddColumn, DataChange, ObjectName } from "../sql/statement.ts";
import type { CatalogReader, KnownRows, Table } from "./catalog.ts";
import { demandsValue } from "./demands-value.ts";
import type { Draft } from "./draft.ts";
import { rowsKey } from "./keys.ts";
import { findTable, tableAt } from "./resolve.ts";

/** What the statements of the file of that path show of the table's rows so far; undefined where they show nothing. */
export function knownRows(reader: CatalogReader, { id }: Pick<Table, "id">, file: string): KnownRows | undefined {
  const entry = reader.get(rowsKey(id));
  return entry?.kind === "rows" && entry.file === file ? entry : undefined;
}

/** Notes what an INSERT, UPDATE, MERGE, COPY or TRUNCATE tells of the rows of tables that stood before its file. */
export function noteDataChange(draft: Draft, statement: DataChange): void {
  const { kind, targets, columns, into, alsoWrites = [] } = statement;
  if (kind === "truncate") {
    for (const name of targets) {
      const table = findTable(draft, name);
      if (table !== undefined) put(draft, table, { empty: "truncate", filled: [] });
    }
    return;
  }
  if (kind !== "select" && kind !== "delete") {
    for (const name of targets) noteFilled(draft, name, columns ?? into ?? "all");
  }
  for (const { kind: writes, target, columns: set } of alsoWrites) {
    if (writes !== "delete") noteFilled(draft, target, set ?? "all");
  }
}

/** Notes that a table to which a column was added NOT NULL and without a value holds no row: else Postgres refuses that. */
export function noteAddedColumn(draft: Draft, key: string, action: AddColumn): void {
  const table = tableAt(draft, key);
  if (table !== undefined && demandsValue(action, draft)) put(draft, table, { empty: "required column", filled: [] });
}

function noteFilled(draft: Draft, name: ObjectName, columns: readonly string[] | "all"): void {
  const table = findTable(draft, name);
  // Of a table that the file makes nobody asks, and its INSERTs are many.
  if (table === undefined || table.origin.file === draft.origin.file) return;
  const known = knownRows(draft, table, draft.origin.file);
  const isNew = table.columns.some(({ origin }) => origin.file === draft.origin.file);
  if (known === undefined && !isNew) return;
  const before = known?.filled ?? [];
  const isKnown = before === "all" || (columns !== "all" && columns.every((column) => before.includes(column)));
  if (known !== undefined && known.empty === undefined && isKnown) return;
  const filled = columns === "all" || before === "all" ? "all" : [...new Set([...before, ...columns])];
  put(draft, table, { empty: undefined, filled });
}

function put(draft: Draft, { id, origin }: Table, { empty, filled }: Pick<KnownRows, "empty" | "filled">): void {
  const { file } = draft.origin;
  if (origin.file !== file) draft.put(rowsKey(id), { kind: "rows", file, empty, filled });
}
