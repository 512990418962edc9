import type { Document } from "../engine/documents.ts";
import type { Review } from "../engine/review.ts";
import { fileSecrets } from "../sql/secrets.ts";
import type { Range } from "../text/range.ts";
import { secretsIn } from "../text/secrets.ts";

/** A review with what its report must not repeat. */
export interface ReportedReview extends Review {
  /** Credentials in the document, in order. */
  readonly secrets: readonly Range[];
}

/** The credentials of a document in order, which no report repeats: of its statements where it is SQL, else of its text. */
export function documentSecrets({ text, segments }: Document): readonly Range[] {
  return segments.length > 0 ? fileSecrets(segments) : secretsIn(text);
}

/** A review as reports take it, without what was parsed for it, which a run over thousands of files has no room to keep. */
export function reportedReview(review: Review): ReportedReview {
  const { document, findings } = review;
  const isShown = document !== undefined && findings.length > 0;
  return {
    ...review,
    document: document && { ...document, segments: [] },
    secrets: isShown ? documentSecrets(document) : [],
  };
}
