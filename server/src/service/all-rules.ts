import { OWN_RULES } from "../engine/own-rules.ts";
import type { Rule } from "../engine/rule.ts";
import { REGISTRY } from "../rules/registry.gen.ts";

/** Every rule: those that have a file of their own and the engine's, by id. */
export const ALL_RULES: readonly Rule[] = [...REGISTRY, ...OWN_RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
