import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { drawScopes } from "./draw-scopes.ts";
import { loadGrammar } from "./tokenizer.ts";

const folder = join(import.meta.dirname, "fixtures");

describe("each fixture shows the scopes that the editor sees", () => {
  it.each(readdirSync(folder))("%s", async (name) => {
    const path = join(folder, name);
    const grammar = await loadGrammar({ scope: name === "prisma.txt" ? "source.prisma" : "source.sql" });
    await expect(drawScopes(grammar, readFileSync(path, "utf8"))).toMatchFileSnapshot(path);
  });
});
