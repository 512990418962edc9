import type { Tree } from "./tree-words.ts";

/** A form of SQL that not every version of Postgres takes. */
export interface NewerForm {
  /** As messages call it. */
  readonly name: string;
  /** The first major version that takes it; all before refuse the statement. */
  readonly since: number;
  /** The words that show it, in capitals, where they are not its name. */
  readonly words?: string;
  /** What older versions take in its place, a sentence. */
  readonly instead?: string;
}

/** A form, and how it shows in the fields of a node of the parser's tree. */
export interface Shape extends NewerForm {
  shows(node: Tree): boolean;
}
