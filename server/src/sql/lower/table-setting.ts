import type { AlterTableCmd, AlterTableType, Node } from "libpg-query";
import type {
  NamedSetting,
  PlainSetting,
  ReplicaIdentitySetting,
  StorageOption,
  TableSetting,
  TriggerSetting,
} from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { identifierAt, objectNameAt, stringsOf } from "./names.ts";
import { expressionOf, type Span, skipWords, tokenAt } from "./tokens.ts";

/** What a subcommand says beside where it stands. */
type Said = Bare<TableSetting>;
type Bare<Setting> = Setting extends unknown ? Omit<Setting, "range" | "text" | "subtype"> : never;

/** A subcommand that sets something of the whole table; undefined for all others. */
export function tableSetting(source: StatementSource, node: AlterTableCmd, span: Span): TableSetting | undefined {
  const said = saidOf(source, node, span);
  return said && { ...said, subtype: node.subtype ?? "", ...expressionOf(source, span) };
}

function saidOf(source: StatementSource, node: AlterTableCmd, span: Span): Said | undefined {
  const { subtype } = node;
  if (subtype === undefined) return undefined;
  const plain = plainKinds[subtype];
  if (plain) return { kind: plain };
  const firing = firings[subtype];
  if (firing) return fired(source, node, span, firing);
  const named = namedKinds[subtype];
  if (named) return setName(source, node, span, named);
  switch (subtype) {
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions":
    case "AT_ReplaceRelOptions":
      return { kind: subtype === "AT_ResetRelOptions" ? "resetOptions" : "setOptions", options: optionsOf(node.def) };
    case "AT_ReplicaIdentity":
      return replicaIdentity(source, node, span);
    case "AT_AddOf":
      return ofType(source, node);
    default:
      return undefined;
  }
}

const plainKinds: Readonly<Partial<Record<AlterTableType, PlainSetting["kind"]>>> = {
  AT_SetLogged: "setLogged",
  AT_SetUnLogged: "setUnlogged",
  AT_EnableRowSecurity: "enableRowSecurity",
  AT_DisableRowSecurity: "disableRowSecurity",
  AT_ForceRowSecurity: "forceRowSecurity",
  AT_NoForceRowSecurity: "noForceRowSecurity",
  AT_DropCluster: "setWithoutCluster",
  AT_DropOf: "notOf",
  AT_DropOids: "setWithoutOids",
};

type Firing = Pick<TriggerSetting, "kind" | "which" | "fires">;

function firing(kind: Firing["kind"], which: Firing["which"] = "named", fires: Firing["fires"] = "origin"): Firing {
  return { kind, which, fires };
}

const firings: Readonly<Partial<Record<AlterTableType, Firing>>> = {
  AT_EnableTrig: firing("enableTrigger"),
  AT_EnableAlwaysTrig: firing("enableTrigger", "named", "always"),
  AT_EnableReplicaTrig: firing("enableTrigger", "named", "replica"),
  AT_EnableTrigAll: firing("enableTrigger", "all"),
  AT_EnableTrigUser: firing("enableTrigger", "user"),
  AT_DisableTrig: firing("disableTrigger"),
  AT_DisableTrigAll: firing("disableTrigger", "all"),
  AT_DisableTrigUser: firing("disableTrigger", "user"),
  AT_EnableRule: firing("enableRule"),
  AT_EnableAlwaysRule: firing("enableRule", "named", "always"),
  AT_EnableReplicaRule: firing("enableRule", "named", "replica"),
  AT_DisableRule: firing("disableRule"),
};

/** The name stands last in `ENABLE REPLICA TRIGGER name`. */
function fired(source: StatementSource, node: AlterTableCmd, span: Span, { kind, which, fires }: Firing): Said {
  const word = skipWords(source, skipWords(source, span.first + 1, "always"), "replica");
  const name = which === "named" ? { name: identifierAt(source, word + 1, node.name) } : {};
  return { kind, which, fires, ...name };
}

interface NamedKind {
  readonly kind: NamedSetting["kind"];
  /** How many words stand before the name. */
  readonly words: number;
}

const namedKinds: Readonly<Partial<Record<AlterTableType, NamedKind>>> = {
  AT_SetTableSpace: { kind: "setTablespace", words: 2 },
  AT_SetAccessMethod: { kind: "setAccessMethod", words: 3 },
  AT_ClusterOn: { kind: "clusterOn", words: 2 },
  AT_ChangeOwner: { kind: "changeOwner", words: 2 },
};

/** `DEFAULT` and `CURRENT_USER` name nothing. */
function setName(source: StatementSource, node: AlterTableCmd, span: Span, { kind, words }: NamedKind): Said {
  const name = node.subtype === "AT_ChangeOwner" ? node.newowner?.rolename : node.name;
  return { kind, ...(name !== undefined && { name: identifierAt(source, span.first + words, name) }) };
}

/** The storage parameters of SET and RESET. */
export function optionsOf(def: Node | undefined): readonly StorageOption[] {
  return storageOptions(def && "List" in def ? def.List.items : undefined);
}

/** The storage parameters that WITH (…) lists; nothing where it stands nowhere. */
export function writtenOptions(items: readonly Node[] | undefined): { readonly options?: readonly StorageOption[] } {
  const options = storageOptions(items);
  return options.length === 0 ? {} : { options };
}

function storageOptions(items: readonly Node[] | undefined): readonly StorageOption[] {
  const options: StorageOption[] = [];
  for (const item of items ?? []) {
    if (!("DefElem" in item)) continue;
    const { defnamespace, defname, arg } = item.DefElem;
    const value = arg && optionValue(arg);
    const name = defnamespace === undefined ? (defname ?? "") : `${defnamespace}.${defname ?? ""}`;
    options.push({ name, ...(value !== undefined && { value }) });
  }
  return options;
}

/** A parameter's value as text; undefined for what is none. */
export function optionValue(node: Node): string | undefined {
  if ("String" in node) return node.String.sval ?? "";
  if ("Integer" in node) return String(node.Integer.ival ?? 0);
  if ("Float" in node) return node.Float.fval;
  if ("Boolean" in node) return String(node.Boolean.boolval === true);
  // The grammar takes a word for a type's name.
  return "TypeName" in node ? stringsOf(node.TypeName.names).at(-1) : undefined;
}

const identities: Readonly<Record<string, ReplicaIdentitySetting["identity"]>> = {
  d: "default",
  f: "full",
  n: "nothing",
  i: "index",
};

function replicaIdentity(source: StatementSource, { def }: AlterTableCmd, span: Span): Said | undefined {
  if (!def || !("ReplicaIdentityStmt" in def)) return undefined;
  const { identity_type, name } = def.ReplicaIdentityStmt;
  const index = name === undefined ? {} : { index: identifierAt(source, span.first + 4, name) };
  return { kind: "replicaIdentity", identity: identities[identity_type ?? "d"] ?? "default", ...index };
}

function ofType(source: StatementSource, { def }: AlterTableCmd): Said | undefined {
  if (!def || !("TypeName" in def)) return undefined;
  const { location, names } = def.TypeName;
  return { kind: "ofType", type: objectNameAt(source, tokenAt(source, location), stringsOf(names)) };
}
