import type { Node } from "jsonc-parser";
import { jsonFields, readJson } from "../json-nodes.ts";
import { linesOf, type TextLine } from "../text-lines.ts";
import type { Block, BlockField } from "./blocks.ts";

/** The blocks of a JSON file, with comments or without. */
export function jsonBlocks(text: string): readonly Block[] {
  const { root } = readJson(text);
  if (root === undefined) return [];
  const lines = [...linesOf(text)];
  const blocks: Block[] = [];
  const pending: Place[] = [{ node: root, path: [], parent: undefined }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (place.node.type === "object") pending.push(...addObject(place, lines, blocks));
    else if (place.node.type === "array") pending.push(...addArray(place, lines, blocks));
  }
  return blocks;
}

interface Place {
  readonly node: Node;
  readonly path: readonly string[];
  readonly parent: Block | undefined;
}

function addObject({ node, path, parent }: Place, lines: readonly TextLine[], blocks: Block[]): readonly Place[] {
  const fields: BlockField[] = [];
  const block: Block = { path, parent, fields };
  blocks.push(block);
  const inner: Place[] = [];
  for (const { name, key, value } of jsonFields(node)) {
    const line = lineAt(lines, key.offset);
    if (value.type === "object" || value.type === "array")
      inner.push({ node: value, path: [...path, name], parent: block });
    else if (line !== undefined && value.value !== null) fields.push({ key: name, value: String(value.value), line });
  }
  return inner;
}

function addArray({ node, path, parent }: Place, lines: readonly TextLine[], blocks: Block[]): readonly Place[] {
  const inner: Place[] = [];
  for (const item of node.children ?? []) {
    const line = lineAt(lines, item.offset);
    if (item.type === "object" || item.type === "array") inner.push({ node: item, path, parent });
    else if (line !== undefined) blocks.push({ path, parent, fields: [{ key: "-", value: String(item.value), line }] });
  }
  return inner;
}

/** The line that holds the offset, found by halving. */
function lineAt(lines: readonly TextLine[], offset: number): TextLine | undefined {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return lines[low];
}
