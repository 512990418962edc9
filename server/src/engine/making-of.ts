import { namesIn } from "../sql/names-in.ts";
import type { Segment } from "../sql/segment.ts";
import { type Range, shiftRange } from "../text/range.ts";
import { textHash } from "../text/text-hash.ts";
import type { Document } from "./documents.ts";
import { visitMoments } from "./moments.ts";
import type { NameSpace } from "./name-at.ts";
import { type NamedObject, namedObject, originOf } from "./named-object.ts";
import { occurrencesOf } from "./occurrences.ts";

/** Where an object is made. */
export interface Making {
  readonly document: Document;
  /** The name that it is given, or the statement's first line where no name is; offsets in the file. */
  readonly range: Range;
  /** Counts from 1 what is sent to the server. */
  readonly statement: number;
}

/** The statements that make the object: one, but for routines, which may be made anew. */
export function makingsOf(space: NameSpace, object: NamedObject): readonly Making[] {
  const origin = originOf(object);
  if (origin === undefined) return madeByName(space, object);
  const found: Making[] = [];
  for (const file of space.timeline) {
    if (file.facts.path !== origin.file) continue;
    visitMoments(file, ({ segment, start, statement, before, after }) => {
      if (hashOf(segment) !== origin.segment) return undefined;
      const uses = namesIn(segment).filter(({ role }) => role === "makes");
      const use = uses.find((each) => namedObject(each, before, after)?.id === object.id);
      const range = use?.range ?? firstLine(segment.text, segment.body);
      found.push({ document: file.document, range: shiftRange(range, start), statement });
      return "stop";
    });
    if (found.length > 0) break;
  }
  return found;
}

const hashes = new WeakMap<Segment, number>();

function hashOf(segment: Segment): number {
  const known = hashes.get(segment) ?? textHash(segment.text);
  hashes.set(segment, known);
  return known;
}

function madeByName(space: NameSpace, object: NamedObject): readonly Making[] {
  const found: Making[] = [];
  occurrencesOf(space, object, ({ document, range, role }, { statement }) => {
    if (role === "makes") found.push({ document, range, statement });
  });
  return found;
}

function firstLine(text: string, { start, end }: Range): Range {
  const line = /[\r\n]/.exec(text.slice(start, end));
  return { start, end: line === null ? end : start + line.index };
}
