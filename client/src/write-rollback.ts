import { Range, type TextDocument, Uri, WorkspaceEdit, window, workspace } from "vscode";
import {
  ROLLBACK_METHOD,
  type RollbackAnswer,
  type RollbackParams,
  type RollbackTarget,
} from "../../shared/src/protocol.ts";
import type { ServerRun } from "./server-run.ts";

/** Writes what takes the migration in the active editor back where its tool looks for it, else into a new document. */
export async function writeRollback(server: ServerRun): Promise<void> {
  const file = window.activeTextEditor?.document.uri;
  if (file === undefined) {
    window.showInformationMessage("Open a migration: what takes it back is written.");
    return;
  }
  const params: RollbackParams = { uri: file.toString() };
  const answer = await server.ask<RollbackAnswer | null>(ROLLBACK_METHOD, params);
  if (answer === undefined || answer === null) {
    window.showInformationMessage("There is nothing to take back: this file is no migration for Postgres.");
    return;
  }
  const { place, text } = answer;
  const where = place?.isTaken ? await askWhere(place) : "in its place";
  if (where === undefined) return;
  const document =
    place === null || where === "beside"
      ? await workspace.openTextDocument({ language: "sql", content: text })
      : await written(place, text);
  if (document !== undefined) await window.showTextDocument(document, { preview: false });
}

const REPLACE = "Replace";

const BESIDE = "Show Beside";

/** Asks before what somebody wrote is replaced; undefined where it is to be left alone. */
async function askWhere({ uri, range }: RollbackTarget): Promise<"in its place" | "beside" | undefined> {
  const name = Uri.parse(uri).path.split("/").at(-1) ?? uri;
  const what = range === null ? `${name} holds a way back already.` : `${name} has a Down section already.`;
  const detail = "Replace it, or see the other one in a new document?";
  const answer = await window.showWarningMessage(what, { modal: true, detail }, REPLACE, BESIDE);
  if (answer === undefined) return undefined;
  return answer === REPLACE ? "in its place" : "beside";
}

async function written({ uri, range, exists }: RollbackTarget, text: string): Promise<TextDocument | undefined> {
  const target = Uri.parse(uri);
  const edit = new WorkspaceEdit();
  if (!exists) edit.createFile(target, { ignoreIfExists: true });
  edit.replace(target, range === null ? WHOLE : rangeOf(range), text);
  return (await workspace.applyEdit(edit)) ? workspace.openTextDocument(target) : undefined;
}

const WHOLE = new Range(0, 0, Number.MAX_SAFE_INTEGER, 0);

function rangeOf({ start, end }: NonNullable<RollbackTarget["range"]>): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
