import type { CompletionItem } from "vscode-languageserver-types";
import type { Catalog, Change } from "../catalog/catalog.ts";
import { withChanges } from "../catalog/catalog.ts";
import { quoteIdentifier } from "../catalog/quoted-name.ts";
import { type Document, isPrisma } from "../engine/documents.ts";
import { visitMoments } from "../engine/moments.ts";
import { nameSpaceOf } from "../engine/name-at.ts";
import { schemaEntries } from "../engine/schema-entries.ts";
import type { Workspace } from "../engine/workspace.ts";
import { namesInPrisma } from "../prisma/names-in-prisma.ts";
import { parsePrisma } from "../prisma/parse-prisma.ts";
import { prismaComments } from "../prisma/prisma-comments.ts";
import { type CompletionPlace, completionPlace } from "../sql/completion-place.ts";
import type { Segment } from "../sql/segment.ts";
import { type Range, shiftRange } from "../text/range.ts";
import { commentWords, type Proposal } from "./completion/comment-words.ts";
import { sqlWords } from "./completion/sql-words.ts";
import { lspRange } from "./location.ts";

/** What may be typed at the offset: tables, columns, types, statements' first words, and our own comments. */
export function completionsFor(workspace: Workspace, document: Document, offset: number): CompletionItem[] {
  if (isPrisma(document.path)) return prismaCompletions(workspace, document, offset);
  const { segment, start } = segmentAt(document, offset);
  const place = completionPlace(segment?.text ?? "", offset - start);
  const replaces = shiftRange(place.replaces, start);
  if (place.wanted === "comment") {
    return commentItems(workspace, document, replaces, workspace.facts(document).tool);
  }
  if (place.wanted === "nothing") return [];
  const proposals = sqlWords(place, schemaBefore(workspace, document, segment, place));
  return proposals.map((proposal, index) => itemOf(document, replaces, proposal, index));
}

/** The segment that is typed in: behind a semicolon it is the next one. */
function segmentAt({ segments }: Document, offset: number): { segment: Segment | undefined; start: number } {
  let start = 0;
  for (const segment of segments) {
    const end = start + segment.text.length;
    if (offset < end || (offset === end && !segment.text.endsWith(";"))) return { segment, start };
    start = end;
  }
  return { segment: undefined, start: offset };
}

/** The schema just before the statement that is typed; nothing is read where no name is asked for. */
function schemaBefore(
  workspace: Workspace,
  document: Document,
  segment: Segment | undefined,
  { wanted }: CompletionPlace,
): Catalog {
  const space = nameSpaceOf(workspace, document);
  if (wanted === "statement" || wanted === "alteration") return space.final;
  const file = space.timeline.find((each) => each.document.path === document.path);
  if (file === undefined) return space.final;
  const laid: Change[] = [];
  visitMoments(file, ({ segment: other, changes }) => {
    if (other === segment) return "stop";
    laid.push(...changes);
    return undefined;
  });
  return withChanges(file.base, laid);
}

function commentItems(
  workspace: Workspace,
  document: Document,
  replaces: Range,
  tool: Parameters<typeof commentWords>[2],
): CompletionItem[] {
  const typed = document.text.slice(replaces.start, replaces.end);
  const { from, proposals } = commentWords(typed, workspace.rules.values(), tool);
  const range = { start: replaces.start + from, end: replaces.end };
  return proposals.map((proposal, index) => itemOf(document, range, proposal, index));
}

/** An item that keeps its place in the list; one that is typed with a quote is quoted in any case. */
function itemOf(document: Document, replaces: Range, proposal: Proposal, index: number): CompletionItem {
  const { label, kind, detail, text = label, name = label } = proposal;
  const isQuoted =
    document.text[replaces.start] === '"' && replaces.end > replaces.start && proposal.text !== undefined;
  const closes = isQuoted && document.text[replaces.end] === '"' ? 1 : 0;
  const newText = isQuoted && !text.startsWith('"') ? `"${name}"` : text;
  const range = lspRange(document, { start: replaces.start, end: replaces.end + closes });
  return {
    label,
    kind,
    ...(detail === undefined ? {} : { detail }),
    filterText: isQuoted ? `"${name}` : name,
    sortText: String(index).padStart(5, "0"),
    textEdit: { range, newText },
  };
}

/** Our comments, and the names of the history's tables and columns in `@@map` and `@map`. */
function prismaCompletions(workspace: Workspace, document: Document, offset: number): CompletionItem[] {
  const { text } = document;
  const comment = prismaComments(text).find(({ start, end }) => start + 1 < offset && offset <= end);
  if (comment !== undefined) {
    const marks = /^\/+[ \t]*/.exec(text.slice(comment.start, offset))?.[0].length;
    if (marks === undefined) return [];
    return commentItems(workspace, document, { start: comment.start + marks, end: offset }, undefined);
  }
  const schema = parsePrisma(text);
  const mapped = namesInPrisma(schema).find(({ role, range }) => {
    return role === "mapped" && range.start <= offset && offset <= range.end;
  });
  if (mapped === undefined) return [];
  const { final } = nameSpaceOf(workspace, document);
  const { tables } = schemaEntries(final);
  const table = schema.models.find(({ name }) => name.text === mapped.block);
  const uses = namesInPrisma(schema);
  const ownName = uses.find(
    ({ role, block, field }) => role === "mapped" && block === mapped.block && field === undefined,
  );
  const stored = ownName === undefined ? table?.name.text : text.slice(ownName.range.start, ownName.range.end);
  const names =
    mapped.field === undefined
      ? tables.map(({ name }) => name)
      : tables.filter(({ name }) => name === stored).flatMap(({ columns }) => columns.map(({ name }) => name));
  const range = lspRange(document, mapped.range);
  return names.map((name) => ({ label: name, detail: quoteIdentifier(name), textEdit: { range, newText: name } }));
}
