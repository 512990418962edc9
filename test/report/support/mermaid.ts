import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";

interface Mermaid {
  parse(text: string): Promise<unknown>;
}

/** Mermaid's own parser, which wants a browser around it as far as this. */
export function loadMermaid(): Mermaid {
  const element = () => ({
    style: {},
    classList: { add: () => undefined },
    setAttribute: () => undefined,
    appendChild: () => undefined,
    addEventListener: () => undefined,
    querySelectorAll: () => [],
  });
  const document = {
    nodeType: 9,
    body: element(),
    documentElement: element(),
    createElement: element,
    createElementNS: element,
    addEventListener: () => undefined,
    querySelectorAll: () => [],
    implementation: { createHTMLDocument: (): unknown => document },
  };
  const page: Record<string, unknown> = {
    ...{ console, document, setTimeout, clearTimeout, URL, structuredClone, TextEncoder, TextDecoder, performance },
    navigator: { userAgent: "" },
    addEventListener: () => undefined,
    matchMedia: () => ({ matches: false, addListener: () => undefined }),
  };
  for (const name of ["window", "self", "globalThis"]) page[name] = page;
  createContext(page);
  const path = fileURLToPath(import.meta.resolve("@mermaid-js/tiny"));
  runInContext(readFileSync(path, "utf8"), page);
  const { mermaid } = page;
  return mermaid as Mermaid;
}
