import type { Statement } from "../sql/statement.ts";
import { alterTable } from "./alter-table.ts";
import type { CatalogReader, Change, Origin } from "./catalog.ts";
import { createDomain, createIndex, createSchema, createSequence, createType, createView } from "./create-objects.ts";
import { createTable } from "./create-table.ts";
import { type Draft, draftOf } from "./draft.ts";
import { dropObjects } from "./drop-objects.ts";
import { rename, setSchema } from "./rename.ts";
import { endTransaction, setVariable } from "./search-path.ts";

const UNCHANGED: readonly Change[] = [];

/**
 * What the statement changes in the schema that `reader` shows. Only the keys that the answer rests on are read; an
 * object that does not change keeps its reference. What Postgres would refuse (an unknown table, a name that is taken)
 * changes nothing. A ROLLBACK takes nothing back but SET LOCAL: migrations that roll themselves back are not known.
 */
export function applyStatement(reader: CatalogReader, statement: Statement, origin: Origin): readonly Change[] {
  const draft = draftOf(reader, origin);
  if (!apply(draft, statement)) return UNCHANGED;
  return draft.changes();
}

/** Applies the statement; returns whether it is of a kind that changes the schema. */
function apply(draft: Draft, statement: Statement): boolean {
  switch (statement.kind) {
    case "createTable":
      createTable(draft, statement);
      return true;
    case "alterTable":
      alterTable(draft, statement);
      return true;
    case "createIndex":
      createIndex(draft, statement);
      return true;
    case "drop":
      dropObjects(draft, statement);
      return true;
    case "rename":
      rename(draft, statement);
      return true;
    case "setSchema":
      setSchema(draft, statement);
      return true;
    case "createView":
      createView(draft, statement);
      return true;
    case "createSequence":
      createSequence(draft, statement);
      return true;
    case "createType":
      createType(draft, statement);
      return true;
    case "createDomain":
      createDomain(draft, statement);
      return true;
    case "createSchema":
      createSchema(draft, statement);
      return true;
    case "set":
      setVariable(draft, statement);
      return true;
    case "transaction":
      if (statement.action === "commit" || statement.action === "rollback") endTransaction(draft);
      return true;
    default:
      return false;
  }
}
