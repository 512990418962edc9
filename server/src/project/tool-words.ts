import type { MigrationTool } from "./project.ts";

/** The tool that runs a file, as a sentence names it. */
export function toolWords(tool: MigrationTool | undefined): string {
  if (tool === "custom") return "this project's own runner";
  return tool === undefined || tool === "plain" ? "the tool" : tool;
}
