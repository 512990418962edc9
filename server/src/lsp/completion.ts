import type { Connection } from "vscode-languageserver/node";
import { completionsFor } from "../service/completion.ts";
import { namedPlace } from "./named-place.ts";
import type { Session } from "./session.ts";

/** Answers what may be typed at the cursor. */
export function handleCompletion(connection: Connection, session: Session): void {
  connection.onCompletion((params) => {
    const place = namedPlace(session, params);
    return place ? completionsFor(session.workspace, place.document, place.offset) : null;
  });
}
