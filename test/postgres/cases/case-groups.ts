import type { CaseGroup } from "../support/case-group.ts";
import { broken } from "./broken.ts";
import { corners } from "./corners.ts";
import { defaultPartitions } from "./default-partitions.ts";
import { detaching } from "./detaching.ts";
import { elsewhere } from "./elsewhere.ts";
import { found } from "./found.ts";
import { fromHistories } from "./from-histories.ts";
import { notNullNotValid } from "./not-null-not-valid.ts";
import { objects } from "./objects.ts";
import { partitions } from "./partitions.ts";
import { shop } from "./shop.ts";

/** Every group of cases that is watched on real servers. */
export const CASE_GROUPS: readonly CaseGroup[] = [
  shop,
  partitions,
  objects,
  elsewhere,
  detaching,
  corners,
  found,
  fromHistories,
  broken,
  notNullNotValid,
  defaultPartitions,
];
