import { LOCK_MODES, type LockMode } from "../../../shared/src/lock-modes.ts";

/** How strong a mode is among the eight: 0 for ACCESS SHARE, 7 for ACCESS EXCLUSIVE. */
export function lockStrength(mode: LockMode): number {
  return LOCK_MODES.indexOf(mode);
}
