import { type Blocked, LOCK_MODES, type LockMode } from "../../../shared/src/lock-modes.ts";

/** For each mode those that have to wait while it is held, measured on 12 to 18: `lock-conflicts.test.ts` tries each pair. */
const CONFLICTS: Readonly<Record<LockMode, readonly LockMode[]>> = {
  "ACCESS SHARE": ["ACCESS EXCLUSIVE"],
  "ROW SHARE": ["EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "ROW EXCLUSIVE": ["SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "SHARE UPDATE EXCLUSIVE": ["SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  SHARE: ["ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "SHARE ROW EXCLUSIVE": [
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
  ],
  EXCLUSIVE: LOCK_MODES.filter((mode) => mode !== "ACCESS SHARE"),
  "ACCESS EXCLUSIVE": LOCK_MODES,
};

const BLOCKS: readonly (readonly [Blocked, LockMode])[] = [
  ["read", "ACCESS SHARE"],
  ["write", "ROW EXCLUSIVE"],
  ["ddl", "SHARE UPDATE EXCLUSIVE"],
];

/** The modes that another session cannot get while this one is held, weakest first. */
export function conflicts(mode: LockMode): readonly LockMode[] {
  return CONFLICTS[mode];
}

/** What locks of these modes keep others from: reading rows, writing rows, changing the schema. */
export function blocksOf(...modes: readonly LockMode[]): readonly Blocked[] {
  return BLOCKS.filter(([, needs]) => modes.some((mode) => CONFLICTS[mode].includes(needs))).map(
    ([blocked]) => blocked,
  );
}

/** The mode that stands later in the row from weakest to strongest. */
export function stronger(one: LockMode, other: LockMode | undefined): LockMode {
  return other !== undefined && LOCK_MODES.indexOf(other) > LOCK_MODES.indexOf(one) ? other : one;
}
