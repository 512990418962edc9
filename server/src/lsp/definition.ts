import type { Connection } from "vscode-languageserver/node";
import { definitionFor } from "../service/definition.ts";
import { uriOf } from "./document-path.ts";
import { namedPlace } from "./named-place.ts";
import type { Session } from "./session.ts";

/** Answers where what is named under the cursor was made. */
export function handleDefinition(connection: Connection, session: Session): void {
  connection.onDefinition((params) => {
    const place = namedPlace(session, params);
    return place ? definitionFor(session.workspace, place.document, place.offset, uriOf) : null;
  });
}
