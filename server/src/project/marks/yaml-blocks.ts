import { linesOf, type TextLine } from "../text-lines.ts";
import { type Block, type BlockField, plainValue } from "./blocks.ts";

interface OpenBlock extends Block {
  readonly fields: BlockField[];
}

/** A key or a list's dash, and the block of the keys that stand further right below it. */
interface Frame {
  readonly kind: "key" | "dash";
  readonly column: number;
  readonly path: readonly string[];
  /** The block that the key stands in. */
  readonly owner: OpenBlock | undefined;
  block: OpenBlock | undefined;
}

/** No line that a person wrote is longer, and no key stands deeper. */
const LONGEST_LINE = 500;
const DEEPEST = 32;

/**
 * The blocks of a YAML file, read line by line: keys, plain values and lists in the usual layout, also between the
 * lines of a template. Flow collections (`{a: b}`), anchors and texts over several lines are passed over.
 */
export function yamlBlocks(text: string): readonly Block[] {
  const blocks: OpenBlock[] = [];
  const frames: Frame[] = [{ kind: "key", column: -1, path: [], owner: undefined, block: undefined }];
  for (const line of linesOf(text)) {
    const whole = line.text.slice(0, LONGEST_LINE);
    let rest = whole.trimStart();
    if (rest === "" || rest.startsWith("#")) continue;
    let column = whole.length - rest.length;
    while (rest === "-" || rest.startsWith("- ")) {
      openItem(frames, column);
      const after = rest.slice(1).trimStart();
      column += rest.length - after.length;
      rest = after;
    }
    const key = keyAt(rest);
    if (key !== undefined) addKey(frames, blocks, column, key, line, rest);
    else if (frames.at(-1)?.kind === "dash" && rest !== "") addItem(frames, blocks, line, rest);
  }
  return blocks;
}

/** A list may stand in the column of its key. */
function openItem(frames: Frame[], column: number): void {
  closeFrames(frames, (frame) => frame.column > column || (frame.column === column && frame.kind === "dash"));
  const list = frames.at(-1);
  const owner = list?.block ?? list?.owner;
  frames.push({ kind: "dash", column, path: list?.path ?? [], owner, block: undefined });
}

function addItem(frames: readonly Frame[], blocks: OpenBlock[], line: TextLine, rest: string): void {
  const frame = frames.at(-1);
  if (frame !== undefined) blockOf(frame, blocks).fields.push({ key: "-", value: plainValue(rest, "#"), line });
}

function addKey(
  frames: Frame[],
  blocks: OpenBlock[],
  column: number,
  key: { readonly name: string; readonly end: number },
  line: TextLine,
  rest: string,
): void {
  closeFrames(frames, (frame) => frame.column >= column);
  const container = frames.at(-1);
  if (container === undefined || frames.length > DEEPEST) return;
  const block = blockOf(container, blocks);
  const value = plainValue(rest.slice(key.end), "#");
  if (value !== "") block.fields.push({ key: key.name, value, line });
  frames.push({ kind: "key", column, path: [...container.path, key.name], owner: block, block: undefined });
}

function blockOf(frame: Frame, blocks: OpenBlock[]): OpenBlock {
  if (frame.block !== undefined) return frame.block;
  const made: OpenBlock = { path: frame.path, parent: frame.owner, fields: [] };
  frame.block = made;
  blocks.push(made);
  return made;
}

function closeFrames(frames: Frame[], isOver: (frame: Frame) => boolean): void {
  for (let last = frames.at(-1); last !== undefined && frames.length > 1 && isOver(last); last = frames.at(-1)) {
    frames.pop();
  }
}

/** `key:` at the start of the text, quotes taken off. */
function keyAt(text: string): { readonly name: string; readonly end: number } | undefined {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1);
    return end > 0 && text[end + 1] === ":" ? { name: text.slice(1, end), end: end + 2 } : undefined;
  }
  for (let colon = text.indexOf(":"); colon > 0; colon = text.indexOf(":", colon + 1)) {
    const next = text[colon + 1];
    if (next === undefined || next === " " || next === "\t")
      return { name: text.slice(0, colon).trim(), end: colon + 1 };
  }
  return undefined;
}
