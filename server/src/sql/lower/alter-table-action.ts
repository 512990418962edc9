import type { AlterTableCmd, AlterTableType } from "libpg-query";
import type {
  AlterColumn,
  AlterTable,
  AlterTableAction,
  ConstraintSettings,
  Expression,
  Identifier,
  OtherAction,
  PartitionAction,
} from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { columnDefinition } from "./column.ts";
import { identitySays, parenthesized, standaloneConstraint } from "./constraint.ts";
import { identifierAt, identifierEnd, relationName, stringsOf } from "./names.ts";
import { partitionBound } from "./partition-bound.ts";
import { sequenceNumbers } from "./sequence-options.ts";
import { optionsOf, optionValue, tableSetting } from "./table-setting.ts";
import { expressionOf, findWord, rangeOf, type Span, skipWords, tokenAt, wordAt } from "./tokens.ts";
import { typeName } from "./type-name.ts";

/** One subcommand of ALTER TABLE, whose words are these. */
export function alterTableAction(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  objectType: AlterTable["objectType"],
): AlterTableAction {
  const action =
    columnAction(source, node, span, objectType) ?? tableAction(source, node, span) ?? tableSetting(source, node, span);
  const subtype = node.subtype ?? "AT_AddColumn";
  return action ?? { kind: "otherAction", subtype, ...expressionOf(source, span), ...indexStatistics(node) };
}

function indexStatistics({ subtype, num, def }: AlterTableCmd): Pick<OtherAction, "statistics"> {
  const target = subtype === "AT_SetStatistics" && num !== undefined && def ? optionValue(def) : undefined;
  return target === undefined || num === undefined ? {} : { statistics: { key: num, target: Number(target) } };
}

/** Subcommands that are about one column. */
function columnAction(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  objectType: AlterTable["objectType"],
): AlterTableAction | undefined {
  const range = rangeOf(source, span);
  const cascade = node.behavior === "DROP_CASCADE";
  switch (node.subtype) {
    case "AT_AddColumn":
      return addColumn(source, node, span, objectType);
    case "AT_DropColumn":
      return {
        kind: "dropColumn",
        range,
        column: columnOf(source, node, span, objectType),
        ifExists: node.missing_ok === true,
        cascade,
      };
    case "AT_AlterColumnType":
      return alterColumnType(source, node, span, columnOf(source, node, span, objectType));
    case "AT_ColumnDefault":
      return alterColumn(source, node, span, node.def ? "setDefault" : "dropDefault");
    default: {
      const kind = node.subtype && columnKinds[node.subtype];
      return kind ? alterColumn(source, node, span, kind) : undefined;
    }
  }
}

const columnKinds: Readonly<Partial<Record<AlterTableType, AlterColumn["kind"]>>> = {
  AT_SetNotNull: "setNotNull",
  AT_DropNotNull: "dropNotNull",
  AT_AddIdentity: "addIdentity",
  AT_SetIdentity: "setIdentity",
  AT_DropIdentity: "dropIdentity",
  AT_DropExpression: "dropExpression",
  AT_SetExpression: "setExpression",
  AT_SetStatistics: "setStatistics",
  AT_SetStorage: "setStorage",
  AT_SetCompression: "setCompression",
  AT_SetOptions: "setColumnOptions",
  AT_ResetOptions: "setColumnOptions",
  AT_AlterColumnGenericOptions: "setColumnOptions",
};

/** The column after `ALTER [COLUMN]` or `DROP [COLUMN] [IF EXISTS]`. */
function columnOf(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  objectType: AlterTable["objectType"],
): Identifier {
  let first = skipWords(source, span.first + 1, objectType === "type" ? "attribute" : "column");
  if (node.missing_ok === true) first = skipWords(source, first, "if", "exists");
  return identifierAt(source, first, node.name);
}

function addColumn(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  objectType: AlterTable["objectType"],
): AlterTableAction | undefined {
  if (!node.def || !("ColumnDef" in node.def)) return undefined;
  // ADD ATTRIBUTE may end in CASCADE or RESTRICT, which is no part of the column.
  const behavior = objectType === "type" && ["cascade", "restrict"].includes(wordAt(source, span.last));
  const column = columnDefinition(source, node.def.ColumnDef, behavior ? span.last - 1 : span.last);
  return { kind: "addColumn", range: rangeOf(source, span), column, ifNotExists: node.missing_ok === true };
}

function alterColumnType(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  column: Identifier,
): AlterTableAction | undefined {
  if (!node.def || !("ColumnDef" in node.def) || !node.def.ColumnDef.typeName) return undefined;
  const { typeName: type, collClause, raw_default } = node.def.ColumnDef;
  const from = tokenAt(source, type.location);
  const using = raw_default && findWord(source, { first: from, last: span.last }, "using");
  return {
    kind: "alterColumnType",
    range: rangeOf(source, span),
    column,
    type: typeName(source, type),
    collation: stringsOf(collClause?.collname).at(-1),
    using: using ? expressionOf(source, { first: using + 1, last: span.last }) : undefined,
  };
}

function alterColumn(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  kind: AlterColumn["kind"],
): AlterColumn | undefined {
  // SET STATISTICS may name an index's column by its number.
  if (node.name === undefined) return undefined;
  const first = skipWords(source, span.first + 1, "column");
  const rest = { first: identifierEnd(source, first) + 1, last: span.last };
  return {
    kind,
    range: rangeOf(source, span),
    column: identifierAt(source, first, node.name),
    expression: newExpression(source, rest, kind),
    identity: identityOf(node, kind),
    ...settingOf(node, kind),
  };
}

/** What is set of the identity's sequence, or of how the column is stored and sampled. */
function settingOf({ def, subtype }: AlterTableCmd, kind: AlterColumn["kind"]): Partial<AlterColumn> {
  if (def === undefined) return {};
  if (kind === "addIdentity" && "Constraint" in def) {
    const { when: _, ...said } = identitySays(def.Constraint);
    return said;
  }
  if (kind === "setIdentity" && "List" in def) {
    const numbers = sequenceNumbers(def.List.items);
    return numbers === undefined ? {} : { numbers };
  }
  if (kind === "setColumnOptions") return subtype === "AT_AlterColumnGenericOptions" ? {} : { options: optionsOf(def) };
  if (kind !== "setStatistics" && kind !== "setStorage" && kind !== "setCompression") return {};
  const value = optionValue(def)?.toLowerCase();
  return value === undefined ? {} : { value };
}

/** What ADD GENERATED or SET GENERATED says; the parser gives the letter of `pg_attribute`, for the second as a number. */
function identityOf({ def }: AlterTableCmd, kind: AlterColumn["kind"]): AlterColumn["identity"] {
  if (def === undefined) return undefined;
  if (kind === "addIdentity" && "Constraint" in def) {
    return def.Constraint.generated_when === "a" ? "always" : "by default";
  }
  if (kind !== "setIdentity" || !("List" in def)) return undefined;
  const options = (def.List.items ?? []).flatMap((item) => ("DefElem" in item ? [item.DefElem] : []));
  const when = options.find(({ defname }) => defname === "generated")?.arg;
  if (when === undefined || !("Integer" in when)) return undefined;
  return when.Integer.ival === "a".charCodeAt(0) ? "always" : "by default";
}

/** What SET DEFAULT or SET EXPRESSION AS gives, from the words after the column's name. */
function newExpression(source: StatementSource, rest: Span, kind: AlterColumn["kind"]): Expression | undefined {
  if (kind === "setExpression") return parenthesized(source, rest);
  if (kind !== "setDefault") return undefined;
  return expressionOf(source, { first: skipWords(source, rest.first, "set", "default"), last: rest.last });
}

/** Subcommands that are about the whole table. */
function tableAction(source: StatementSource, node: AlterTableCmd, span: Span): AlterTableAction | undefined {
  switch (node.subtype) {
    case "AT_AddConstraint":
      return addConstraint(source, node, span);
    case "AT_DropConstraint":
      return namedConstraint(source, node, span, "dropConstraint");
    case "AT_ValidateConstraint":
      return namedConstraint(source, node, span, "validateConstraint");
    case "AT_AlterConstraint":
      return namedConstraint(source, node, span, "alterConstraint");
    case "AT_AttachPartition":
      return partitionAction(source, node, span, "attachPartition");
    case "AT_DetachPartition":
    case "AT_DetachPartitionFinalize":
      return partitionAction(source, node, span, "detachPartition");
    case "AT_AddInherit":
      return inheritAction(source, node, span, "inherit");
    case "AT_DropInherit":
      return inheritAction(source, node, span, "noInherit");
    default:
      return undefined;
  }
}

function addConstraint(source: StatementSource, node: AlterTableCmd, span: Span): AlterTableAction | undefined {
  if (!node.def || !("Constraint" in node.def)) return undefined;
  const words = { first: span.first + 1, last: span.last };
  const constraint = standaloneConstraint(source, node.def.Constraint, words, "alter");
  return constraint && { kind: "addConstraint", range: rangeOf(source, span), constraint };
}

function namedConstraint(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  kind: "dropConstraint" | "validateConstraint" | "alterConstraint",
): AlterTableAction {
  const ifExists = node.missing_ok === true;
  const first = ifExists ? skipWords(source, span.first + 2, "if", "exists") : span.first + 2;
  const altered = node.def && "ATAlterConstraint" in node.def ? node.def.ATAlterConstraint.conname : undefined;
  return {
    kind,
    range: rangeOf(source, span),
    constraint: identifierAt(source, first, node.name ?? altered),
    ifExists,
    cascade: node.behavior === "DROP_CASCADE",
    ...(kind === "alterConstraint" && { sets: constraintSettings(node) }),
  };
}

function constraintSettings({ def }: AlterTableCmd): ConstraintSettings {
  if (!def || !("ATAlterConstraint" in def)) return {};
  const { alterDeferrability, alterEnforceability, alterInheritability, ...said } = def.ATAlterConstraint;
  return {
    ...(alterDeferrability && {
      deferrable: said.deferrable === true,
      initiallyDeferred: said.initdeferred === true,
    }),
    ...(alterEnforceability && { enforced: said.is_enforced === true }),
    ...(alterInheritability && { inherited: said.noinherit !== true }),
  };
}

function partitionAction(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  kind: PartitionAction["kind"],
): AlterTableAction | undefined {
  if (!node.def || !("PartitionCmd" in node.def)) return undefined;
  const { name, bound, concurrent } = node.def.PartitionCmd;
  return {
    kind,
    range: rangeOf(source, span),
    partition: relationName(source, name),
    isDefault: bound?.is_default === true,
    ...(bound && { bound: partitionBound(source, bound) }),
    concurrently: concurrent === true,
    finalize: node.subtype === "AT_DetachPartitionFinalize",
  };
}

function inheritAction(
  source: StatementSource,
  node: AlterTableCmd,
  span: Span,
  kind: "inherit" | "noInherit",
): AlterTableAction | undefined {
  if (!node.def || !("RangeVar" in node.def)) return undefined;
  return { kind, range: rangeOf(source, span), parent: relationName(source, node.def.RangeVar) };
}
