// Loaded before the command: whatever would open a socket, start a process or a thread, or listen, ends the run.
import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { Module, syncBuiltinESMExports } from "node:module";
import net from "node:net";
import tls from "node:tls";
import vm from "node:vm";
import worker from "node:worker_threads";

function forbid(owner, name, method) {
  owner[method] = () => {
    process.stderr.write(`forbidden: ${name}.${method}\n`);
    process.exit(70);
  };
}

const forbidden = {
  child_process: [childProcess, ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]],
  dgram: [dgram, ["createSocket"]],
  dns: [dns, ["lookup", "resolve"]],
  http: [http, ["request", "get", "createServer"]],
  http2: [http2, ["connect", "createServer"]],
  https: [https, ["request", "get", "createServer"]],
  net: [net, ["connect", "createConnection", "createServer"]],
  tls: [tls, ["connect", "createServer"]],
  vm: [vm, ["runInThisContext", "runInNewContext", "compileFunction"]],
  worker_threads: [worker, ["Worker"]],
};
for (const [name, [owner, methods]] of Object.entries(forbidden)) {
  for (const method of methods) forbid(owner, name, method);
}
forbid(net.Socket.prototype, "net.Socket", "connect");
forbid(globalThis, "globalThis", "fetch");
syncBuiltinESMExports();

// A file of the workspace that is loaded as a module would run.
const load = Module._load;
Module._load = function guarded(request, ...rest) {
  if (/^[./]|^file:/.test(request)) {
    process.stderr.write(`forbidden: require ${request}\n`);
    process.exit(70);
  }
  return load.call(this, request, ...rest);
};
