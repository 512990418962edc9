import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver-types";
import { makingsOf } from "../engine/making-of.ts";
import { type NameSpace, nameSpaceOf } from "../engine/name-at.ts";
import {
  columnObject,
  type NamedObject,
  nameOf,
  relationObject,
  tableObject,
  typeObject,
} from "../engine/named-object.ts";
import { schemaEntries } from "../engine/schema-entries.ts";
import type { Workspace } from "../engine/workspace.ts";
import { locationOf, type UriOf } from "./location.ts";

/** A symbol that may match, before its place is looked for. */
interface Candidate {
  readonly object: NamedObject;
  readonly container: string;
  readonly kind: SymbolKind;
  /** How well it matches: the less the better. */
  readonly rank: number;
}

/** More symbols than these help nobody to choose. */
const MOST_SYMBOLS = 128;

/**
 * The tables, views, indexes, types and columns whose names match the query, as every history below the roots leaves
 * them, best first. Columns and indexes only where something is asked for.
 */
export function workspaceSymbolsFor(
  workspace: Workspace,
  roots: readonly string[],
  query: string,
  uriOf: UriOf,
): WorkspaceSymbol[] {
  const found = roots.flatMap((root) => spacesOf(workspace, root)).flatMap((space) => inSpace(space, query));
  found.sort((one, other) => one.candidate.rank - other.candidate.rank);
  const symbols: WorkspaceSymbol[] = [];
  for (const { candidate, space } of found) {
    if (symbols.length >= MOST_SYMBOLS) break;
    const [making] = makingsOf(space, candidate.object);
    if (making === undefined) continue;
    const { object, container, kind } = candidate;
    symbols.push({ name: nameOf(object), kind, containerName: container, location: locationOf(making, uriOf) });
  }
  return symbols;
}

/** The histories below a root, each as the files that its names may stand in. */
function spacesOf(workspace: Workspace, root: string): readonly NameSpace[] {
  return workspace.historiesAround(`${root}/`).flatMap(({ files: [first] }) => {
    const document = first === undefined ? undefined : workspace.documents.get(first);
    return document === undefined ? [] : [nameSpaceOf(workspace, document)];
  });
}

function inSpace(space: NameSpace, query: string): readonly { candidate: Candidate; space: NameSpace }[] {
  return candidatesOf(space, query.toLowerCase()).map((candidate) => ({ candidate, space }));
}

const RELATION_KINDS = {
  view: SymbolKind.Interface,
  "materialized view": SymbolKind.Interface,
  sequence: SymbolKind.Number,
} as const;

function candidatesOf({ final }: NameSpace, query: string): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (object: NamedObject, container: string, kind: SymbolKind, behind: number) => {
    const rank = rankOf(nameOf(object).toLowerCase(), query);
    if (rank !== undefined) found.push({ object, container, kind, rank: rank + behind });
  };
  const { tables, relations, types } = schemaEntries(final);
  for (const table of tables) {
    add(tableObject(table), table.schema, SymbolKind.Struct, 0);
    if (query === "") continue;
    for (const column of table.columns) add(columnObject(final, table, column), table.name, SymbolKind.Field, 2);
    for (const index of table.indexes) {
      add({ kind: "index", id: `index ${index.id}`, index, owner: table }, table.name, SymbolKind.Key, 1);
    }
  }
  for (const relation of relations) {
    if (relation.ownedBy === undefined)
      add(relationObject(relation), relation.schema, RELATION_KINDS[relation.kind], 0);
  }
  for (const type of types) add(typeObject(type), type.schema, SymbolKind.Enum, 0);
  return found;
}

/** The same name, one that begins with the query, one that holds it, one that holds its letters in order. */
function rankOf(name: string, query: string): number | undefined {
  if (name === query) return 0;
  if (name.startsWith(query)) return 10;
  if (name.includes(query)) return 20;
  let at = 0;
  for (const letter of query) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 30;
}
