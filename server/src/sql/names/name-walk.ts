import type { Node, RangeVar, TypeName } from "libpg-query";
import type { Range } from "../../text/range.ts";
import { identifierEnd, stringsOf } from "../lower/names.ts";
import { isWord, rangeOf, tokenAt } from "../lower/tokens.ts";
import type { StatementSource } from "../statement-source.ts";
import type { ColumnMeaning, NameMeaning, NamePlace, NameUse, Output, Scope, StoredName } from "./name-use.ts";

/** A walk over one statement's tree that collects its names. */
export interface NameWalk {
  readonly source: StatementSource;
  readonly found: NameUse[];
  /** Whether the statement stands in a routine's body, where `SELECT … INTO` fills a variable. */
  readonly isBody: boolean;
}

/** What is seen at a place of the tree. */
export interface Surroundings {
  readonly scope: Scope | undefined;
  readonly ctes: CommonTables | undefined;
}

/** The common table expressions that are seen, the innermost first. */
export interface CommonTables {
  readonly name: string;
  readonly output: Output;
  readonly outer: CommonTables | undefined;
}

/** Nothing is seen. */
export const NOWHERE: Surroundings = { scope: undefined, ctes: undefined };

/** Notes a name whose identifier starts at the token. */
export function note(walk: NameWalk, first: number, role: NamePlace["role"], meaning: NameMeaning): void {
  const range: Range = rangeOf(walk.source, { first, last: identifierEnd(walk.source, first) });
  if (range.end > range.start) walk.found.push({ ...meaning, range, role });
}

/** The token at which the last of so many dotted parts starts, of a name that starts at `first`. */
export function lastPart(source: StatementSource, first: number, parts: number): number {
  let at = first;
  for (let part = 1; part < parts; part += 1) at = identifierEnd(source, at) + 2;
  return at;
}

/** Schema and name from a list of name parts. */
export function storedName(parts: readonly string[]): StoredName {
  return { schema: parts.at(-2), name: parts.at(-1) ?? "" };
}

/** Schema and name of a relation. */
export function relationStored({ schemaname, relname }: RangeVar): StoredName {
  return { schema: schemaname || undefined, name: relname ?? "" };
}

/** Notes a relation that the parser locates; answers its last token. */
export function noteRelation(
  walk: NameWalk,
  relation: RangeVar | undefined,
  role: NamePlace["role"] = "use",
  kind: "relation" | "type" = "relation",
): number {
  if (relation?.relname === undefined) return 0;
  const parts = [relation.catalogname, relation.schemaname, relation.relname].filter(Boolean).length;
  const last = lastPart(walk.source, tokenAt(walk.source, relation.location), parts);
  note(walk, last, role, { kind, ...relationStored(relation) });
  return identifierEnd(walk.source, last);
}

/** Notes a name given as parts that starts at the token; answers the token behind it. */
export function noteParts(
  walk: NameWalk,
  first: number,
  parts: readonly string[],
  kind: "relation" | "type" | "routine",
  role: NamePlace["role"] = "use",
): number {
  const last = lastPart(walk.source, first, parts.length);
  if (parts.length > 0) note(walk, last, role, { kind, ...storedName(parts) });
  return identifierEnd(walk.source, last) + 1;
}

/** Notes a type that is no name of the grammar's own. */
export function noteType(walk: NameWalk, type: TypeName | undefined): void {
  const parts = stringsOf(type?.names);
  if (type?.location === undefined || type.location < 0 || parts.length === 0 || type.pct_type === true) return;
  if (parts.length > 1 && parts[0] === "pg_catalog") return;
  const at = tokenAt(walk.source, type.location);
  noteParts(walk, isWord(walk.source, at, "setof") ? at + 1 : at, parts, "type");
}

/** Notes a column whose identifier starts at the token. */
export function noteColumn(
  walk: NameWalk,
  first: number,
  meaning: ColumnMeaning,
  role: NamePlace["role"] = "use",
): void {
  note(walk, first, role, { kind: "column", ...meaning });
}

/** The texts of name parts, of a list node or a plain one. */
export function partsOf(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ("List" in node) return stringsOf(node.List.items);
  if ("String" in node) return [node.String.sval ?? ""];
  if ("TypeName" in node) return stringsOf(node.TypeName.names);
  return "ObjectWithArgs" in node ? stringsOf(node.ObjectWithArgs.objname) : [];
}

/** The token behind IF EXISTS or IF NOT EXISTS where it stands here. */
export function skipIfExists(source: StatementSource, first: number): number {
  if (!isWord(source, first, "if")) return first;
  return isWord(source, first + 1, "not") ? first + 3 : first + 2;
}

/** The first token at or after `from` that is the unquoted word, whatever the parentheses; undefined where none is. */
export function wordFrom(source: StatementSource, from: number, word: string): number | undefined {
  for (let index = from; index < source.tokens.length; index += 1) if (isWord(source, index, word)) return index;
  return undefined;
}
