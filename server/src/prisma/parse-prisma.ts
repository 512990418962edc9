import {
  accept,
  atEnd,
  type Cursor,
  looksAt,
  rangeFrom,
  skipBlank,
  skipRestOfLine,
  skipSpace,
  skipTrailingComment,
  startCursor,
} from "./cursor.ts";
import { parseBlockAttribute, parseEnumValue, parseField, parseName, parseProperty } from "./parse-line.ts";
import type {
  PrismaAttribute,
  PrismaBlock,
  PrismaEnum,
  PrismaEnumValue,
  PrismaField,
  PrismaModel,
  PrismaName,
  PrismaProblem,
  PrismaSchema,
  PrismaValue,
} from "./prisma-schema.ts";

const keywords: ReadonlySet<string> = new Set(["model", "view", "type", "enum", "datasource", "generator"]);

/** `keyword name {`; `name` is the keyword again where the name is missing. */
interface Header {
  readonly keyword: string;
  readonly name: PrismaName;
  /** Whether Prisma has such blocks and the name is there. */
  readonly known: boolean;
  readonly start: number;
}

/** What a block's lines are collected into. */
interface Body {
  readonly fields: PrismaField[];
  readonly attributes: PrismaAttribute[];
  readonly values: PrismaEnumValue[];
  readonly properties: Map<string, PrismaValue>;
}

interface Reading {
  readonly cursor: Cursor;
  readonly problems: PrismaProblem[];
  readonly models: PrismaModel[];
  readonly enums: PrismaEnum[];
  readonly otherBlocks: PrismaBlock[];
}

/**
 * Reads one file of Prisma's schema language, line by line as Prisma's own grammar does. Never throws; a line that is
 * not Prisma's is one problem, and what could be read of it is kept. Takes time linear in the text's length.
 */
export function parsePrisma(text: string): PrismaSchema {
  const reading: Reading = { cursor: startCursor(text), problems: [], models: [], enums: [], otherBlocks: [] };
  for (skipBlank(reading.cursor); !atEnd(reading.cursor); skipBlank(reading.cursor)) readTopLevelLine(reading);
  return {
    datasource: reading.otherBlocks.find((block) => block.keyword === "datasource"),
    models: reading.models,
    enums: reading.enums,
    otherBlocks: reading.otherBlocks.filter((block) => block.keyword !== "datasource"),
    problems: reading.problems,
  };
}

function readTopLevelLine(reading: Reading): void {
  const { cursor } = reading;
  const header = takeHeader(cursor);
  if (header === undefined) {
    const start = cursor.at;
    skipRestOfLine(cursor);
    addProblem(reading, start, "Outside a block Prisma expects `model`, `enum`, `datasource` or `generator`.");
    return;
  }
  // Prisma's engine leaves out whatever follows the brace on its line: a comment, a `}`, anything (watched).
  skipRestOfLine(cursor);
  if (!header.known) {
    const message =
      "A block of Prisma's begins with `model`, `view`, `type`, `enum`, `datasource` or `generator` and a name.";
    reading.problems.push({ range: { start: header.start, end: header.name.range.end }, message });
  }
  readBody(reading, header);
}

/** The block's header at the cursor, which moves past its brace; elsewhere undefined and the cursor stays. */
function takeHeader(cursor: Cursor): Header | undefined {
  const start = cursor.at;
  const keyword = parseName(cursor);
  if (keyword) {
    skipSpace(cursor);
    const name = parseName(cursor) ?? keyword;
    skipSpace(cursor);
    const known = keywords.has(keyword.text) && name !== keyword;
    if (accept(cursor, "{")) return { keyword: keyword.text, name, known, start };
  }
  cursor.at = start;
  return undefined;
}

function readBody(reading: Reading, header: Header): void {
  const { cursor } = reading;
  const body: Body = { fields: [], attributes: [], values: [], properties: new Map() };
  let end = cursor.at;
  let closeAt: number | undefined;
  while (closeAt === undefined) {
    skipBlank(cursor);
    if (looksAt(cursor, "}")) {
      closeAt = cursor.at;
      cursor.at += 1;
      end = cursor.at;
    } else if (atEnd(cursor) || beginsKnownBlock(cursor)) break;
    else {
      closeAt = readLine(reading, header, body);
      end = cursor.at;
    }
  }
  if (closeAt === undefined) {
    const range = { start: header.start, end: header.name.range.end };
    reading.problems.push({
      range,
      message: `\`${header.name.text}\` is not closed: a \`}\` on a line of its own is missing.`,
    });
  }
  addBlock(reading, header, body, { end, closeAt });
}

/** Whether a line inside a block is the next block's header, so that the present block's brace is missing. */
function beginsKnownBlock(cursor: Cursor): boolean {
  const start = cursor.at;
  const header = takeHeader(cursor);
  cursor.at = start;
  return header?.known === true;
}

/** Reads one line of a block. Returns the offset of a brace that closes the block at the end of that line. */
function readLine(reading: Reading, header: Header, body: Body): number | undefined {
  const { cursor } = reading;
  if (!header.known) {
    skipRestOfLine(cursor);
    return undefined;
  }
  cursor.failure = undefined;
  readContent(cursor, header.keyword, body);
  if (cursor.failure === undefined && skipTrailingComment(cursor)) return undefined;
  return readBrokenRest(reading);
}

function readContent(cursor: Cursor, keyword: string, body: Body): void {
  const isConfiguration = keyword === "datasource" || keyword === "generator";
  if (looksAt(cursor, "@@") && !isConfiguration) {
    const attribute = parseBlockAttribute(cursor);
    if (attribute) body.attributes.push(attribute);
    return;
  }
  if (isConfiguration) {
    const property = parseProperty(cursor);
    if (property) body.properties.set(property.key, property.value);
    return;
  }
  if (keyword === "enum") {
    const value = parseEnumValue(cursor);
    if (value) body.values.push(value);
    return;
  }
  const field = parseField(cursor);
  if (field) body.fields.push(field);
}

/** Turns what is left of a line into one problem. Returns the offset of a lone `}` at its end, which Prisma wants on a line of its own. */
function readBrokenRest(reading: Reading): number | undefined {
  const { cursor } = reading;
  const brace = cursor.failure === undefined && looksAt(cursor, "}") ? cursor.at : undefined;
  const start = cursor.failure?.at ?? cursor.at;
  const expected = cursor.failure?.expected ?? "the end of the line";
  skipRestOfLine(cursor);
  addProblem(reading, start, `Prisma cannot read this line from here on: it expects ${expected}.`);
  return brace;
}

function addBlock(
  reading: Reading,
  header: Header,
  body: Body,
  place: { readonly end: number; readonly closeAt: number | undefined },
): void {
  if (!header.known) return;
  const { keyword, name } = header;
  const range = { start: header.start, end: place.end };
  const { fields, attributes, values, properties } = body;
  if (keyword === "model" || keyword === "view") {
    const closeAt = place.closeAt ?? place.end;
    reading.models.push({
      kind: keyword,
      name,
      fields,
      attributes,
      range,
      closeAt,
      closed: place.closeAt !== undefined,
    });
  } else if (keyword === "enum") reading.enums.push({ name, values, attributes, range });
  else reading.otherBlocks.push({ keyword, name, properties, range });
}

/** One problem from `start` to the cursor, spaces at its end left out; where nothing is left, the character before. */
function addProblem(reading: Reading, start: number, message: string): void {
  const { cursor, problems } = reading;
  const rest = cursor.text.slice(start, cursor.at).trimEnd();
  const range =
    rest === ""
      ? { start: Math.max(0, start - 1), end: start }
      : rangeFrom({ ...cursor, at: start + rest.length }, start);
  problems.push({ range, message });
}
