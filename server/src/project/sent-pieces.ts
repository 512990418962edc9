import { cut, splitMemory } from "../sql/splitter.ts";

/** One statement of a script with the comments before it and its semicolon, and whether a semicolon stands inside it. */
export interface SentPiece {
  readonly text: string;
  readonly holdsSemicolon: boolean;
}

/** The statements of a script, in order; blanks around each are left out. */
export function sentPieces(script: string): readonly SentPiece[] {
  const memory = splitMemory();
  const pieces: SentPiece[] = [];
  for (let at = 0; at < script.length; ) {
    const piece = cut(script, at, memory);
    if (piece.kind === "statement") {
      const whole = script.slice(piece.start, piece.end);
      const body = whole.slice(piece.body.start, piece.body.end);
      pieces.push({ text: whole.trim(), holdsSemicolon: body.includes(";") });
    }
    at = piece.end;
  }
  return pieces;
}
