import { randomBytes } from "node:crypto";
import { Uri, ViewColumn, type Webview, type WebviewPanel, window } from "vscode";

/** Mermaid's bundle as it ships with the extension. */
const MERMAID = ["dist", "mermaid.js"];

/** More text than this Mermaid does not draw: it would take longer than a person waits. */
const MOST_TEXT = 500_000;

/** Shows a Mermaid diagram in a panel beside the editor. Nothing but the extension's own copy of Mermaid runs in it. */
export function showDiagram(extension: Uri, title: string, diagram: string): WebviewPanel {
  const dist = Uri.joinPath(extension, "dist");
  const panel = window.createWebviewPanel("lockkeeper.diagram", title, ViewColumn.Beside, {
    enableScripts: true,
    localResourceRoots: [dist],
  });
  const script = panel.webview.asWebviewUri(Uri.joinPath(extension, ...MERMAID));
  panel.webview.html = page(panel.webview, script, diagram);
  return panel;
}

function page(webview: Webview, script: Uri, diagram: string): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource} 'unsafe-inline'; font-src data:; img-src data:`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style>body { padding: 1rem; } #diagram svg { height: auto; } pre { display: none; white-space: pre-wrap; } .failed pre { display: block; }</style>
</head>
<body>
<div id="diagram"><pre>${escapeHtml(diagram)}</pre></div>
<script nonce="${nonce}" src="${script}"></script>
<script nonce="${nonce}">
const place = document.getElementById("diagram");
const source = place.textContent;
const isDark = document.body.classList.contains("vscode-dark") || document.body.classList.contains("vscode-high-contrast");
mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: isDark ? "dark" : "default", maxTextSize: ${MOST_TEXT}, maxEdges: 5000, er: { useMaxWidth: false } });
mermaid.render("schema", source).then(
  ({ svg }) => { place.innerHTML = svg; },
  (error) => { place.className = "failed"; place.prepend(String(error)); },
);
</script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
