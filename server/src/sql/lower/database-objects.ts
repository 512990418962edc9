import type {
  AlterPublicationStmt,
  CreateExtensionStmt,
  CreatePublicationStmt,
  CreateSchemaStmt,
  Node,
} from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { CreateExtension, CreateSchema, ObjectName, Publication, Statement } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { relationName } from "./names.ts";
import { isMark, isWord, rangeOf } from "./tokens.ts";

/** CREATE EXTENSION. */
export function createExtension(node: CreateExtensionStmt, range: Range): CreateExtension {
  const schema = extensionOption(node, "schema");
  const version = extensionOption(node, "new_version");
  return {
    kind: "createExtension",
    range,
    name: node.extname ?? "",
    ifNotExists: node.if_not_exists === true,
    ...(schema !== undefined && { schema }),
    ...(version !== undefined && { version }),
  };
}

function extensionOption({ options }: CreateExtensionStmt, name: string): string | undefined {
  for (const option of options ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname !== name) continue;
    const { arg } = option.DefElem;
    return arg && "String" in arg ? (arg.String.sval ?? "") : undefined;
  }
  return undefined;
}

/** CREATE PUBLICATION. */
export function createPublication(source: StatementSource, node: CreatePublicationStmt, range: Range): Publication {
  return {
    kind: "createPublication",
    range,
    name: node.pubname ?? "",
    ...published(source, node.pubobjects),
    allTables: node.for_all_tables === true,
  };
}

const actions = { AP_AddObjects: "add", AP_DropObjects: "drop", AP_SetObjects: "set" } as const;

/** ALTER PUBLICATION. */
export function alterPublication(source: StatementSource, node: AlterPublicationStmt, range: Range): Publication {
  const isOfObjects = node.pubobjects !== undefined || node.for_all_tables === true;
  return {
    kind: "alterPublication",
    range,
    name: node.pubname ?? "",
    action: isOfObjects ? actions[node.action ?? "AP_AddObjects"] : "options",
    ...published(source, node.pubobjects),
    allTables: node.for_all_tables === true,
  };
}

function published(
  source: StatementSource,
  nodes: readonly Node[] | undefined,
): Pick<Publication, "tables" | "schemas"> {
  const tables: ObjectName[] = [];
  const schemas: string[] = [];
  for (const node of nodes ?? []) {
    if (!("PublicationObjSpec" in node)) continue;
    const { pubobjtype, pubtable, name } = node.PublicationObjSpec;
    if (pubtable) tables.push(relationName(source, pubtable.relation));
    else if (pubobjtype !== "PUBLICATIONOBJ_TABLE") schemas.push(name ?? "");
  }
  return { tables, schemas };
}

/** CREATE SCHEMA; undefined where its name is that of the current role. */
export function createSchema(
  source: StatementSource,
  node: CreateSchemaStmt,
  range: Range,
  lower: (node: Node, source: StatementSource, range: Range) => Statement,
): CreateSchema | undefined {
  const name = node.schemaname ?? node.authrole?.rolename;
  if (name === undefined) return undefined;
  const elements = node.schemaElts ? schemaElements(source, node.schemaElts, lower) : [];
  return { kind: "createSchema", range, name, ifNotExists: node.if_not_exists === true, elements };
}

/** The parser locates no element; each starts with CREATE or GRANT, which stand nowhere else outside parentheses. */
function schemaElements(
  source: StatementSource,
  nodes: readonly Node[],
  lower: (node: Node, source: StatementSource, range: Range) => Statement,
): readonly Statement[] {
  const starts: number[] = [];
  let depth = 0;
  for (let at = 1; at < source.tokens.length; at++) {
    if (isMark(source, at, "(") || isMark(source, at, "[")) depth += 1;
    if (isMark(source, at, ")") || isMark(source, at, "]")) depth -= 1;
    const isStart = isWord(source, at, "create") || (isWord(source, at, "grant") && !isWord(source, at - 1, "with"));
    if (depth === 0 && isStart) starts.push(at);
  }
  if (starts.length !== nodes.length) return [];
  return nodes.map((node, index) => {
    const first = starts[index] ?? 0;
    const last = (starts[index + 1] ?? source.tokens.length) - 1;
    const own = { ...source, tokens: source.tokens.slice(first, last + 1) };
    return lower(node, own, rangeOf(source, { first, last }));
  });
}
