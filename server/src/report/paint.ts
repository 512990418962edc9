import type { Severity } from "../project/config.ts";

/** What a part of a report is, for whoever colours it. */
export type Part = Severity | "place" | "rule" | "fix" | "quiet";

/** Colours a part whose text has been made safe for a terminal already. */
export type Paint = (part: Part, text: string) => string;

/** No colours: for pipes and files. */
export const unpainted: Paint = (_, text) => text;
