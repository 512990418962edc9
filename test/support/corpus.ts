import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../shared/corpus");

/** The folder of real histories that tests read where it stands beside the checkout; undefined where it does not. */
export const corpus: string | undefined = existsSync(folder) ? folder : undefined;
