// Child processes that end with us, with all that they started.
import { spawn } from "node:child_process";
import process from "node:process";

const running = new Set();

process.on("exit", () => {
  for (const child of running) end(child);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

/** Starts a command at the head of its own process group; it is killed when we end, however we end. */
export function launch(command, args, options) {
  const child = spawn(command, args, { ...options, detached: process.platform !== "win32" });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Kills a command that `launch` started, and the processes it started in turn. */
export function end(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch (error) {
    // Gone already.
    if (error.code !== "ESRCH") throw error;
  }
}
