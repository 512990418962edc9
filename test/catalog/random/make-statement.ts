import { addCheckToParent, alterTable, attachPartition, changeParent, detachPartition } from "./alter-table.ts";
import { alterSequence, alterType, changeSchema, createPolicy, createTrigger, doBlock } from "./changes.ts";
import { createAs, createLike, createPartition, createPartitioned, createPlain, createTyped } from "./create-table.ts";
import { dropIndex, dropNothing, dropOfTable, dropRelation, dropType } from "./drops.ts";
import { changeOwner, grantOrRevoke } from "./grants.ts";
import { attachIndex, createIndex, createPart } from "./indexes.ts";
import {
  createSchema,
  createSequence,
  createType,
  createView,
  defaultFromSequence,
  replaceView,
  searchPath,
  withoutConsequence,
} from "./others.ts";
import { renameColumn, renameConstraint, renameObject, setSchema } from "./renames.ts";
import type { Maker, Scene } from "./scene.ts";

/** What is made, and how often against the others. */
const MAKERS: readonly (readonly [weight: number, make: Maker])[] = [
  [16, createPlain],
  [6, createLike],
  [6, createPartitioned],
  [9, createPartition],
  [2, createTyped],
  [3, createAs],
  [40, alterTable],
  [5, attachPartition],
  [4, detachPartition],
  [5, changeParent],
  [2, addCheckToParent],
  [18, createIndex],
  [5, attachIndex],
  [3, createPart],
  [6, renameObject],
  [6, renameColumn],
  [4, renameConstraint],
  [4, setSchema],
  [5, dropRelation],
  [4, dropIndex],
  [2, dropType],
  [1, dropNothing],
  [6, createView],
  [2, replaceView],
  [3, createSequence],
  [2, defaultFromSequence],
  [6, createType],
  [3, createSchema],
  [4, searchPath],
  [2, withoutConsequence],
  [4, alterSequence],
  [6, alterType],
  [4, createTrigger],
  [4, createPolicy],
  [3, dropOfTable],
  [4, doBlock],
  [1, changeSchema],
  [20, grantOrRevoke],
  [3, changeOwner],
];

const TOTAL = MAKERS.reduce((sum, [weight]) => sum + weight, 0);

/** A random statement about what the scene's world holds; most of them are ones that a server accepts. */
export function makeStatement(scene: Scene): string {
  for (;;) {
    let number = scene.random.below(TOTAL);
    const chosen = MAKERS.find(([weight]) => {
      number -= weight;
      return number < 0;
    });
    const statement = chosen?.[1](scene);
    if (statement !== undefined) return statement;
  }
}
