import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { corpus } from "../support/corpus.ts";

interface LintDocument {
  readonly files: readonly { readonly path: string; readonly findings: readonly { readonly rule: string }[] }[];
  readonly summary: { readonly files: number; readonly statements: number };
}

/** How many findings of each rule each repository has. */
function countsOf({ files }: LintDocument): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { path, findings } of files) {
    const repository = path.split("/").slice(0, 2).join("/");
    const of = counts[repository] ?? {};
    counts[repository] = of;
    for (const { rule } of findings) of[rule] = (of[rule] ?? 0) + 1;
  }
  return counts;
}

describe.skipIf(corpus === undefined)("lint over real files", () => {
  test("ends without a crash or an internal error, and finds what it found before", async () => {
    const folders = ["postgres-migrations", "prisma", "dumps", "mysql-sqlite", "peers", "explain-plans"];
    const lint = spawnSync(
      process.execPath,
      [bundle("cli.mjs"), "lint", "--format", "json", "--fail-on", "never", ...folders],
      {
        cwd: corpus ?? "",
        encoding: "utf8",
        maxBuffer: 1 << 30,
      },
    );
    expect(lint.stderr).toBe("");
    expect(lint.status).toBe(0);
    const document: LintDocument = JSON.parse(lint.stdout);
    const { files, statements } = document.summary;
    const drawn = { files, statements, findings: countsOf(document) };
    await expect(`${JSON.stringify(drawn, undefined, 2)}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, "counts.json"),
    );
  }, 600_000);
});
