import type { Range } from "../text/range.ts";
import type { Identifier, ObjectName } from "./statement.ts";

/** A subcommand of ALTER TABLE that sets something of the whole table. */
export type TableSetting =
  | PlainSetting
  | NamedSetting
  | OptionSetting
  | TriggerSetting
  | ReplicaIdentitySetting
  | OfTypeSetting;

interface SettingBase {
  /** The subcommand, from its first word to its last. */
  readonly range: Range;
  /** The text of that range. */
  readonly text: string;
  /** The parser's name of it: `AT_ReplicaIdentity`. */
  readonly subtype: string;
}

/** `SET LOGGED`, `ENABLE ROW LEVEL SECURITY` and what else says no more. */
export interface PlainSetting extends SettingBase {
  readonly kind:
    | "setLogged"
    | "setUnlogged"
    | "enableRowSecurity"
    | "disableRowSecurity"
    | "forceRowSecurity"
    | "noForceRowSecurity"
    | "setWithoutCluster"
    | "setWithoutOids"
    | "notOf";
}

/** `SET TABLESPACE`, `SET ACCESS METHOD`, `CLUSTER ON` and `OWNER TO`. */
export interface NamedSetting extends SettingBase {
  readonly kind: "setTablespace" | "setAccessMethod" | "clusterOn" | "changeOwner";
  /** Absent for DEFAULT, and for the role that a word such as CURRENT_USER means. */
  readonly name?: Identifier;
}

/** One storage parameter: `toast.autovacuum_enabled = off`. */
export interface StorageOption {
  readonly name: string;
  /** As text; absent where the parameter stands alone, as in RESET. */
  readonly value?: string;
}

/** `SET (…)` and `RESET (…)`. */
export interface OptionSetting extends SettingBase {
  readonly kind: "setOptions" | "resetOptions";
  readonly options: readonly StorageOption[];
}

/** `ENABLE` or `DISABLE` of triggers and rules. */
export interface TriggerSetting extends SettingBase {
  readonly kind: "enableTrigger" | "disableTrigger" | "enableRule" | "disableRule";
  readonly which: "named" | "all" | "user";
  /** Absent for all and for the user's. */
  readonly name?: Identifier;
  /** When it fires once it is enabled; `origin` where the statement does not say. */
  readonly fires: "origin" | "replica" | "always";
}

/** `REPLICA IDENTITY`. */
export interface ReplicaIdentitySetting extends SettingBase {
  readonly kind: "replicaIdentity";
  readonly identity: "default" | "full" | "nothing" | "index";
  /** USING INDEX …; absent otherwise. */
  readonly index?: Identifier;
}

/** `OF type`. */
export interface OfTypeSetting extends SettingBase {
  readonly kind: "ofType";
  readonly type: ObjectName;
}
