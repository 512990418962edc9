import { defineRule } from "../../engine/rule.ts";
import type { PassedOver } from "../../project/project.ts";
import { headOf } from "../support/head-of.ts";

/** A file that looks like a migration to everybody but its tool. */
export default defineRule({
  id: "migration-not-picked-up",
  group: "migration",
  title: "Migration that its tool passes over",
  severity: "high",
  tag: "confirmed",
  why: "A tool takes the files of its folder by their names, or from a list that it keeps, and says nothing of the others, so a migration with the wrong name is merged, deployed and never run.",
  remedy: "Name it as its neighbours are named, or enter it in the tool's list.",
  sources: [],
  references: [],
  on: {
    migration({ statements: [first] }, { file, at, report }) {
      const { passedOver } = file;
      if (passedOver === undefined || first === undefined) return;
      report({ range: at(first, headOf(first)), message: messageOf(passedOver) });
    },
  },
});

function messageOf({ tool, example, list }: PassedOver): string {
  if (list !== undefined) {
    return `${tool} applies this folder and passes this file over, for ${list} does not list it: nothing in it ever runs. Enter it there, as ${example} is entered, or move it elsewhere.`;
  }
  return `${tool} applies this folder and passes this file over because of its name: nothing in it ever runs. Name it as ${example} is named, or move it elsewhere.`;
}
