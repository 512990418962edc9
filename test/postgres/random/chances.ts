import type { Random } from "../../support/random.ts";

/** Whether something that happens that many times in a hundred happens now. */
export function chance(random: Random, percent: number): boolean {
  return random.below(100) < percent;
}

/** Each of the items with that many chances in a hundred. */
export function some<Item>(random: Random, items: readonly Item[], percent: number): readonly Item[] {
  return items.filter(() => chance(random, percent));
}

/** The word that many times in a hundred, else nothing. */
export function maybe(random: Random, percent: number, word: string): string {
  return chance(random, percent) ? word : "";
}
