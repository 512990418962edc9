import type { Constraint, Node } from "libpg-query";
import { identifierEnd, stringsOf } from "../lower/names.ts";
import { elementsOf, insideOf, isMark, isWord, type Span, tokenAt } from "../lower/tokens.ts";
import { type StoredName, scopeOf } from "./name-use.ts";
import { type NameWalk, note, noteColumn, noteRelation, relationStored, type Surroundings } from "./name-walk.ts";
import { visit } from "./visit.ts";

/** The first opening parenthesis at or after a token. */
function openingFrom(walk: NameWalk, from: number): number {
  let at = from;
  while (at < walk.source.tokens.length && !isMark(walk.source, at, "(")) at += 1;
  return at;
}

function elementsAt(walk: NameWalk, open: number): readonly Span[] {
  const list = isMark(walk.source, open, "(") ? insideOf(walk.source, open) : undefined;
  return list === undefined ? [] : elementsOf(walk.source, list);
}

/** Notes the columns of a list in parentheses that opens at the token; answers the token behind the list. */
export function noteColumnList(walk: NameWalk, open: number, names: readonly string[], table: StoredName): number {
  const elements = elementsAt(walk, open);
  elements.forEach((element, index) => {
    const name = names[index];
    if (name === undefined) return;
    const isPeriod = isWord(walk.source, element.first, "period") && element.last > element.first;
    const first = isPeriod ? element.first + 1 : element.first;
    noteColumn(walk, first, { name, qualifier: undefined, scope: scopeOf(table) });
  });
  const last = elements.at(-1);
  return last === undefined ? open : last.last + 2;
}

/** Notes the keys of an index whose list opens at the first parenthesis from a token on; answers the token behind it. */
export function noteIndexElements(walk: NameWalk, items: readonly Node[], from: number, around: Surroundings): number {
  const open = openingFrom(walk, from);
  const elements = elementsAt(walk, open);
  items.forEach((item, index) => {
    const element = elements[index];
    const key = "List" in item ? item.List.items?.[0] : item;
    if (key === undefined || !("IndexElem" in key)) return;
    const { name, expr } = key.IndexElem;
    if (name !== undefined && element !== undefined && around.scope !== undefined) {
      noteColumn(walk, element.first, { name, qualifier: undefined, scope: around.scope });
    }
    visit(walk, expr, around);
  });
  const last = elements.at(-1);
  return last === undefined ? open : last.last + 2;
}

/** Notes a constraint of a table: its name, its columns, what it refers to. */
export function noteConstraint(walk: NameWalk, constraint: Constraint, table: StoredName | undefined): void {
  const own: Surroundings = { scope: table && scopeOf(table), ctes: undefined };
  visit(walk, [constraint.raw_expr, constraint.where_clause], own);
  if (table === undefined) return;
  let at = tokenAt(walk.source, constraint.location);
  if (constraint.conname !== undefined && isWord(walk.source, at, "constraint")) {
    note(walk, at + 1, "makes", { kind: "constraint", name: constraint.conname, table });
    at = identifierEnd(walk.source, at + 1) + 1;
  }
  noteKeys(walk, constraint, table, at);
  const { pktable, fk_attrs: ownColumns, pk_attrs: others } = constraint;
  if (pktable === undefined) return;
  if (ownColumns !== undefined) noteColumnList(walk, openingFrom(walk, at), stringsOf(ownColumns), table);
  const end = noteRelation(walk, pktable);
  if (others !== undefined) noteColumnList(walk, end + 1, stringsOf(others), relationStored(pktable));
}

function noteKeys(walk: NameWalk, constraint: Constraint, table: StoredName, from: number): void {
  const { keys, including, exclusions, indexname } = constraint;
  let at = from;
  if (keys !== undefined) at = noteColumnList(walk, openingFrom(walk, at), stringsOf(keys), table);
  if (exclusions !== undefined)
    at = noteIndexElements(walk, exclusions, at, { scope: scopeOf(table), ctes: undefined });
  if (including !== undefined) noteColumnList(walk, openingFrom(walk, at), stringsOf(including), table);
  if (indexname === undefined) return;
  while (at < walk.source.tokens.length && !isWord(walk.source, at, "using")) at += 1;
  note(walk, at + 2, "use", { kind: "relation", schema: table.schema, name: indexname });
}
