import type { Change } from "../catalog/catalog.ts";
import type { Segment } from "../sql/segment.ts";
import type { Reads } from "./catalog-draft.ts";
import type { KeptReview } from "./review-sql.ts";

/** What one segment did to the schema, and what that rested on. */
export interface Step {
  readonly segment: Segment;
  readonly reads: Reads;
  readonly changes: readonly Change[];
  /** Whether the segment belongs to the migration's way up, and so changes the schema at all. */
  readonly counts: boolean;
  /** What the rules said of it; gone as soon as the schema before it differs in something that they read. */
  kept: KeptReview | undefined;
}
