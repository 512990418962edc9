import type { TextLine } from "../text-lines.ts";

/** A group of keys that stand together in a configuration, whatever format it is written in. */
export interface Block {
  /** The keys and labels that lead to it, outermost first; places in lists are left out. */
  readonly path: readonly string[];
  /** The block that it stands in. */
  readonly parent: Block | undefined;
  readonly fields: readonly BlockField[];
}

/** A key with a plain value. An item of a list has the key `-`. */
export interface BlockField {
  readonly key: string;
  /** Without its quotes. */
  readonly value: string;
  readonly line: TextLine;
}

/** The first field of one of these names; case and underscores do not count. */
export function fieldOf(block: Block, ...names: readonly string[]): BlockField | undefined {
  return block.fields.find(({ key }) => names.includes(plainKey(key)));
}

/** A key as keys are compared: `EngineVersion`, `engineVersion` and `engine_version` are one. */
export function plainKey(key: string): string {
  return key.replaceAll("_", "").toLowerCase();
}

/** A value without the quotes around it and without the comment behind it. */
export function plainValue(written: string, comment: "#" | "//"): string {
  const text = written.trim();
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1);
    return end < 0 ? text.slice(1) : text.slice(1, end);
  }
  const mark = comment === "#" ? text.search(/(?:^|\s)#/) : text.indexOf("//");
  return (mark < 0 ? text : text.slice(0, mark)).trim().replace(/,$/, "");
}
