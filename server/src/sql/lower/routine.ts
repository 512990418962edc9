import type { CreateFunctionStmt, DefineStmt, FunctionParameter, Node } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { CreateRoutine, Expression, RoutineParameter } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { nameEnd, objectNameAt, stringsOf } from "./names.ts";
import { quotedBody } from "./quoted-body.ts";
import { expressionOf, findWord, groupEnd, skipWords, tokenAt } from "./tokens.ts";
import { typeName } from "./type-name.ts";

const modes: Readonly<Record<string, RoutineParameter["mode"]>> = {
  FUNC_PARAM_OUT: "out",
  FUNC_PARAM_INOUT: "inout",
  FUNC_PARAM_VARIADIC: "variadic",
  FUNC_PARAM_TABLE: "table",
};

const volatilities: ReadonlySet<string> = new Set(["volatile", "stable", "immutable"]);

/** CREATE FUNCTION and CREATE PROCEDURE. */
export function createRoutine(source: StatementSource, node: CreateFunctionStmt, range: Range): CreateRoutine {
  const first = skipWords(source, 1, "or", "replace") + 1;
  const parameters = parametersOf(source, node.parameters);
  const returnsTable = parameters.some(({ mode }) => mode === "table");
  const body = node.sql_body ? writtenBody(source, first) : textBody(source, node.options);
  const language = optionOf(node.options, "language");
  return {
    kind: "createRoutine",
    range,
    name: objectNameAt(source, first, stringsOf(node.funcname)),
    routine: node.is_procedure ? "procedure" : "function",
    orReplace: node.replace === true,
    parameters,
    ...(node.returnType && !returnsTable && { returns: typeName(source, node.returnType) }),
    returnsSet: node.returnType?.setof === true,
    returnsTable,
    ...(language !== undefined && { language: language.toLowerCase() }),
    volatility: volatilityOf(node.options),
    ...(body && { body }),
  };
}

function parametersOf(source: StatementSource, nodes: readonly Node[] | undefined): readonly RoutineParameter[] {
  const parameters: RoutineParameter[] = [];
  for (const node of nodes ?? []) {
    const parameter = "FunctionParameter" in node ? parameterOf(source, node.FunctionParameter) : undefined;
    if (parameter) parameters.push(parameter);
  }
  return parameters;
}

function parameterOf(source: StatementSource, node: FunctionParameter): RoutineParameter | undefined {
  const { name, argType, mode, defexpr } = node;
  if (!argType) return undefined;
  return {
    ...(name !== undefined && { name }),
    mode: (mode && modes[mode]) ?? "in",
    type: typeName(source, argType),
    hasDefault: defexpr !== undefined,
  };
}

function optionOf(options: readonly Node[] | undefined, name: string): string | undefined {
  for (const option of options ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname !== name) continue;
    const { arg } = option.DefElem;
    return arg && "String" in arg ? arg.String.sval : undefined;
  }
  return undefined;
}

function volatilityOf(options: readonly Node[] | undefined): CreateRoutine["volatility"] {
  const written = optionOf(options, "volatility") ?? "";
  return volatilities.has(written) ? (written as CreateRoutine["volatility"]) : "volatile";
}

/** The text after AS; of a C function, which has a file and a symbol, none. */
function textBody(source: StatementSource, options: readonly Node[] | undefined): Expression | undefined {
  for (const option of options ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname !== "as") continue;
    const { arg, location } = option.DefElem;
    if (!arg || !("List" in arg) || arg.List.items?.length !== 1) return undefined;
    const range = quotedBody(source, tokenAt(source, location) + 1);
    return range && { text: source.text.slice(range.start, range.end), range };
  }
  return undefined;
}

/** `RETURN …` or `BEGIN ATOMIC … END`, which end the statement. */
function writtenBody(source: StatementSource, name: number): Expression | undefined {
  const rest = { first: groupEnd(source, nameEnd(source, name) + 1) + 1, last: source.tokens.length - 1 };
  const first = findWord(source, rest, "return") ?? rest.last;
  const begin = findWord(source, rest, "begin") ?? rest.last;
  return expressionOf(source, { first: Math.min(first, begin), last: rest.last });
}

/** CREATE AGGREGATE, which Postgres takes for immutable. */
export function createAggregate(source: StatementSource, node: DefineStmt, range: Range): CreateRoutine {
  const [list] = node.args ?? [];
  const listed = parametersOf(source, list && "List" in list ? list.List.items : undefined);
  return {
    kind: "createRoutine",
    range,
    name: objectNameAt(source, skipWords(source, 1, "or", "replace") + 1, stringsOf(node.defnames)),
    routine: "aggregate",
    orReplace: node.replace === true,
    parameters: node.oldstyle ? baseType(source, node) : listed,
    returnsSet: false,
    returnsTable: false,
    volatility: "immutable",
  };
}

/** The syntax before Postgres 8.2 names the one parameter's type among the options; ANY counts as none. */
function baseType(source: StatementSource, node: DefineStmt): readonly RoutineParameter[] {
  for (const option of node.definition ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname?.toLowerCase() !== "basetype") continue;
    const { arg } = option.DefElem;
    if (!arg || !("TypeName" in arg) || stringsOf(arg.TypeName.names).at(-1) === "any") return [];
    return [{ mode: "in", type: typeName(source, arg.TypeName), hasDefault: false }];
  }
  return [];
}
