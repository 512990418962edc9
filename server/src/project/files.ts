/** Reading access to a tree of files, the disk's or a test's. Paths are absolute with `/`. Nothing here throws. */
export interface Files {
  /** The text, or why there is none. */
  read(path: string): FileText;
  /** Names in a folder, sorted; empty where there is no such folder. */
  list(folder: string): readonly FolderEntry[];
}

/** What reading a file gave. A byte-order mark is taken off the text. */
export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * One entry of a folder. `unreadable` has a name and is never read: a FIFO, a device, a link that leaves the root or
 * leads nowhere. Links to folders are not listed: what they hold is listed where it really stands, so that a circle
 * of links cannot be walked.
 */
export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "unreadable";
}
