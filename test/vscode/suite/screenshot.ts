import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { until } from "./runner.ts";

/** What the harness takes for the wish for a picture: this, and the picture's name. */
const SCREENSHOT_WISH = "lockkeeper-screenshot:";

/** Has the harness take a picture of the window. Where no browser shows the window, none is taken. */
export async function screenshot(name: string): Promise<void> {
  const { LOCKKEEPER_SCREENSHOTS: folder } = process.env;
  if (folder === undefined) return;
  console.log(`${SCREENSHOT_WISH}${name}`);
  await until(`the picture ${name}`, () => existsSync(join(folder, `${name}.png`)));
}
