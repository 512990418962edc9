import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { until } from "./runner.ts";

/** What the harness takes for the wish for a picture: this, and the picture's name and text as JSON. */
const SCREENSHOT_WISH = "lockkeeper-screenshot:";

/**
 * Has the harness take a picture of the window, as soon as `text` stands in it; throws where it never does. Where no
 * browser shows the window, nothing is looked at.
 */
export async function screenshot(name: string, text: string): Promise<void> {
  const { LOCKKEEPER_SCREENSHOTS: folder } = process.env;
  if (folder === undefined) return;
  console.log(`${SCREENSHOT_WISH}${JSON.stringify({ name, text })}`);
  await until(`the picture ${name}, with "${text}" in it`, () => existsSync(join(folder, `${name}.png`)));
}
