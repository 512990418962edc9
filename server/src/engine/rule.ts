import type { OptionSchema, RuleSet, Severity } from "../project/config.ts";
import type { Engine } from "../project/project.ts";
import type { Handlers } from "./handlers.ts";

export type * from "./handlers.ts";
export type * from "./report.ts";
export type * from "./rewrite.ts";

/** How sure a finding is: `critical` actively dangerous, `confirmed` the text proves it, `concern` needs a judgment. */
export type Tag = "critical" | "confirmed" | "concern";

/** A rule as its author writes it: metadata as data, and what it does on each word of the vocabulary. */
export interface Rule {
  /** Kebab case; reads after "allow". */
  readonly id: string;
  readonly group: RuleGroup;
  /** A noun phrase of a few words. */
  readonly title: string;
  readonly severity: Severity;
  readonly tag: Tag;
  readonly engines: readonly Engine[];
  /** The smallest set that holds it: `recommended` is on by default, `strict` adds what good teams differ on, `all` house rules. */
  readonly set: RuleSet;
  /** One or two sentences: what goes wrong in production. */
  readonly why: string;
  /** One or two sentences: what to write instead. */
  readonly remedy: string;
  /** `tool/rule` names of what this rule covers. */
  readonly sources: readonly string[];
  /** Addresses of the manual's pages. */
  readonly references: readonly string[];
  readonly options: Readonly<Record<string, OptionSchema>>;
  /** Whether some finding of it carries a fix. */
  readonly fixable: boolean;
  readonly on: Handlers;
}

/** Where a rule's page and file stand. `engine` is for the engine's own findings. */
export type RuleGroup = "engine" | "migration" | "schema" | "prisma";

/** What a rule's file exports. */
export function defineRule(rule: RuleDefinition): Rule {
  return { engines: ["postgres"], options: {}, fixable: false, set: "recommended", ...rule };
}

/** A rule as its file writes it: what most rules share may be left out. */
export type RuleDefinition = Omit<Rule, "engines" | "options" | "fixable" | "set"> &
  Partial<Pick<Rule, "engines" | "options" | "fixable" | "set">>;
