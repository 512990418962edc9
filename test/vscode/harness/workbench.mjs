// One window of VS Code in the browser.

/** The address of VS Code with a folder open; `payload` holds its launch options as pairs. */
export function workbenchAddress(port, folder, payload) {
  const query = new URLSearchParams({ folder, payload: JSON.stringify([...payload, ["skipWelcome", "true"]]) });
  return `http://localhost:${port}/?${query}`;
}

/** An absolute path on the server, as launch options name it. */
export function remotePath(port, path) {
  return `vscode-remote://localhost:${port}${path}`;
}

/**
 * Opens a window that runs a suite; resolves to the suite's exit code. `onLog` is given each line that the suite logs,
 * and the page. Throws where the suite has not ended after `milliseconds`; the window is closed in any case.
 */
export async function runSuite(browser, address, milliseconds, onLog) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    return await new Promise((resolve, reject) => {
      const late = () => reject(new Error(`the suite has not ended after ${milliseconds / 1000} s`));
      const timer = setTimeout(late, milliseconds);
      const settle = (code) => {
        clearTimeout(timer);
        resolve(code);
      };
      page
        .exposeFunction("codeAutomationLog", (_type, args) => onLog(args.map(String).join(" "), page))
        .then(() => page.exposeFunction("codeAutomationExit", settle))
        .then(() => page.goto(address))
        .catch(reject);
    });
  } finally {
    await page.close();
  }
}
