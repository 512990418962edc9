/** Something that a rollback does not bring back. */
export interface Loss {
  /**
   * `data`: rows or values. `setting`: something small that no file says the former state of. `schema`: something that
   * stays as the migration left it, or is not known.
   */
  readonly kind: "data" | "setting" | "schema";
  /** One sentence for a person. */
  readonly words: string;
  /** The statement of the migration that took it, counting from 1 what is sent; undefined where it is found in the schema. */
  readonly statement: number | undefined;
}

/** How far a migration can be taken back. */
export type Grade = "reversible" | "reversible with loss" | "irreversible";
