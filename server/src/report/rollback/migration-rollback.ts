import type { Document } from "../../engine/documents.ts";
import { statementSources } from "../../engine/statement-sources.ts";
import { wayUp } from "../../engine/way-up.ts";
import type { Workspace } from "../../engine/workspace.ts";
import type { FileFacts } from "../../project/project.ts";
import { isSent } from "../../sql/segments.ts";
import type { WrittenStatement } from "./former-setting.ts";
import { type Rollback, type RollbackInput, rollbackOf } from "./rollback.ts";
import { type RollbackPlace, rollbackPlace } from "./rollback-place.ts";
import type { UpStatement } from "./statement-losses.ts";

/** A migration with its way back. */
export interface MigrationRollback {
  readonly document: Document;
  readonly facts: FileFacts;
  readonly up: readonly UpStatement[];
  readonly rollback: Rollback;
  readonly place: RollbackPlace;
}

/** The way back from the migration in the document, which is written for Postgres and takes none back itself. */
export function migrationRollback(workspace: Workspace, document: Document): MigrationRollback {
  const facts = workspace.facts(document);
  const around = workspace.around(document, facts);
  const up = upStatements(document, facts);
  const history = workspace.historiesAround(document.path).find(({ files }) => files.includes(document.path));
  const place = rollbackPlace(document, facts, (history?.down.length ?? 0) > 0);
  const rollback = rollbackOf({
    before: { catalog: around.base, statements: () => earlierStatements(workspace, document) },
    after: around.after(),
    up,
    sourceOf: statementSources(workspace, document),
    version: facts.engine.version,
    transaction: transactionOf(facts, place),
  });
  return { document, facts, up, rollback, place };
}

function upStatements({ segments }: Document, facts: FileFacts): readonly UpStatement[] {
  const isUp = wayUp(segments, facts);
  let number = 0;
  return segments.flatMap((segment, index): readonly UpStatement[] => {
    if (!isSent(segment)) return [];
    number += 1;
    const { text, body, parsed } = segment;
    return isUp(index) ? [{ statement: parsed?.statement, text: text.slice(body.start, body.end), number }] : [];
  });
}

/** Read only where something asks for it. */
function earlierStatements(workspace: Workspace, { path }: Document): readonly WrittenStatement[] {
  const sequence = workspace.sequence(path);
  return sequence.slice(0, Math.max(0, sequence.indexOf(path))).flatMap((earlier) => {
    const document = workspace.documents.get(earlier);
    if (document === undefined) return [];
    return upStatements(document, workspace.facts(document)).flatMap(({ statement, text }) =>
      statement === undefined ? [] : [{ statement, text }],
    );
  });
}

/** dbmate opts a section out, not a file, so that the way back runs in a transaction whatever the way up does. */
function transactionOf({ transaction, tool }: FileFacts, { kind }: RollbackPlace): RollbackInput["transaction"] {
  if (tool === "dbmate" && kind === "section") return "inside";
  if (transaction === "none") return "outside";
  return transaction === "implicit" ? "alone" : "inside";
}
