import type { Statement } from "../sql/statement.ts";
import { alterTable } from "./alter-table.ts";
import type { CatalogReader, Change, Origin } from "./catalog.ts";
import { alterComposite, alterDomain, alterEnum } from "./change-type.ts";
import { createDomain, createIndex, createType, createView, refreshView } from "./create-objects.ts";
import { createTable } from "./create-table.ts";
import { changePublication, createExtension, createSchema, createStatistics } from "./database-objects.ts";
import { commentOn } from "./describe.ts";
import { doBlock } from "./do-block.ts";
import { type Draft, draftOf } from "./draft.ts";
import { dropObjects } from "./drop-objects.ts";
import { grant } from "./grants.ts";
import { noteDataChange } from "./known-rows.ts";
import { alterOwner } from "./owners.ts";
import { alterPolicy, createPolicy, createRule } from "./policies.ts";
import { rename, setSchema } from "./rename.ts";
import { alterRoutine, createRoutine } from "./routines.ts";
import { endTransaction, setVariable } from "./search-path.ts";
import { alterSequence, createSequence } from "./sequences.ts";
import { createTrigger } from "./triggers.ts";

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
      if (statement.objectType === "type") alterComposite(draft, statement);
      else alterTable(draft, statement);
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
    case "createSchema":
      createSchema(draft, statement, apply);
      return true;
    case "do":
      doBlock(draft, statement, apply);
      return true;
    case "set":
      setVariable(draft, statement);
      return true;
    case "transaction":
      if (statement.action === "commit" || statement.action === "rollback") endTransaction(draft);
      return true;
    default:
      return applyToOthers(draft, statement);
  }
}

/** What is neither a table nor an index, and what belongs to a table without being one of its columns or constraints. */
function applyToOthers(draft: Draft, statement: Statement): boolean {
  switch (statement.kind) {
    case "createView":
      createView(draft, statement);
      return true;
    case "refresh":
      refreshView(draft, statement);
      return true;
    case "createSequence":
      createSequence(draft, statement);
      return true;
    case "alterSequence":
      alterSequence(draft, statement);
      return true;
    case "createType":
      createType(draft, statement);
      return true;
    case "createDomain":
      createDomain(draft, statement);
      return true;
    case "alterEnum":
      alterEnum(draft, statement);
      return true;
    case "alterDomain":
      alterDomain(draft, statement);
      return true;
    case "createRoutine":
      createRoutine(draft, statement);
      return true;
    case "createTrigger":
      createTrigger(draft, statement);
      return true;
    case "other":
      if (statement.routine !== undefined) alterRoutine(draft, statement.routine);
      return statement.routine !== undefined;
    case "alterPolicy":
      alterPolicy(draft, statement);
      return true;
    case "createPolicy":
      createPolicy(draft, statement);
      return true;
    case "createRule":
      createRule(draft, statement);
      return true;
    default:
      return applyToDatabase(draft, statement);
  }
}

/** What changes rows changes no schema; it only shows what the statements behind it find. */
function applyToRows(draft: Draft, statement: Statement): boolean {
  switch (statement.kind) {
    case "insert":
    case "update":
    case "merge":
    case "truncate":
    case "copy":
    case "select":
    case "delete":
      noteDataChange(draft, statement);
      return true;
    default:
      return false;
  }
}

/** What belongs to the database as a whole, and what is said of objects. */
function applyToDatabase(draft: Draft, statement: Statement): boolean {
  switch (statement.kind) {
    case "createExtension":
      createExtension(draft, statement);
      return true;
    case "createStatistics":
      createStatistics(draft, statement);
      return true;
    case "createPublication":
    case "alterPublication":
      changePublication(draft, statement);
      return true;
    case "comment":
      commentOn(draft, statement);
      return true;
    case "alterOwner":
      alterOwner(draft, statement);
      return true;
    case "grant":
      grant(draft, statement);
      return true;
    default:
      return applyToRows(draft, statement);
  }
}
