import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { tokenize } from "../sql/lexer.ts";
import type { OtherAction } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { assumption } from "./fact.ts";
import { lockIndexes, rewrite, type Subject } from "./subject.ts";

/** The lock of each subcommand that sets something on the table alone, by the parser's name of it. */
const MODES: Readonly<Record<string, LockMode>> = {
  AT_EnableRowSecurity: "ACCESS EXCLUSIVE",
  AT_DisableRowSecurity: "ACCESS EXCLUSIVE",
  AT_ForceRowSecurity: "ACCESS EXCLUSIVE",
  AT_NoForceRowSecurity: "ACCESS EXCLUSIVE",
  AT_DropCluster: "SHARE UPDATE EXCLUSIVE",
  AT_EnableTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableAlwaysTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableReplicaTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigUser: "SHARE ROW EXCLUSIVE",
  AT_DisableTrig: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigUser: "SHARE ROW EXCLUSIVE",
};

/** What a subcommand without a word of its own does; undefined where it has no entry. */
export function tableOption(table: Subject, action: OtherAction): ActionEffect | undefined {
  switch (action.subtype) {
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return changes("ACCESS EXCLUSIVE", "table", [
        ...rewrite([table]),
        assumption(`${table.name} is not what it shall be already: else no rows are rewritten.`),
      ]);
    case "AT_ChangeOwner":
      return changes("ACCESS EXCLUSIVE", "table", [
        ...lockIndexes(table, "ACCESS EXCLUSIVE", () => true),
        assumption("The new owner is another one: else no index is locked."),
      ]);
    case "AT_ReplicaIdentity":
      return changes("ACCESS EXCLUSIVE", "table", lockIndexes(table, "SHARE", isLastWordOf(action)));
    case "AT_ClusterOn":
      return changes(
        "SHARE UPDATE EXCLUSIVE",
        "table",
        lockIndexes(table, "SHARE UPDATE EXCLUSIVE", isLastWordOf(action)),
      );
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions": {
      const isForCatalogue = /user_catalog_table/i.test(action.text);
      return changes(isForCatalogue ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE", "table");
    }
    default: {
      const mode = Object.hasOwn(MODES, action.subtype) ? MODES[action.subtype] : undefined;
      return mode && changes(mode, "table");
    }
  }
}

// The index stands last in what names one: `REPLICA IDENTITY USING INDEX i`, `CLUSTER ON i`.
function isLastWordOf({ text }: OtherAction): (index: { readonly name: string }) => boolean {
  const last = tokenize(text).findLast(({ kind }) => kind === "word" || kind === "quotedIdentifier");
  const written = last === undefined ? "" : text.slice(last.start, last.end);
  const stored = last?.kind === "word" ? written.toLowerCase() : written.slice(1, -1).replaceAll('""', '"');
  return ({ name }) => name === stored;
}
