import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, absolute. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** Where pictures of what was seen are left. */
export const screenshots = join(root, "test/screenshots");
