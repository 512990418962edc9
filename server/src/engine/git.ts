/**
 * What Git knows of a repository. Given only where somebody said that Git may be run: it runs what a repository's
 * configuration names. Nothing here throws; what Git does not know is undefined.
 */
export interface Git {
  /** The files below the folder (absolute) in a revision. */
  filesAt(folder: string, revision: string): RevisionFiles | undefined;
  /** The main branch of the repository that the folder stands in. */
  mainBranch(folder: string): MainBranch | undefined;
  /** The text of a stored file. */
  textOf(folder: string, id: string): string | undefined;
}

/** Ids of stored files by absolute path. */
export type RevisionFiles = ReadonlyMap<string, string>;

/** The branch that others work from. */
export interface MainBranch {
  /** `origin/main`. */
  readonly name: string;
  /** The commit that it points at. */
  readonly tip: string;
  /** The last commit that it shares with what is checked out. */
  readonly base: string;
}
