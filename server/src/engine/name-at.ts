import { type Catalog, EMPTY_CATALOG } from "../catalog/catalog.ts";
import type { PrismaUse } from "../prisma/names-in-prisma.ts";
import { type NameUse, namesIn } from "../sql/names-in.ts";
import { type Range, shiftRange, touches } from "../text/range.ts";
import { type Document, isPrisma } from "./documents.ts";
import { visitMoments } from "./moments.ts";
import { type NamedObject, namedObject } from "./named-object.ts";
import { historyOfPrisma, type PrismaBeside, prismaBeside, prismaFiles, prismaObject } from "./prisma-beside.ts";
import type { TimelineFile } from "./timeline.ts";
import type { Workspace } from "./workspace.ts";

/** All files that one name may stand in: a history with its Prisma schema. */
export interface NameSpace {
  readonly timeline: readonly TimelineFile[];
  readonly prisma: PrismaBeside;
  /** The schema after the history's last file. */
  readonly final: Catalog;
}

/** The name under a cursor. */
export interface NameAt {
  readonly space: NameSpace;
  /** Offsets in the file. */
  readonly range: Range;
  readonly role: NameUse["role"] | PrismaUse["role"];
  /** The object that it stands for; undefined where that is not known. */
  readonly object: NamedObject | undefined;
  /** In a Prisma schema, what is named there. */
  readonly prisma: PrismaUse | undefined;
  /** In SQL, how many statements of its file are sent before it and with it. */
  readonly statement: number | undefined;
}

const NO_PRISMA: PrismaBeside = prismaFiles([]);

/** The files around a document. */
export function nameSpaceOf(workspace: Workspace, { path }: Document): NameSpace {
  const history = isPrisma(path) ? historyOfPrisma(workspace, path) : undefined;
  const [first] = history?.files ?? (isPrisma(path) ? [] : [path]);
  const timeline = first === undefined ? [] : workspace.timeline(first);
  const folder = history?.folder ?? timeline.find(({ document }) => document.path === path)?.facts.folder;
  const final = timeline.filter(({ isDown }) => !isDown).at(-1)?.end ?? EMPTY_CATALOG;
  return { timeline, prisma: folder === undefined ? NO_PRISMA : prismaBeside(workspace, folder), final };
}

/** The name that touches the offset; undefined where none does. */
export function nameAt(workspace: Workspace, document: Document, offset: number): NameAt | undefined {
  return isPrisma(document.path) ? nameInPrisma(workspace, document, offset) : nameInSql(workspace, document, offset);
}

function nameInPrisma(workspace: Workspace, document: Document, offset: number): NameAt | undefined {
  const found = nameSpaceOf(workspace, document);
  const isIn = found.prisma.files.some((file) => file.document.path === document.path);
  const space = isIn ? found : { ...found, prisma: prismaFiles([document]) };
  const own = space.prisma.files.find((file) => file.document.path === document.path);
  const use = own?.uses.find(({ range }) => touches(range, offset));
  if (use === undefined) return undefined;
  const object = prismaObject(use, space.prisma.schema, space.final);
  return { space, range: use.range, role: use.role, object, prisma: use, statement: undefined };
}

function nameInSql(workspace: Workspace, document: Document, offset: number): NameAt | undefined {
  let start = 0;
  const segment = document.segments.find(({ text }) => {
    if (offset <= start + text.length) return true;
    start += text.length;
    return false;
  });
  const use = segment && namesIn(segment).find(({ range }) => touches(range, offset - start));
  if (segment === undefined || use === undefined) return undefined;
  const space = nameSpaceOf(workspace, document);
  const file = space.timeline.find((each) => each.document.path === document.path);
  if (file === undefined) return undefined;
  let object: NamedObject | undefined;
  let number: number | undefined;
  visitMoments(file, ({ segment: other, statement, before, after }) => {
    if (other !== segment) return undefined;
    object = namedObject(use, before, after);
    number = statement;
    return "stop";
  });
  return { space, range: shiftRange(use.range, start), role: use.role, object, prisma: undefined, statement: number };
}
