import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, sourceFiles } from "./sources.ts";

test("a rule that reaches for the machine does not compile", () => {
  const folder = join(root, "node_modules/.cache/impure-rule");
  mkdirSync(folder, { recursive: true });
  const code =
    'import { readFileSync } from "node:fs";\nexport const all = [readFileSync, process.env, fetch, setTimeout];\n';
  writeFileSync(join(folder, "impure.ts"), code);
  const config = {
    extends: join(root, "server/src/rules/tsconfig.json"),
    compilerOptions: { noEmit: true, composite: false, emitDeclarationOnly: false, rootDir: root },
    include: ["impure.ts"],
    references: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
  for (const word of ["node:fs", "process", "fetch", "setTimeout"]) expect(tsc.stdout).toContain(`'${word}'`);
  rmSync(folder, { recursive: true, force: true });
});

test("no rule reads the clock or rolls dice", () => {
  const impure = sourceFiles("server/src/rules").filter(({ text }) => /\bDate\b|Math\.random|performance\./.test(text));
  expect(impure.map(({ path }) => path)).toEqual([]);
});
