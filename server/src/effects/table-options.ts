import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { rewrite, type Subject } from "./subject.ts";

/** The lock of each subcommand that sets something on the table alone, by the parser's name of it. */
const MODES: Readonly<Record<string, LockMode>> = {
  AT_EnableRowSecurity: "ACCESS EXCLUSIVE",
  AT_DisableRowSecurity: "ACCESS EXCLUSIVE",
  AT_ForceRowSecurity: "ACCESS EXCLUSIVE",
  AT_NoForceRowSecurity: "ACCESS EXCLUSIVE",
  AT_ReplicaIdentity: "ACCESS EXCLUSIVE",
  AT_ChangeOwner: "ACCESS EXCLUSIVE",
  AT_ClusterOn: "SHARE UPDATE EXCLUSIVE",
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

const REWRITING: ReadonlySet<string> = new Set(["AT_SetLogged", "AT_SetUnLogged"]);

/** What a subcommand without a word of its own does; undefined where that hangs on more than its name. */
export function tableOption(changed: readonly Subject[], subtype: string): ActionEffect | undefined {
  const [table] = changed;
  if (table !== undefined && REWRITING.has(subtype)) return changes("ACCESS EXCLUSIVE", "table", rewrite([table]));
  const mode = Object.hasOwn(MODES, subtype) ? MODES[subtype] : undefined;
  return mode && changes(mode, "table");
}
