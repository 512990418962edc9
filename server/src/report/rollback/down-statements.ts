import { addColumns, alterColumns } from "./column-steps.ts";
import { dropPublications, dropSchemas, makePublications, makeSchemas } from "./database-steps.ts";
import { describedSteps } from "./described-steps.ts";
import { dropSteps } from "./drop-steps.ts";
import {
  bindSequences,
  dropStatistics,
  joinParents,
  makeKeys,
  makeParts,
  makeRelations,
  makeStatistics,
  makeViews,
} from "./make-steps.ts";
import type { Plan } from "./plan.ts";
import { renameSteps } from "./rename-steps.ts";
import { makeRoutines, routinesGone } from "./routine-steps.ts";
import { settingSteps } from "./setting-steps.ts";
import { dropTypes, makeTypes } from "./type-steps.ts";

/**
 * The statements, each with its semicolon, that lead from the one schema to the other: first what must not be there
 * goes, then what stays gets its old names, then what is missing is made, what rests on it last.
 */
export function downStatements(plan: Plan): readonly string[] {
  return [
    ...dropPublications(plan),
    ...dropStatistics(plan),
    ...dropSteps(plan),
    ...makeSchemas(plan),
    ...renameSteps(plan),
    ...makeTypes(plan),
    ...makeRoutines(plan, "for defaults"),
    ...makeRelations(plan),
    ...plan.kept.flatMap((work) => addColumns(plan, work)),
    ...alterColumns(plan),
    ...bindSequences(plan),
    ...routinesGone(plan),
    ...dropTypes(plan),
    ...makeKeys(plan),
    ...settingSteps(plan),
    ...joinParents(plan),
    ...makeViews(plan),
    ...makeRoutines(plan, "at the end"),
    ...makeParts(plan),
    ...makeStatistics(plan),
    ...makePublications(plan),
    ...describedSteps(plan),
    ...dropSchemas(plan),
  ];
}
