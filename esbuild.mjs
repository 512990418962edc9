// Bundles the product into `dist/`: the extension, the language server, the command line, the parser's WASM file, and Mermaid as
// the schema's diagram is drawn with it.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const production = process.argv.includes("--production");

/** What all three bundles share. Node 20 is what VS Code 1.100 runs extensions on. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  minify: production,
  // A stack trace in a bug report should name our functions even where the bundle is minified.
  keepNames: production,
  sourcemap: production ? false : "linked",
  // Some packages' `main` is UMD, whose `require` calls no bundler can follow; their `module` is what we want.
  mainFields: ["module", "main"],
  legalComments: "none",
  logLevel: "warning",
};

/** VS Code loads an extension with `require`, and its inter-process channel starts the server the same way. */
const commonjs = {
  ...shared,
  format: "cjs",
  // Sources say where they stand through `import.meta`, which CommonJS does not have.
  define: { "import.meta.dirname": "__dirname", "import.meta.filename": "__filename" },
};

/** libpg-query's loader is CommonJS: it asks `require` for `node:fs` and looks for its WASM file in `__dirname`. */
const esmBanner = `#!/usr/bin/env node
import { createRequire as lockkeeperCreateRequire } from "node:module";
const require = lockkeeperCreateRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;`;

const bundles = await Promise.all([
  build({
    ...commonjs,
    entryPoints: ["client/src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
  }),
  build({ ...commonjs, entryPoints: ["server/src/lsp/main.ts"], outfile: "dist/server.js" }),
  build({
    ...shared,
    format: "esm",
    banner: { js: esmBanner },
    entryPoints: ["server/src/cli/main.ts"],
    outfile: "dist/cli.mjs",
  }),
]).catch(() => {
  // esbuild has printed each error with its place.
  process.exit(1);
});

// All is written at the end, over what is there: an editor that runs from `dist/` never finds it half empty.
mkdirSync(dist, { recursive: true });
const files = bundles.flatMap(({ outputFiles }) => outputFiles);
for (const { path, contents } of files) writeFileSync(path, contents);
chmodSync(join(dist, "cli.mjs"), 0o755);
copyFileSync(join(root, "node_modules/libpg-query/wasm/libpg-query.wasm"), join(dist, "libpg-query.wasm"));
copyFileSync(join(root, "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"), join(dist, "mermaid.js"));
// The project's own package.json says "module", under which `.js` could not be loaded with `require`.
writeFileSync(join(dist, "package.json"), '{ "type": "commonjs" }\n');

const kept = new Set([...files.map(({ path }) => basename(path)), "libpg-query.wasm", "mermaid.js", "package.json"]);
for (const name of readdirSync(dist)) if (!kept.has(name)) rmSync(join(dist, name), { recursive: true });
