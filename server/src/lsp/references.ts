import type { Connection } from "vscode-languageserver/node";
import { referencesFor } from "../service/references.ts";
import { uriOf } from "./document-path.ts";
import { namedPlace } from "./named-place.ts";
import type { Session } from "./session.ts";

/** Answers where else the history names what stands under the cursor. */
export function handleReferences(connection: Connection, session: Session): void {
  connection.onReferences((params) => {
    const place = namedPlace(session, params);
    if (place === undefined) return null;
    const declarations = params.context.includeDeclaration ? "with declarations" : "without declarations";
    return referencesFor(session.workspace, place.document, place.offset, declarations, uriOf);
  });
}
