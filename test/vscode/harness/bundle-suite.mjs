import { build } from "esbuild";
import { root } from "./root.mjs";

/** Bundles the suite into a folder as VS Code loads it: `index.js` and `untrusted.js`, each with a `run()`. */
export async function bundleSuite(folder) {
  await build({
    absWorkingDir: root,
    entryPoints: ["test/vscode/suite/index.ts", "test/vscode/suite/untrusted.ts"],
    outdir: folder,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "warning",
  });
}
