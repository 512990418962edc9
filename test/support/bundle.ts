import { existsSync } from "node:fs";
import { join } from "node:path";

/** A file of `dist/`, which `npm run build` makes and `npm test` makes first. Throws where it has not been made. */
export function bundle(name: "cli.mjs" | "server.js" | "extension.js"): string {
  const path = join(import.meta.dirname, "../../dist", name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build first`);
  return path;
}
