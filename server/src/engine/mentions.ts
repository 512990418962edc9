import type { Files } from "../project/files.ts";
import { folderOf, isWithin } from "../project/paths.ts";
import type { Range } from "../text/range.ts";
import { isPrisma } from "./documents.ts";
import { type Question, questionOf, type Wanted, wordHashes } from "./mention-words.ts";
import { placesInPrisma } from "./prisma-mentions.ts";
import { isQueries, nearestFolder, sourceFiles } from "./source-files.ts";

/** Where source code still names something. */
interface Mentions {
  /** How many files of source code were looked through, Prisma schemas left out; 0 also where the name is no plain word. */
  readonly searched: number;
  /** How many of them name it. */
  readonly files: number;
  /** Some places, by path. */
  readonly places: readonly MentionPlace[];
}

/** A place in a source file. */
interface MentionPlace {
  /** Absolute. */
  readonly path: string;
  /** As a message writes it: from the workspace's root on. */
  readonly shown: string;
  /** The word; UTF-16 code units from the file's start. */
  readonly range: Range;
  /** Counts from 1. */
  readonly line: number;
}

/** Looks for a name; the same value for as long as the answers are the same. */
export type FindMentions = (wanted: Wanted) => Mentions;

/** What is known of a workspace's source files. */
export interface Sources {
  /** The search for names around a history's folder; `folders` are those of all histories below the root. */
  around(root: string, folder: string, folders: readonly string[]): FindMentions;
  /** What stands at the paths on disk may have changed; of none, anything may have. */
  reread(paths: readonly string[]): void;
  /** Whether the file was looked through. */
  wasRead(path: string): boolean;
}

/** Nothing was looked through. */
export const NO_MENTIONS: Mentions = { searched: 0, files: 0, places: [] };

/** Larger files are generated, or no code. In UTF-16 code units. */
const LARGEST = 512 * 1024;
/** All that is looked through, in UTF-16 code units. */
const MOST_TEXT = 64 * 1024 * 1024;
const MOST_PLACES = 5;
const PLACES_OF_A_FILE = 2;
/** How many files that may name it are read again to see where. */
const MOST_CANDIDATES = 100;

/** The words of the source files below a root: read when first asked for, kept until the disk changes. */
interface Index {
  readonly words: Map<string, Uint32Array>;
  paths: readonly string[] | undefined;
}

interface Search {
  readonly answers: Map<string, { readonly wanted: Wanted; readonly mentions: Mentions }>;
  isStale: boolean;
  find: FindMentions;
}

/** The source files of a workspace. Nothing is read until a name is asked for. */
export function sourcesOver(files: Files): Sources {
  const indexes = new Map<string, Index>();
  const searches = new Map<string, Search>();
  return {
    around(root, folder, folders) {
      const key = `${root}\n${folder}`;
      const index = indexes.get(root) ?? { words: new Map(), paths: undefined };
      indexes.set(root, index);
      const answer = (wanted: Wanted) => answerOf(files, index, { root, folder, folders }, wanted);
      const known = searches.get(key);
      if (known !== undefined && (!known.isStale || stillHolds(known, answer))) return known.find;
      const search = newSearch(answer);
      searches.set(key, search);
      return search.find;
    },
    reread(paths) {
      for (const index of indexes.values()) forget(index, paths);
      for (const search of searches.values()) search.isStale = true;
    },
    wasRead: (path) => [...indexes.values()].some(({ words }) => words.has(path)),
  };
}

function forget(index: Index, paths: readonly string[]): void {
  const known = paths.length > 0 && paths.every((path) => index.words.has(path));
  if (!known) index.paths = undefined;
  if (paths.length === 0) index.words.clear();
  for (const path of paths) {
    if (index.words.delete(path)) continue;
    for (const each of index.words.keys()) if (isWithin(path, each)) index.words.delete(each);
  }
}

function newSearch(answer: FindMentions): Search {
  const answers: Search["answers"] = new Map();
  const find: FindMentions = (wanted) => {
    const key = `${wanted.table}\n${wanted.column ?? ""}`;
    const mentions = answers.get(key)?.mentions ?? answer(wanted);
    answers.set(key, { wanted, mentions });
    return mentions;
  };
  return { answers, isStale: false, find };
}

function stillHolds(search: Search, answer: FindMentions): boolean {
  for (const { wanted, mentions } of search.answers.values()) {
    if (JSON.stringify(answer(wanted)) !== JSON.stringify(mentions)) return false;
  }
  search.isStale = false;
  return true;
}

/** Whose source files are meant: those that stand nearer to this history's folder than to another's. */
interface Place {
  readonly root: string;
  readonly folder: string;
  readonly folders: readonly string[];
}

function answerOf(files: Files, index: Index, place: Place, wanted: Wanted): Mentions {
  const question = questionOf(wanted);
  if (question === undefined) return NO_MENTIONS;
  const own = indexed(files, index, place).filter((path) => isOwn(place, path));
  const candidates = own.filter((path) => mayName(index.words.get(path), question)).slice(0, MOST_CANDIDATES);
  const places: MentionPlace[] = [];
  let found = 0;
  for (const path of candidates) {
    const answer = files.read(path);
    const ranges = answer.kind === "text" ? placesIn(path, answer.text, { wanted, question }) : [];
    if (answer.kind !== "text" || ranges.length === 0) continue;
    found += 1;
    const shown = path.slice(place.root.length + 1);
    for (const range of ranges) places.push({ path, shown, range, line: lineOf(answer.text, range.start) });
  }
  // A Prisma schema says what tables there are, and nothing of the code that uses them.
  const searched = own.filter((path) => !isPrisma(path)).length;
  return { searched, files: found, places: places.slice(0, MOST_PLACES) };
}

interface Asked {
  readonly wanted: Wanted;
  readonly question: Question;
}

function placesIn(path: string, text: string, { wanted, question }: Asked): readonly Range[] {
  return isPrisma(path) ? placesInPrisma(text, wanted) : question.places(text, PLACES_OF_A_FILE);
}

function indexed(files: Files, index: Index, { root, folders }: Place): readonly string[] {
  if (index.paths?.every((path) => index.words.has(path))) return index.paths;
  const left = folders.filter((folder) => folder !== root);
  const listed = index.paths ?? sourceFiles(files, root, left);
  let budget = MOST_TEXT;
  index.paths = listed.filter((path) => {
    if (index.words.has(path)) return true;
    const answer = budget > 0 ? files.read(path) : undefined;
    if (answer?.kind !== "text" || answer.text.length > LARGEST || !isQueries(path, answer.text)) return false;
    budget -= answer.text.length;
    index.words.set(path, wordHashes(answer.text));
    return true;
  });
  return index.paths;
}

function isOwn({ folder, folders }: Place, path: string): boolean {
  if (folders.length < 2) return true;
  const nearest = nearestFolder(folders, folderOf(path));
  return nearest === undefined || nearest === folder;
}

function mayName(words: Uint32Array | undefined, { hashes }: Question): boolean {
  return words !== undefined && hashes.every((some) => some.some((hash) => holds(words, hash)));
}

function holds(words: Uint32Array, hash: number): boolean {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const word = words[middle] ?? 0;
    if (word === hash) return true;
    if (word < hash) low = middle + 1;
    else high = middle;
  }
  return false;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
