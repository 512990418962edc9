import { type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import { type Refusal, renamableAt, renameAt } from "../service/rename.ts";
import { uriOf } from "./document-path.ts";
import { namedPlace } from "./named-place.ts";
import { type Session, versionIn } from "./session.ts";

/** Answers what can be renamed, and with which edits; a refusal is an error whose message the editor shows. */
export function handleRename(connection: Connection, session: Session): void {
  connection.onPrepareRename((params) => {
    const place = namedPlace(session, params);
    const found = place && renamableAt(session.workspace, place.document, place.offset);
    return found === undefined ? null : unlessRefused(found);
  });
  connection.onRenameRequest((params) => {
    const place = namedPlace(session, params);
    if (place === undefined) return null;
    const { newName } = params;
    const versionOf = (path: string) => versionIn(session, path);
    const edit = renameAt(session.workspace, place.document, place.offset, { newName, uriOf, versionOf });
    return edit === undefined ? null : unlessRefused(edit);
  });
}

function unlessRefused<Answer extends object>(answer: Answer | Refusal): Answer | ResponseError<void> {
  return "refused" in answer ? new ResponseError(LSPErrorCodes.RequestFailed, answer.refused) : answer;
}
