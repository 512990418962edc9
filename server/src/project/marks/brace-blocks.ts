import { linesOf } from "../text-lines.ts";
import { type Block, type BlockField, plainValue } from "./blocks.ts";

interface OpenBlock extends Block {
  readonly fields: BlockField[];
}

/** The blocks of Terraform's language: `resource "aws_db_instance" "main" {`, with `key = value` a line, until `}`. */
export function braceBlocks(text: string): readonly Block[] {
  const top: OpenBlock = { path: [], parent: undefined, fields: [] };
  const blocks: OpenBlock[] = [top];
  const open = [top];
  for (const line of linesOf(text)) {
    const content = line.text.slice(0, 500).trim();
    if (content === "" || content.startsWith("#") || content.startsWith("//")) continue;
    const block = open.at(-1) ?? top;
    if (content.startsWith("}")) {
      if (open.length > 1) open.pop();
    } else if (content.endsWith("{")) {
      const words = content
        .slice(0, -1)
        .split(/[\s"=]+/)
        .filter((word) => word !== "");
      const made: OpenBlock = { path: [...block.path, ...words].slice(0, 32), parent: block, fields: [] };
      blocks.push(made);
      open.push(made);
    } else {
      addAssignment(block, content, line);
    }
  }
  return blocks;
}

/** The sections of a TOML file: `[section.inner]`, with `key = value` a line. */
export function tomlBlocks(text: string): readonly Block[] {
  let block: OpenBlock = { path: [], parent: undefined, fields: [] };
  const blocks = [block];
  for (const line of linesOf(text)) {
    const content = line.text.slice(0, 500).trim();
    if (content.startsWith("[") && !content.includes("=")) {
      const name = content.replace(/^\[+/, "").split("]")[0] ?? "";
      block = { path: name.split(".").map((part) => plainValue(part, "#")), parent: undefined, fields: [] };
      blocks.push(block);
    } else if (!content.startsWith("#")) {
      addAssignment(block, content, line);
    }
  }
  return blocks;
}

function addAssignment(block: OpenBlock, content: string, line: BlockField["line"]): void {
  const sign = content.indexOf("=");
  const value = sign < 1 ? "" : plainValue(content.slice(sign + 1), "#");
  if (value !== "") block.fields.push({ key: plainValue(content.slice(0, sign), "#"), value, line });
}
