import type { Random } from "../../support/random.ts";
import type { World, WorldColumn, WorldRelation } from "./world.ts";

/** All that a random statement is made from. */
export interface Scene {
  readonly random: Random;
  readonly version: number;
  readonly world: World;
  /** What the server accepted in this script so far. */
  readonly accepted: readonly string[];
  /** A number that it has not given before. */
  count(): number;
}

/** Makes a statement, or nothing where the world has nothing that it could be about. */
export type Maker = (scene: Scene) => string | undefined;

/** True so many times in a hundred. */
export function often({ random }: Scene, percent: number): boolean {
  return random.below(100) < percent;
}

/** The text so many times in a hundred, else nothing. */
export function sometimes(scene: Scene, percent: number, text: string): string {
  return often(scene, percent) ? text : "";
}

/** One of the items, or undefined where there are none. */
export function anyOf<Item>({ random }: Scene, items: readonly Item[]): Item | undefined {
  return items.length === 0 ? undefined : random.pick(items);
}

/** Some of the items, at least `least` of them where there are as many, in random order. */
export function someOf<Item>({ random }: Scene, items: readonly Item[], least: number, most: number): readonly Item[] {
  const left = Array.from(items);
  const taken: Item[] = [];
  const wanted = Math.min(left.length, least + random.below(most - least + 1));
  while (taken.length < wanted) taken.push(...left.splice(random.below(left.length), 1));
  return taken;
}

/** Tables, partitioned ones and partitions included. */
export function tablesOf({ world }: Scene): readonly WorldRelation[] {
  return world.relations.filter(({ kind }) => kind === "r" || kind === "p");
}

/** One table, or undefined where there is none that passes. */
export function anyTable(
  scene: Scene,
  passes: (table: WorldRelation) => boolean = () => true,
): WorldRelation | undefined {
  return anyOf(scene, tablesOf(scene).filter(passes));
}

const NUMBERS = new Set(["int2", "int4", "int8", "numeric", "float4", "float8"]);
const TEXTS = new Set(["text", "varchar", "bpchar"]);
const ORDERED = new Set([...NUMBERS, ...TEXTS, "date", "timestamp", "timestamptz", "uuid", "bool", "bytea"]);

/** Whether one can calculate with the column. */
export function isNumber({ base }: WorldColumn): boolean {
  return NUMBERS.has(base);
}

/** Whether the column holds text. */
export function isText({ base }: WorldColumn): boolean {
  return TEXTS.has(base);
}

/** Whether a B-tree can hold the column. */
export function isOrdered({ base, generated }: WorldColumn): boolean {
  return ORDERED.has(base) && generated !== "v";
}
