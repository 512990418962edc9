/** A part of a glob pattern. `folders` is `**` and the slash after it, `rest` a `**` at the end. */
export type PatternPart =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "one" | "star" | "folders" | "rest" }
  | { readonly kind: "class"; readonly has: (char: string) => boolean }
  | { readonly kind: "choice"; readonly branches: readonly (readonly PatternPart[])[] };

/** How deep braces may stand in braces; a brace below that is a character like any other. */
const DEEPEST = 8;

interface Parsed {
  readonly parts: readonly PatternPart[];
  /** Where the reading stopped. */
  readonly end: number;
}

/** The parts of a glob pattern. What is not closed (`{a`, `[a`) is read as the characters that it is. */
export function parsePattern(pattern: string): readonly PatternPart[] {
  const chars = Array.from(pattern);
  return parseSequence(chars, 0, 0, closings(chars)).parts;
}

function parseSequence(
  chars: readonly string[],
  start: number,
  depth: number,
  closes: ReadonlyMap<number, number>,
): Parsed {
  const parts: PatternPart[] = [];
  let at = start;
  while (at < chars.length) {
    const char = chars[at] ?? "";
    if (depth > 0 && (char === "," || char === "}")) break;
    const part = parsePart(chars, at, depth, closes);
    parts.push(part.part);
    at = part.end;
  }
  return { parts, end: at };
}

function parsePart(
  chars: readonly string[],
  at: number,
  depth: number,
  closes: ReadonlyMap<number, number>,
): { readonly part: PatternPart; readonly end: number } {
  const char = chars[at] ?? "";
  if (char === "?") return { part: { kind: "one" }, end: at + 1 };
  if (char === "*") return parseStars(chars, at);
  if (char === "\\" && at + 1 < chars.length) return { part: { kind: "char", char: chars[at + 1] ?? "" }, end: at + 2 };
  if (char === "[") return parseClass(chars, at) ?? { part: { kind: "char", char }, end: at + 1 };
  if (char === "{" && depth < DEEPEST && closes.has(at)) return parseChoice(chars, at, depth, closes);
  return { part: { kind: "char", char }, end: at + 1 };
}

function parseStars(chars: readonly string[], at: number): { readonly part: PatternPart; readonly end: number } {
  let end = at;
  while (chars[end] === "*") end += 1;
  const startsPart = at === 0 || chars[at - 1] === "/" || chars[at - 1] === "{" || chars[at - 1] === ",";
  if (end - at < 2 || !startsPart) return { part: { kind: "star" }, end };
  if (chars[end] === "/") return { part: { kind: "folders" }, end: end + 1 };
  return { part: { kind: end === chars.length ? "rest" : "star" }, end };
}

function parseChoice(
  chars: readonly string[],
  at: number,
  depth: number,
  closes: ReadonlyMap<number, number>,
): { readonly part: PatternPart; readonly end: number } {
  const branches: (readonly PatternPart[])[] = [];
  let end = at;
  do {
    const branch = parseSequence(chars, end + 1, depth + 1, closes);
    branches.push(branch.parts);
    end = branch.end;
  } while (chars[end] === ",");
  return { part: { kind: "choice", branches }, end: end + 1 };
}

function parseClass(chars: readonly string[], at: number): { part: PatternPart; end: number } | undefined {
  const negated = chars[at + 1] === "!" || chars[at + 1] === "^";
  const first = at + (negated ? 2 : 1);
  const close = chars.indexOf("]", first + 1);
  if (close < 0) return undefined;
  const ranges: (readonly [string, string])[] = [];
  for (let index = first; index < close; index += 1) {
    const low = chars[index] ?? "";
    const spans = chars[index + 1] === "-" && index + 2 < close;
    ranges.push([low, spans ? (chars[index + 2] ?? low) : low]);
    if (spans) index += 2;
  }
  const has = (char: string) => ranges.some(([low, high]) => char >= low && char <= high) !== negated;
  return { part: { kind: "class", has }, end: close + 1 };
}

/** Where each opening brace is closed; one that is not closed is missing. */
function closings(chars: readonly string[]): ReadonlyMap<number, number> {
  const open: number[] = [];
  const closes = new Map<number, number>();
  for (let index = 0; index < chars.length; index += 1) {
    if (chars[index] === "\\") index += 1;
    else if (chars[index] === "{") open.push(index);
    else if (chars[index] === "}") {
      const from = open.pop();
      if (from !== undefined) closes.set(from, index);
    }
  }
  return closes;
}
