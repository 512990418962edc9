import type { Connection } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  ROLLBACK_METHOD,
  type RollbackAnswer,
  type RollbackParams,
  type RollbackTarget,
} from "../../../shared/src/protocol.ts";
import { isConfiguration, isPrisma } from "../engine/documents.ts";
import type { Workspace } from "../engine/workspace.ts";
import { type MigrationRollback, migrationRollback } from "../report/rollback/migration-rollback.ts";
import { rollbackScript } from "../report/rollback/rollback-script.ts";
import { rollbackText } from "../report/rollback/rollback-text.ts";
import { isSent } from "../sql/segments.ts";
import { pathOf, uriOf } from "./document-path.ts";
import type { Session } from "./session.ts";

/** Answers requests for what takes a migration back. */
export function handleWriteRollback(connection: Connection, session: Session): void {
  connection.onRequest(ROLLBACK_METHOD, ({ uri }: RollbackParams): RollbackAnswer | null =>
    rollbackAnswer(session.workspace, session.get(uri)?.path ?? pathOf(uri), uri),
  );
}

function rollbackAnswer(workspace: Workspace, path: string, uri: string): RollbackAnswer | null {
  const document = workspace.documents.get(path);
  if (document === undefined || isConfiguration(path) || isPrisma(path)) return null;
  const { engine, direction } = workspace.facts(document);
  if (engine.name !== "postgres" || direction === "down") return null;
  const migration = migrationRollback(workspace, document);
  const { grade } = migration.rollback;
  const place = targetOf(workspace, migration, uri);
  const text =
    place === null ? rollbackText(migration, path.slice(path.lastIndexOf("/") + 1)) : rollbackScript(migration);
  return { grade, place, text };
}

function targetOf(workspace: Workspace, { place, document }: MigrationRollback, uri: string): RollbackTarget | null {
  if (place.kind === "none") return null;
  if (place.kind === "file") {
    const there = workspace.documents.get(place.path);
    return {
      uri: uriOf(place.path),
      range: null,
      exists: there !== undefined,
      isTaken: there?.segments.some(isSent) === true,
    };
  }
  const lines = TextDocument.create(uri, "sql", 0, document.text);
  const range = { start: lines.positionAt(place.range.start), end: lines.positionAt(place.range.end) };
  return { uri, range, exists: true, isTaken: place.isTaken };
}
