import type { Node } from "jsonc-parser";
import { readJson } from "../json-nodes.ts";
import { linesOf } from "../text-lines.ts";

/** Text to put into a changelog at an offset. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Entries for the new names behind the one that includes the file named `base`, each written as that one is; undefined where
 * the changelog (XML, YAML or JSON, told by the end of its own name) includes it in a form that is not known.
 */
export function changelogEntries(
  changelog: { readonly name: string; readonly text: string },
  base: string,
  names: readonly string[],
): Insertion | undefined {
  const entry = entryIn(changelog, base);
  if (entry === undefined) return undefined;
  const copies = names.map((name) => entry.lead + entry.text.replaceAll(base, () => name));
  return { at: entry.end, text: copies.join("") };
}

/** An entry of a changelog, what stands between two, and the offset of its end. */
interface Entry {
  readonly lead: string;
  readonly text: string;
  readonly end: number;
}

function entryIn({ name, text }: { name: string; text: string }, base: string): Entry | undefined {
  if (/\.xml$/i.test(name)) return elementOf(text, base);
  return /\.json$/i.test(name) ? memberOf(text, base) : itemOf(text, base);
}

function elementOf(text: string, base: string): Entry | undefined {
  const named = text.indexOf(`${base}"`) >= 0 ? text.indexOf(`${base}"`) : text.indexOf(`${base}'`);
  const start = text.lastIndexOf("<", named);
  const close = text.indexOf(">", named);
  if (named < 0 || start < 0 || close < 0 || text[close - 1] !== "/") return undefined;
  return { lead: leadOf(text, start), text: text.slice(start, close + 1), end: close + 1 };
}

/** A list's item in YAML: its line with the dash, and the lines below it that are indented further. */
function itemOf(text: string, base: string): Entry | undefined {
  const lines = [...linesOf(text)];
  const named = lines.findIndex((line) => line.text.includes(base));
  let first = named;
  while (first >= 0 && !/^\s*-\s/.test(lines[first]?.text.slice(0, 200) ?? "")) first -= 1;
  const head = lines[first];
  if (head === undefined) return undefined;
  const indent = indentOf(head.text);
  let last = named;
  while (last + 1 < lines.length && indentOf(lines[last + 1]?.text ?? "") > indent) last += 1;
  const end = lines[last]?.end ?? head.end;
  const lead = text.slice(text.lastIndexOf("\n", head.start - 2) + 1, head.start).endsWith("\r\n") ? "\r\n" : "\n";
  return { lead, text: text.slice(head.start, end), end };
}

function indentOf(line: string): number {
  return line.trim() === "" ? -1 : line.length - line.trimStart().length;
}

/** The member of the outermost array that holds the name. */
function memberOf(text: string, base: string): Entry | undefined {
  const { root } = readJson(text);
  const named = (root?.children ?? []).flatMap((property) => property.children?.[1]?.children ?? []);
  const member = named.find((node) => holds(node, base));
  if (member === undefined) return undefined;
  const end = member.offset + member.length;
  return { lead: `,${leadOf(text, member.offset)}`, text: text.slice(member.offset, end), end };
}

function holds(node: Node, base: string): boolean {
  if (typeof node.value === "string") return node.value === base || node.value.endsWith(`/${base}`);
  return (node.children ?? []).some((child) => holds(child, base));
}

/** The blanks before the offset. */
function leadOf(text: string, offset: number): string {
  let at = offset;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at -= 1;
  return text.slice(at, offset);
}
