import type { Location } from "vscode-languageserver-types";
import type { Document } from "../engine/documents.ts";
import { makingsOf } from "../engine/making-of.ts";
import { nameAt } from "../engine/name-at.ts";
import { occurrencesOf, prismaOccurrencesOf } from "../engine/occurrences.ts";
import type { Workspace } from "../engine/workspace.ts";
import { locationOf, type UriOf } from "./location.ts";

/**
 * Where what is named at the offset was made: the statement's name, and its model or field in `schema.prisma`. What
 * stands in the asking document's own language comes first; a declaration does not lead to itself while there is
 * another place.
 */
export function definitionFor(workspace: Workspace, document: Document, offset: number, uriOf: UriOf): Location[] {
  const name = nameAt(workspace, document, offset);
  if (name === undefined) return [];
  const { space, object, prisma, range } = name;
  const sql = object === undefined ? [] : makingsOf(space, object);
  const declared =
    prisma === undefined
      ? object === undefined
        ? []
        : occurrencesOf({ ...space, timeline: [] }, object)
      : prismaOccurrencesOf(space, prisma);
  const models = declared.filter(({ role, language }) => language === "prisma" && role === "makes");
  const places = prisma === undefined ? [...sql, ...models] : [...models, ...sql];
  const isHere = (place: (typeof places)[number]) =>
    place.document.path === document.path && place.range.start === range.start;
  const others = places.filter((place) => !isHere(place));
  return (others.length > 0 ? others : places).map((place) => locationOf(place, uriOf));
}
