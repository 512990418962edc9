import type { Column } from "./catalog.ts";

/** The keys of all sequences that the column owns. */
export function sequencesOf({ ownedSequence, moreSequences }: Column): readonly string[] {
  return [...(ownedSequence === undefined ? [] : [ownedSequence]), ...(moreSequences ?? [])];
}

/** The column with one sequence more. */
export function withSequence(column: Column, key: string): Column {
  if (sequencesOf(column).includes(key)) return column;
  if (column.ownedSequence === undefined) return { ...column, ownedSequence: key };
  return { ...column, moreSequences: [...(column.moreSequences ?? []), key] };
}

/** The column with another key for one of its sequences, or without it. */
export function withSequenceTurned(column: Column, key: string, newKey: string | undefined): Column {
  if (!sequencesOf(column).includes(key)) return column;
  const { moreSequences: _, ...rest } = column;
  const [ownedSequence, ...more] = sequencesOf(column).flatMap((own) => (own === key ? (newKey ?? []) : own));
  return more.length === 0 ? { ...rest, ownedSequence } : { ...rest, ownedSequence, moreSequences: more };
}
