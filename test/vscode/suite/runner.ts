import process from "node:process";
import { inspect } from "node:util";

/** One thing that is tried in VS Code. */
export interface Test {
  readonly name: string;
  run(): Promise<void>;
}

/** Runs tests (only those whose names hold `LOCKKEEPER_ONLY`) one after another and logs one line each; throws at the end where any failed, as VS Code expects. */
export async function runTests(all: readonly Test[]): Promise<void> {
  const { LOCKKEEPER_ONLY: only = "" } = process.env;
  const tests = all.filter(({ name }) => name.includes(only));
  let failed = 0;
  for (const { name, run } of tests) {
    const start = Date.now();
    try {
      await run();
      console.log(`passed: ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`failed: ${name}\n${error instanceof Error ? error.stack : inspect(error)}`);
    }
  }
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  if (failed > 0) throw new Error(`${failed} of ${tests.length} tests failed`);
}

const DEADLINE_MILLISECONDS = 30_000;
const PAUSE_MILLISECONDS = 50;

/**
 * Asks again until the answer is neither undefined nor false; throws with `what`, and with what is `seen` instead, where
 * 30 seconds were not enough.
 */
export async function until<Answer>(
  what: string,
  ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  seen: () => unknown = () => "nothing",
): Promise<Answer> {
  const deadline = Date.now() + DEADLINE_MILLISECONDS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) {
      throw new Error(`waited ${DEADLINE_MILLISECONDS / 1000} s in vain for ${what}; seen: ${inspect(await seen())}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}
