const ROLES = ["before", "after", "database", "main"] as const;

/** One fenced block of a rule's page: its language, its info words, its code. */
export interface PageBlock {
  readonly language: string;
  /**
   * `before` and `after` for files earlier and later in the history; empty for the reviewed one; `database` for what
   * the database holds that no file makes, which only a run on a server needs; `main` for how a file stands on the main
   * branch, the reviewed one where no `file` is named.
   */
  readonly role: (typeof ROLES)[number] | "";
  /** `key=value` words of the info string. */
  readonly info: Readonly<Record<string, string>>;
  readonly code: string;
}

/** One `## Flagged: …` or `## Allowed: …` section. */
export interface PageExample {
  readonly promise: "Flagged" | "Allowed";
  readonly title: string;
  readonly blocks: readonly PageBlock[];
}

/** A rule's page: what a person wrote, and the examples in it. Parts that the test draws are left out. */
export interface Page {
  /** The whole page without its drawn parts, a mark where each stood. */
  readonly written: string;
  readonly examples: readonly PageExample[];
}

/** What stands between these two lines is drawn by the test. */
const OPEN = "<!-- drawn -->";
const CLOSE = "<!-- /drawn -->";

/** A drawn part of a page. */
export function drawn(text: string): string {
  return `${OPEN}\n\n${text}\n\n${CLOSE}\n`;
}

/** Reads a page. */
export function readPage(text: string): Page {
  const written = text
    .split(`${OPEN}\n`)
    .map((part, index) => (index === 0 ? part : (part.split(`${CLOSE}\n`)[1] ?? "").replace(/^\n/, "")))
    .join("");
  const sections = written.split(/^## /m).slice(1);
  return { written, examples: sections.flatMap(exampleIn) };
}

function exampleIn(section: string): PageExample[] {
  const heading = /^(Flagged|Allowed): (.+)$/m.exec(section.split("\n", 1)[0] ?? "");
  if (heading === null) return [];
  const [, promise, title = ""] = heading;
  return [{ promise: promise === "Flagged" ? "Flagged" : "Allowed", title, blocks: blocksIn(section) }];
}

function blocksIn(section: string): PageBlock[] {
  return [...section.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", words = "", code = ""]) => {
      const info = words.trim().split(/\s+/);
      const role = ROLES.find((word) => info.includes(word)) ?? "";
      const pairs = info.filter((word) => word.includes("=")).map((word) => word.split("=", 2) as [string, string]);
      return { language, role, info: Object.fromEntries(pairs), code };
    },
  );
}
