import type { SetVariable } from "../sql/statement.ts";
import type { Setting } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { settingKey } from "./keys.ts";

const SEARCH_PATH = settingKey("search_path");

/** Names in a search path that are no schema of the workspace's. */
const NOT_SCHEMAS: ReadonlySet<string> = new Set(["", "$user", "pg_catalog"]);

/** SET and RESET: only `search_path` matters to the schema. */
export function setVariable(draft: Draft, statement: SetVariable): void {
  if (statement.variable !== "search_path" && statement.variable !== "all") return;
  const values = statement.values.filter((value) => !NOT_SCHEMAS.has(value));
  const afterTransaction = statement.local ? sessionValues(setting(draft)) : undefined;
  putSetting(draft, { kind: "setting", values, afterTransaction });
}

/** The end of a transaction takes back what SET LOCAL said. */
export function endTransaction(draft: Draft): void {
  const present = setting(draft);
  if (present?.afterTransaction === undefined) return;
  putSetting(draft, { kind: "setting", values: present.afterTransaction, afterTransaction: undefined });
}

/** A schema that is renamed is found on the path no more: the path holds names. */
export function leaveSearchPath(draft: Draft, schema: string): void {
  const present = setting(draft);
  if (present === undefined || !present.values.includes(schema)) return;
  putSetting(draft, { ...present, values: present.values.filter((value) => value !== schema) });
}

function setting(draft: Draft): Setting | undefined {
  const entry = draft.get(SEARCH_PATH);
  return entry?.kind === "setting" ? entry : undefined;
}

function sessionValues(present: Setting | undefined): readonly string[] {
  return present?.afterTransaction ?? present?.values ?? [];
}

/** No values and nothing to come back to is the default, which has no entry. */
function putSetting(draft: Draft, next: Setting): void {
  const isDefault = next.values.length === 0 && (next.afterTransaction ?? []).length === 0;
  draft.put(SEARCH_PATH, isDefault ? undefined : next);
}
