import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where the rules' pages are shipped, and the address of the same pages on the web where there is one. */
export interface RulePages {
  /** The package's folder, absolute. */
  readonly packageFolder: string;
  readonly homepage: string | undefined;
}

/** The pages of the package that the folder stands in. Throws where it stands in none, which a whole installation never does. */
export function findRulePages(folder: string): RulePages {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest)) {
    const { name, homepage }: { name?: unknown; homepage?: unknown } = JSON.parse(readFileSync(manifest, "utf8"));
    if (name === "lockkeeper") {
      return { packageFolder: folder, homepage: typeof homepage === "string" ? homepage : undefined };
    }
  }
  if (dirname(folder) === folder) throw new Error("the rules' pages are missing: this installation is not whole");
  return findRulePages(dirname(folder));
}

/** The address of a rule's page: on the homepage where the package names one, else the shipped file. */
export function ruleHref(pages: RulePages, rule: string): string {
  return pageHref(pages, `docs/rules/${rule}.md`);
}

/** The address of the page on what statements lock, found as a rule's is. */
export function locksHref(pages: RulePages): string {
  return pageHref(pages, "docs/locks.md");
}

function pageHref(pages: RulePages, path: string): string {
  if (pages.homepage !== undefined) return `${pages.homepage.replace(/\/$/, "")}/${path}`;
  return pathToFileURL(join(pages.packageFolder, path)).href;
}

/** The path of a rule's shipped page, or undefined where there is none. */
export function rulePage(pages: RulePages, rule: string): string | undefined {
  const path = join(pages.packageFolder, "docs/rules", `${rule}.md`);
  return existsSync(path) ? path : undefined;
}
