import { type PatternPart, parsePattern } from "./glob-pattern.ts";

/** The longest pattern that is looked at, in UTF-16 code units; a longer one matches nothing. */
export const LONGEST_PATTERN = 1000;

/**
 * A test of relative paths with `/` against a pattern: `*` and `?` stay inside a folder, `**` as a whole part crosses
 * folders, `{a,b}` is one of several, `[a-z]` and `[!a]` are one character, `\` takes the next character as it is.
 * A pattern without `/` is looked for in every folder, and what matches a folder matches everything in it.
 *
 * The pattern runs as a set of states that moves along the path once, so that the time is at most the product of
 * both lengths, whatever either holds.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const trimmed = pattern.replace(/^\.?\//, "").replace(/\/$/, "");
  if (trimmed === "" || pattern.length > LONGEST_PATTERN) return () => false;
  const machine = compile(parsePattern(trimmed.includes("/") ? trimmed : `**/${trimmed}`));
  return (path) => runs(machine, Array.from(path));
}

/** A state: a character to be read, or a fork without one. `next` of the accepting state is -1. */
type State =
  | { readonly kind: "read"; readonly accepts: (char: string) => boolean; next: number }
  | { readonly kind: "fork"; next: number[] }
  | { readonly kind: "end" };

interface Machine {
  readonly states: readonly State[];
  readonly start: number;
}

const inFolder = (char: string) => char !== "/";
const anything = () => true;

function compile(parts: readonly PatternPart[]): Machine {
  const states: State[] = [{ kind: "end" }];
  return { states, start: compileParts(states, parts, 0) };
}

/** Adds the states of the parts in front of state `next`; the first of them. */
function compileParts(states: State[], parts: readonly PatternPart[], next: number): number {
  return parts.reduceRight((after, part) => compilePart(states, part, after), next);
}

function compilePart(states: State[], part: PatternPart, next: number): number {
  switch (part.kind) {
    case "char":
      return states.push({ kind: "read", accepts: (char) => char === part.char, next }) - 1;
    case "class":
      return states.push({ kind: "read", accepts: (char) => inFolder(char) && part.has(char), next }) - 1;
    case "one":
      return states.push({ kind: "read", accepts: inFolder, next }) - 1;
    case "choice":
      return states.push({ kind: "fork", next: part.branches.map((branch) => compileParts(states, branch, next)) }) - 1;
    case "star":
      return loop(states, (again) => states.push({ kind: "read", accepts: inFolder, next: again }) - 1, next);
    case "rest":
      return loop(states, (again) => states.push({ kind: "read", accepts: anything, next: again }) - 1, next);
    case "folders":
      return loop(states, (again) => oneFolder(states, again), next);
  }
}

/** A fork between what follows and one more turn. */
function loop(states: State[], turn: (again: number) => number, next: number): number {
  const fork: State = { kind: "fork", next: [next] };
  const index = states.push(fork) - 1;
  fork.next.push(turn(index));
  return index;
}

/** One or more characters of a name and the slash after them. */
function oneFolder(states: State[], next: number): number {
  const slash = states.push({ kind: "read", accepts: (char) => char === "/", next }) - 1;
  const more = loop(states, (again) => states.push({ kind: "read", accepts: inFolder, next: again }) - 1, slash);
  return states.push({ kind: "read", accepts: inFolder, next: more }) - 1;
}

function runs(machine: Machine, path: readonly string[]): boolean {
  let reached = closure(machine.states, [machine.start]);
  for (const char of path) {
    if (char === "/" && reached.has(0)) return true;
    const moved: number[] = [];
    for (const index of reached) {
      const state = machine.states[index];
      if (state?.kind === "read" && state.accepts(char)) moved.push(state.next);
    }
    if (moved.length === 0) return false;
    reached = closure(machine.states, moved);
  }
  return reached.has(0);
}

/** The states reached without reading. */
function closure(states: readonly State[], from: readonly number[]): Set<number> {
  const reached = new Set(from);
  const pending = [...reached];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const state = states[index];
    if (state?.kind !== "fork") continue;
    for (const next of state.next) {
      if (reached.has(next)) continue;
      reached.add(next);
      pending.push(next);
    }
  }
  return reached;
}
