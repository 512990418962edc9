import { parseSync } from "libpg-query";

/** A node of the parser's tree, of which only plain values matter here. */
interface Tree {
  readonly [field: string]: unknown;
  readonly agg_filter?: unknown;
  readonly arg?: unknown;
  readonly args?: unknown;
  readonly boolop?: unknown;
  readonly boolval?: unknown;
  readonly collname?: unknown;
  readonly defresult?: unknown;
  readonly elements?: unknown;
  readonly expr?: unknown;
  readonly fields?: unknown;
  readonly funcname?: unknown;
  readonly fval?: unknown;
  readonly isnull?: unknown;
  readonly items?: unknown;
  readonly ival?: unknown;
  readonly kind?: unknown;
  readonly lexpr?: unknown;
  readonly name?: unknown;
  readonly result?: unknown;
  readonly rexpr?: unknown;
  readonly sval?: unknown;
}

/**
 * The expression as one line that is the same for what a file says and for what Postgres prints of it: casts dropped,
 * names without their schemas, IN and BETWEEN written out as Postgres keeps them. What does not parse stands as it is.
 */
export function normalExpression(text: string): string {
  try {
    const target = first(at(parseSync(`SELECT ${text}`).stmts?.[0]?.stmt, "SelectStmt", "targetList"));
    return shown(at(target, "ResTarget", "val"));
  } catch {
    return text.replace(/\s+/g, " ").trim();
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function at(value: unknown, ...fields: readonly string[]): unknown {
  return fields.reduce<unknown>((inner, field) => (isTree(inner) ? inner[field] : undefined), value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function first(value: unknown): unknown {
  return list(value)[0];
}

function last(value: unknown): unknown {
  return list(value).at(-1);
}

function word(value: unknown): string {
  return String(at(value, "String", "sval") ?? "*");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (!isTree(value)) return String(value ?? "");
  const [kind] = Object.keys(value);
  const node = kind === undefined ? undefined : value[kind];
  if (kind === undefined || !isTree(node)) return JSON.stringify(value);
  const show = SHOWN[kind];
  return show === undefined ? plain(kind, node) : show(node);
}

/** Any other node: its fields in order, without places in the text. */
function plain(kind: string, node: Tree): string {
  const fields = Object.keys(node).filter((field) => !/location|coercionform|funcformat|_fmt$/i.test(field));
  const parts = fields.sort().map((field) => {
    const value = node[field];
    return `${field}=${isTree(value) || Array.isArray(value) ? shown(value) : String(value)}`;
  });
  return `${kind}(${parts.join(" ")})`;
}

const SHOWN: Readonly<Record<string, (node: Tree) => string>> = {
  TypeCast: (node) => shown(node.arg),
  CollateClause: (node) => `${shown(node.arg)} COLLATE ${word(last(node.collname))}`,
  A_Const: constant,
  ColumnRef: (node) => word(last(node.fields)),
  FuncCall: call,
  A_Expr: operation,
  BoolExpr: (node) => `${String(node.boolop)}(${flat(String(node.boolop), node).map(shown).join("; ")})`,
  A_ArrayExpr: (node) => `[${shown(node.elements)}]`,
  List: (node) => shown(node.items),
  CaseExpr: choice,
  CaseWhen: (node) => `WHEN ${shown(node.expr)} THEN ${shown(node.result)}`,
};

function constant(node: Tree): string {
  if (node.isnull === true) return "NULL";
  if (isTree(node.boolval)) return node.boolval.boolval === true ? "'true'" : "'false'";
  if (isTree(node.ival)) return `'${String(node.ival.ival ?? 0)}'`;
  const text = String(at(node.fval, "fval") ?? at(node.sval, "sval") ?? "");
  return `'${text}'`;
}

/** A name in quotes, with or without its schema; the last part as it is written between its own quotes. */
const QUALIFIED = /^'(?:(?:"(?:[^"]|"")*"|[^".]*)\.)?"?((?:[^".]|"")*|(?<=")(?:[^"]|"")*)"?'$/;

function call(node: Tree): string {
  const name = word(last(node.funcname)).toLowerCase();
  const args = list(node.args).map(shown);
  // The server prints a sequence's name as the search path of the moment needs it.
  const shownArgs = name === "nextval" ? args.map((arg) => arg.replace(QUALIFIED, "'$1'")) : args;
  const rest = node.agg_filter === undefined ? "" : ` FILTER ${shown(node.agg_filter)}`;
  return `${name}(${shownArgs.join(", ")})${rest}`;
}

/** AND in AND is one AND, as the server keeps it. */
function flat(operator: string, node: Tree): readonly unknown[] {
  return list(node.args).flatMap((arg) => {
    const inner = at(arg, "BoolExpr");
    return isTree(inner) && inner.boolop === operator && operator !== "NOT_EXPR" ? flat(operator, inner) : [arg];
  });
}

function choice(node: Tree): string {
  const otherwise = node.defresult === undefined ? "NULL" : shown(node.defresult);
  return `CASE ${shown(node.arg)} ${list(node.args).map(shown).join(" ")} ELSE ${otherwise}`;
}

function operation(node: Tree): string {
  const name = word(last(node.name));
  const left = node.lexpr === undefined ? "" : shown(node.lexpr);
  const right = shown(node.rexpr);
  switch (node.kind) {
    case "AEXPR_IN": {
      const items = at(node.rexpr, "List", "items");
      if (list(items).length === 1) return `(${left} ${name} ${right})`;
      return `(${left} ${name} ${name === "=" ? "ANY" : "ALL"} [${right}])`;
    }
    case "AEXPR_OP_ANY":
    case "AEXPR_OP_ALL":
      return `(${left} ${name} ${node.kind === "AEXPR_OP_ANY" ? "ANY" : "ALL"} ${right})`;
    case "AEXPR_BETWEEN":
    case "AEXPR_NOT_BETWEEN":
      return between(node, left);
    case "AEXPR_OP":
    case "AEXPR_LIKE":
    case "AEXPR_ILIKE":
      if (left === "" && name === "-" && /^'\d/.test(right)) return `'-${right.slice(1)}`;
      return `(${left} ${name} ${right})`;
    default:
      return `${String(node.kind)}(${left} ${name} ${right})`;
  }
}

function between(node: Tree, left: string): string {
  const [low, high] = list(at(node.rexpr, "List", "items")).map(shown);
  if (node.kind === "AEXPR_BETWEEN") return `AND_EXPR((${left} >= ${low}); (${left} <= ${high}))`;
  return `OR_EXPR((${left} < ${low}); (${left} > ${high}))`;
}
