import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Copies a package's server to a folder where any user may run it (a checkout may stand under a folder that only its
 * owner can enter) and makes the links that npm packages cannot carry. Returns the copy's folder.
 */
export function copyBinaries(from: string, to: string): string {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => !/\.(a|h|pc)$/.test(path) });
  for (const { source, target } of links(join(from, "pg-symlinks.json"))) {
    // The list counts its paths from the package: `native/lib/libpq.so.5.12`; a link never leaves its folder.
    const link = join(to, "..", target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  return to;
}

function links(file: string): readonly { readonly source: string; readonly target: string }[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}
