import type { Location } from "vscode-languageserver-types";
import type { Document } from "../engine/documents.ts";
import { nameAt } from "../engine/name-at.ts";
import { type Occurrence, occurrencesOf, prismaOccurrencesOf } from "../engine/occurrences.ts";
import type { Workspace } from "../engine/workspace.ts";
import { locationOf, type UriOf } from "./location.ts";

/** Every place in the history and in `schema.prisma` that names what stands at the offset, whatever it was called there. */
export function referencesFor(
  workspace: Workspace,
  document: Document,
  offset: number,
  declarations: "with declarations" | "without declarations",
  uriOf: UriOf,
): Location[] {
  const name = nameAt(workspace, document, offset);
  if (name === undefined) return [];
  const { space, object, prisma } = name;
  const found = object === undefined ? [] : occurrencesOf(space, object);
  // A function that no file makes is Postgres's own, and no name of the history.
  if (object?.kind === "routine" && !found.some(({ role }) => role === "makes")) return [];
  const own = prisma === undefined ? [] : prismaOccurrencesOf(space, prisma);
  const all =
    object === undefined ? own : [...found, ...own.filter((use) => !found.some((other) => isSame(use, other)))];
  return all
    .filter(({ role }) => declarations === "with declarations" || role !== "makes")
    .map((place) => locationOf(place, uriOf));
}

function isSame(one: Occurrence, other: Occurrence): boolean {
  return one.document.path === other.document.path && one.range.start === other.range.start;
}
