import type {
  Alias,
  ColumnRef,
  CommonTableExpr,
  DeleteStmt,
  InsertStmt,
  MergeStmt,
  Node,
  RangeVar,
  SelectStmt,
  UpdateStmt,
  WithClause,
} from "libpg-query";
import { stringsOf } from "../lower/names.ts";
import { isMark, tokenAt } from "../lower/tokens.ts";
import { noteIndexElements } from "./key-names.ts";
import {
  type ColumnMeaning,
  type Output,
  type Scope,
  type Source,
  type StoredName,
  scopeOf,
  sourceOf,
  UNKNOWN_OUTPUT,
} from "./name-use.ts";
import {
  type CommonTables,
  lastPart,
  type NameWalk,
  note,
  noteColumn,
  noteRelation,
  relationStored,
  type Surroundings,
  storedName,
} from "./name-walk.ts";
import { visit } from "./visit.ts";

/** Notes the names of a SELECT, VALUES or set operation; answers what columns it gives. */
export function noteSelect(walk: NameWalk, select: SelectStmt, around: Surroundings): Output {
  const within = noteWith(walk, select.withClause, around);
  if (select.larg !== undefined && select.rarg !== undefined) {
    const output = noteSelect(walk, select.larg, within);
    noteSelect(walk, select.rarg, within);
    return output;
  }
  const conditions: Node[] = [];
  const sources = noteFrom(walk, select.fromClause, within, conditions);
  const here: Surroundings = { ...within, scope: { sources, outer: around.scope } };
  for (const condition of conditions) visit(walk, condition, here);
  if (!walk.isBody && select.intoClause !== undefined) noteRelation(walk, select.intoClause.rel, "makes");
  const { targetList, valuesLists, whereClause, havingClause, windowClause, distinctClause } = select;
  visit(walk, [targetList, valuesLists, whereClause, havingClause, windowClause, distinctClause], here);
  visit(walk, [select.limitCount, select.limitOffset], here);
  const output = outputOf(targetList, here.scope);
  const named = aliasesIn(targetList);
  for (const item of [...(select.groupClause ?? []), ...(select.sortClause ?? [])]) {
    const name = soleColumn("SortBy" in item ? item.SortBy.node : item);
    // A name of the query's own output goes before a column's.
    if (name === undefined || !named.has(name)) visit(walk, item, here);
  }
  return valuesLists === undefined ? output : UNKNOWN_OUTPUT;
}

/** Notes the common table expressions of WITH; answers what the statement after it sees. */
function noteWith(walk: NameWalk, clause: WithClause | undefined, around: Surroundings): Surroundings {
  let ctes = around.ctes;
  for (const node of clause?.ctes ?? []) {
    if (!("CommonTableExpr" in node)) continue;
    const { ctename: name = "", ctequery } = node.CommonTableExpr;
    const own: CommonTables = { name, output: UNKNOWN_OUTPUT, outer: ctes };
    const seen = clause?.recursive === true ? own : ctes;
    const given = noteQuery(walk, ctequery, { scope: around.scope, ctes: seen });
    ctes = { name, output: renamed(given, stringsOf(columnAliases(node.CommonTableExpr))), outer: ctes };
  }
  return { ...around, ctes };
}

function columnAliases({ aliascolnames }: CommonTableExpr): Node[] | undefined {
  return aliascolnames;
}

/** Notes any query's names; answers the columns that it gives. */
export function noteQuery(walk: NameWalk, query: Node | undefined, around: Surroundings): Output {
  if (query !== undefined && "SelectStmt" in query) return noteSelect(walk, query.SelectStmt, around);
  visit(walk, query, around);
  return UNKNOWN_OUTPUT;
}

/** The output under other names, as far as they can be matched by place. */
function renamed(output: Output, names: readonly string[]): Output {
  if (names.length === 0) return output;
  if (!output.isKnown || output.stars.length > 0) return UNKNOWN_OUTPUT;
  const columns = [...output.columns.values()];
  return { ...output, columns: new Map(names.map((name, index) => [name, columns[index]])) };
}

/** Notes the items of FROM; answers the sources, and lists the conditions of joins. */
function noteFrom(
  walk: NameWalk,
  items: readonly Node[] | undefined,
  around: Surroundings,
  conditions: Node[],
): readonly Source[] {
  const sources: Source[] = [];
  for (const item of items ?? []) {
    if ("RangeVar" in item) sources.push(noteSource(walk, item.RangeVar, around));
    else if ("JoinExpr" in item) {
      const { larg, rarg, quals } = item.JoinExpr;
      for (const side of [larg, rarg]) if (side) sources.push(...noteFrom(walk, [side], around, conditions));
      if (quals) conditions.push(quals);
    } else if ("RangeSubselect" in item) {
      const { subquery, alias, lateral } = item.RangeSubselect;
      const beside: Surroundings = { ...around, scope: { sources: [...sources], outer: around.scope } };
      const output = noteQuery(walk, subquery, lateral === true ? beside : around);
      sources.push(querySource(alias, renamed(output, stringsOf(alias?.colnames))));
    } else {
      visit(walk, item, { ...around, scope: { sources: [...sources], outer: around.scope } });
      const inner: unknown = Object.values(item)[0];
      sources.push(querySource(aliasIn(inner), UNKNOWN_OUTPUT));
    }
  }
  return sources;
}

function aliasIn(item: unknown): Alias | undefined {
  if (typeof item !== "object" || item === null || !("alias" in item)) return undefined;
  const { alias } = item;
  return typeof alias === "object" && alias !== null ? alias : undefined;
}

function querySource(alias: Alias | undefined, output: Output): Source {
  return { alias: alias?.aliasname ?? "", isAliased: true, relation: undefined, output };
}

/** Notes a relation of FROM; answers it as a source. */
function noteSource(walk: NameWalk, relation: RangeVar, around: Surroundings): Source {
  const cte = relation.schemaname ? undefined : commonTable(relation.relname ?? "", around.ctes);
  const alias = relation.alias?.aliasname;
  if (cte !== undefined) {
    const output = renamed(cte.output, stringsOf(relation.alias?.colnames));
    return { alias: alias ?? cte.name, isAliased: true, relation: undefined, output };
  }
  noteRelation(walk, relation);
  const source = sourceOf(relationStored(relation), alias);
  return relation.alias?.colnames === undefined ? source : { ...source, output: UNKNOWN_OUTPUT };
}

function commonTable(name: string, innermost: CommonTables | undefined): CommonTables | undefined {
  let table = innermost;
  while (table !== undefined && table.name !== name) table = table.outer;
  return table;
}

/** What a target list gives. */
function outputOf(targets: readonly Node[] | undefined, scope: Scope | undefined): Output {
  const columns = new Map<string, ColumnMeaning | undefined>();
  const stars: Source[] = [];
  for (const target of targets ?? []) {
    const { name, val } = "ResTarget" in target ? target.ResTarget : {};
    const reference = val !== undefined && "ColumnRef" in val ? val.ColumnRef : undefined;
    if (reference?.fields?.some((field) => "A_Star" in field) === true) {
      const qualifier = stringsOf(reference.fields).at(-1);
      stars.push(...(scope?.sources ?? []).filter(({ alias }) => qualifier === undefined || alias === qualifier));
      continue;
    }
    const meaning = reference && scope && meaningOf(reference, scope);
    const given = name ?? meaning?.name;
    if (given !== undefined) columns.set(given, meaning);
  }
  return { columns, stars, isKnown: true };
}

function meaningOf({ fields }: ColumnRef, scope: Scope): ColumnMeaning {
  const parts = stringsOf(fields);
  const qualifier = parts.length > 1 ? storedName(parts.slice(0, -1)) : undefined;
  return { name: parts.at(-1) ?? "", qualifier, scope };
}

function aliasesIn(targets: readonly Node[] | undefined): ReadonlySet<string> {
  return new Set((targets ?? []).flatMap((target) => ("ResTarget" in target ? (target.ResTarget.name ?? []) : [])));
}

/** The unqualified name that the expression is nothing but. */
function soleColumn(node: Node | undefined): string | undefined {
  if (node === undefined || !("ColumnRef" in node)) return undefined;
  const parts = stringsOf(node.ColumnRef.fields);
  return parts.length === 1 && node.ColumnRef.fields?.length === 1 ? parts[0] : undefined;
}

/** Notes a column reference, and the relation or alias that qualifies it. */
export function noteColumnRef(walk: NameWalk, reference: ColumnRef, { scope }: Surroundings): void {
  if (scope === undefined) return;
  const meaning = meaningOf(reference, scope);
  const parts = stringsOf(reference.fields);
  const first = tokenAt(walk.source, reference.location);
  const isWhole = reference.fields?.some((field) => "A_Star" in field) === true;
  if (!isWhole) noteColumn(walk, lastPart(walk.source, first, parts.length), meaning);
  const qualifier = isWhole ? storedName(parts) : meaning.qualifier;
  if (qualifier === undefined || qualifier.name === "") return;
  const source = sourceNamed(scope, qualifier);
  if (source?.relation === undefined) return;
  const at = lastPart(walk.source, first, qualifier.schema === undefined ? 1 : 2);
  if (isMark(walk.source, at + 1, ".")) {
    note(walk, at, source.isAliased ? "alias" : "use", { kind: "relation", ...source.relation });
  }
}

/** The source that a qualifier names, the innermost first. */
function sourceNamed(innermost: Scope, { schema, name }: StoredName): Source | undefined {
  for (let scope: Scope | undefined = innermost; scope; scope = scope.outer) {
    const found = scope.sources.find(
      ({ alias, relation }) => alias === name && (schema === undefined || relation?.schema === schema),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Notes the names of an INSERT. */
export function noteInsert(walk: NameWalk, insert: InsertStmt, around: Surroundings): void {
  const within = noteWith(walk, insert.withClause, around);
  const { relation, cols, onConflictClause, returningClause } = insert;
  if (relation === undefined) return;
  noteRelation(walk, relation);
  const table = relationStored(relation);
  noteTargets(walk, cols, table, within);
  noteQuery(walk, insert.selectStmt, within);
  const target = sourceOf(table, relation.alias?.aliasname);
  const scope: Scope = { sources: [target], outer: around.scope };
  if (onConflictClause !== undefined) {
    const { infer, targetList, whereClause } = onConflictClause;
    const own: Surroundings = { ...within, scope };
    if (infer?.indexElems !== undefined) {
      noteIndexElements(walk, infer.indexElems, tokenAt(walk.source, infer.location), own);
    }
    visit(walk, infer?.whereClause, own);
    const both = { sources: [target, sourceOf(table, "excluded")], outer: around.scope };
    noteTargets(walk, targetList, table, { ...within, scope: both });
    visit(walk, whereClause, { ...within, scope: both });
  }
  visit(walk, returningClause, { ...within, scope });
}

/** Notes the columns that are set, and the expressions that they are set to. */
function noteTargets(
  walk: NameWalk,
  targets: readonly Node[] | undefined,
  table: StoredName,
  around: Surroundings,
): void {
  for (const target of targets ?? []) {
    if (!("ResTarget" in target)) continue;
    const { name, location, val } = target.ResTarget;
    if (name !== undefined) {
      noteColumn(walk, tokenAt(walk.source, location), { name, qualifier: undefined, scope: scopeOf(table) });
    }
    visit(walk, val, around);
  }
}

/** Notes the names of an UPDATE. */
export function noteUpdate(walk: NameWalk, update: UpdateStmt, around: Surroundings): void {
  const { relation, targetList, fromClause, whereClause, returningClause } = update;
  const here = noteWritten(walk, relation, update.withClause, fromClause, around);
  if (relation === undefined) return;
  noteTargets(walk, targetList, relationStored(relation), here);
  visit(walk, [whereClause, returningClause], here);
}

/** Notes the names of a DELETE. */
export function noteDelete(walk: NameWalk, statement: DeleteStmt, around: Surroundings): void {
  const { relation, usingClause, whereClause, returningClause } = statement;
  const here = noteWritten(walk, relation, statement.withClause, usingClause, around);
  visit(walk, [whereClause, returningClause], here);
}

/** Notes the names of a MERGE. */
export function noteMerge(walk: NameWalk, merge: MergeStmt, around: Surroundings): void {
  const { relation, sourceRelation, joinCondition, mergeWhenClauses, returningClause } = merge;
  const here = noteWritten(walk, relation, merge.withClause, sourceRelation && [sourceRelation], around);
  visit(walk, joinCondition, here);
  for (const node of mergeWhenClauses ?? []) {
    if (!("MergeWhenClause" in node) || relation === undefined) continue;
    const { targetList, values, condition } = node.MergeWhenClause;
    noteTargets(walk, targetList, relationStored(relation), here);
    visit(walk, [condition, values], here);
  }
  visit(walk, returningClause, here);
}

/** Notes the table that is written and what is joined to it; answers what the rest of the statement sees. */
function noteWritten(
  walk: NameWalk,
  relation: RangeVar | undefined,
  withClause: WithClause | undefined,
  from: readonly Node[] | undefined,
  around: Surroundings,
): Surroundings {
  const within = noteWith(walk, withClause, around);
  noteRelation(walk, relation);
  const conditions: Node[] = [];
  const target = relation === undefined ? [] : [sourceOf(relationStored(relation), relation.alias?.aliasname)];
  const sources = [...target, ...noteFrom(walk, from, within, conditions)];
  const here = { ...within, scope: { sources, outer: around.scope } };
  visit(walk, conditions, here);
  return here;
}
