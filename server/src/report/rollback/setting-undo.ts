import type { CatalogEntry } from "../../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findRelation, findTable } from "../../catalog/resolve.ts";
import type { AlterColumn, AlterTable, AlterTableAction, StorageOption } from "../../sql/statement.ts";
import { lastAction } from "./former-setting.ts";
import type { Before, Unkept } from "./statement-losses.ts";

const NOTHING: Unkept = { losses: [], undo: [] };

/** Puts back what a subcommand set that the schema does not show: what an earlier file set, else Postgres's own default. */
export function settingUndo(statement: AlterTable, action: AlterTableAction, number: number, before: Before): Unkept {
  const found = findRelation(before.catalog, statement.name)?.entry;
  const schema = found !== undefined && "schema" in found ? found.schema : statement.name.schema;
  const alter = `ALTER ${statement.objectType.toUpperCase()} ${quotedName(schema ?? "public", statement.name.name)}`;
  const undo = (words: string | undefined): Unkept =>
    words === undefined ? NOTHING : { losses: [], undo: [`${alter} ${words};`] };
  const isKnown = found?.kind === "table";
  switch (action.kind) {
    case "setOptions":
    case "resetOptions":
      return isKnown || found?.kind === "index"
        ? NOTHING
        : undo(action.options.map((option) => formerOption(before, statement, option)).join(", "));
    case "replicaIdentity":
    case "clusterOn":
    case "setWithoutCluster":
      return isKnown ? NOTHING : undo(formerAction(before, statement, action) ?? DEFAULTS[action.kind]);
    case "setTablespace":
    case "setAccessMethod":
    case "enableRule":
    case "disableRule":
      return undo(formerAction(before, statement, action) ?? DEFAULTS[action.kind]);
    case "setStatistics":
    case "setStorage":
    case "setCompression":
    case "setColumnOptions":
      return isColumnKnown(found, action) ? NOTHING : unknown(number, `how ${action.column.name} is stored or sampled`);
    case "alterConstraint": {
      const own = findTable(before.catalog, statement.name)?.constraints.find(
        ({ name }) => name === action.constraint.name,
      );
      return own?.deferrable
        ? unknown(number, `when ${own.name} is checked`)
        : undo(own && `ALTER CONSTRAINT ${quoteIdentifier(own.name)} NOT DEFERRABLE`);
    }
    case "otherAction":
      if (action.statistics !== undefined && found?.kind === "index") return NOTHING;
      return ROW_SECURITY.has(action.subtype) ? NOTHING : unknown(number, action.text);
    default:
      return NOTHING;
  }
}

const ROW_SECURITY: ReadonlySet<string> = new Set([
  "AT_EnableRowSecurity",
  "AT_DisableRowSecurity",
  "AT_ForceRowSecurity",
  "AT_NoForceRowSecurity",
]);

function unknown(number: number, what: string): Unkept {
  const words = `Statement ${number} sets ${what}; what it was before is not known.`;
  return { losses: [{ kind: "setting", words, statement: number }], undo: [] };
}

/** What Postgres has where no file says anything. */
const DEFAULTS: Readonly<Record<string, string>> = {
  replicaIdentity: "REPLICA IDENTITY DEFAULT",
  clusterOn: "SET WITHOUT CLUSTER",
  setTablespace: "SET TABLESPACE pg_default",
  setAccessMethod: "SET ACCESS METHOD heap",
};

function formerOption({ statements }: Before, { name }: AlterTable, { name: option }: StorageOption): string {
  const set = lastAction(
    statements(),
    name.name,
    (action) =>
      (action.kind === "setOptions" || action.kind === "resetOptions") &&
      action.options.some((own) => own.name === option),
  );
  const value =
    set?.action.kind === "setOptions" ? set.action.options.find((own) => own.name === option)?.value : undefined;
  return value === undefined ? `RESET (${option})` : `SET (${option} = ${value})`;
}

const GROUPS: readonly (readonly AlterTableAction["kind"][])[] = [
  ["clusterOn", "setWithoutCluster"],
  ["enableRule", "disableRule"],
];

function formerAction({ statements }: Before, { name }: AlterTable, { kind }: AlterTableAction): string | undefined {
  const kinds = GROUPS.find((group) => group.includes(kind)) ?? [kind];
  return lastAction(statements(), name.name, (action) => kinds.includes(action.kind))?.text;
}

/** Whether the schema tells what a column had: one that the migration adds had nothing, and goes. */
function isColumnKnown(found: CatalogEntry | undefined, { kind, column, options }: AlterColumn): boolean {
  // Options of a foreign table's column are not kept.
  if (found?.kind !== "table" || (kind === "setColumnOptions" && options === undefined)) return false;
  return found.columnsKnown || found.columns.some(({ name }) => name === column.name);
}
