import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { ensureTools } from "../../tools/ensure-tools.mjs";
import { copyBinaries } from "./copy-binaries.ts";
import type { PostgresVersion } from "./versions.ts";

/** A server of our own, with a data folder of its own, reached over 127.0.0.1. */
export interface PostgresServer {
  readonly version: PostgresVersion;
  readonly port: number;
  /** A new session in the database (`postgres` unless told), as superuser; the caller ends it. */
  connect(database?: string): Promise<Client>;
  /** Makes a database, a copy of the template where one is named (nobody may be connected to it); returns its name. */
  createDatabase(template?: string): Promise<string>;
  /** Drops a database whose sessions have ended. */
  dropDatabase(name: string): Promise<void>;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

// Postgres refuses to run as root; nobody's ids do without a user made for it.
const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

// No case needs its data after a crash, and nothing in the background may touch a counter or hold a lock.
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  shared_buffers: "24MB",
  max_wal_size: "128MB",
  max_connections: "30",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  log_min_messages: "fatal",
  TimeZone: "UTC",
};

const REMOVE = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 };

/** By the server its folders, which go when it does. */
const running = new Map<ChildProcess, readonly string[]>();
process.once("exit", () => {
  for (const server of running.keys()) server.kill("SIGKILL");
  // The sessions' processes see their parent gone and end too, writing to the last.
  for (const folder of [...running.values()].flat()) rmSync(folder, REMOVE);
});

/** Starts a server of that major version on a free port. Throws with the server's own words where it does not come up. */
export async function startPostgres(version: PostgresVersion): Promise<PostgresServer> {
  const [folder, dataFolder] = [ownFolder(tmpdir(), version), ownFolder(memoryFolder() ?? tmpdir(), version)];
  const binaries = copyBinaries(join(ensureTools(), `pg${version}`, "native"), join(folder, "native"));
  const data = join(dataFolder, "data");
  const initdb = spawnSync(
    join(binaries, "bin/initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
    { ...owner, cwd: folder, encoding: "utf8" },
  );
  if (initdb.status !== 0) throw new Error(`initdb ${version}: ${initdb.error?.message ?? initdb.stderr}`);

  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const server = spawn(join(binaries, "bin/postgres"), ["-D", data, ...settings], {
    ...owner,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.set(server, [folder, dataFolder]);
  await answers(server, port);
  return serverAt(version, port, server);
}

const NAME = "lockkeeper-postgres-";

function ownFolder(parent: string, version: PostgresVersion): string {
  removeLeftBehind(parent);
  const folder = mkdtempSync(join(parent, `${NAME}${version}-${process.pid}-`));
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** Takes away what a test run that was killed has left; a server that outlived it ends when its files are gone. */
function removeLeftBehind(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^\d+-(\d+)-/.exec(name.startsWith(NAME) ? name.slice(NAME.length) : "")?.[1]);
    if (pid > 0 && !isRunning(pid)) rmSync(join(parent, name), REMOVE);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Room that the data of a few servers never fills. */
const ENOUGH = 4 * 1024 ** 3;

/**
 * Linux's folder in memory, where there is room in both: to make a database is to copy three hundred files, which is what
 * the tests do most of the time, and takes a twentieth of the time there.
 */
function memoryFolder(): string | undefined {
  const folder = "/dev/shm";
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return Math.min(bavail * bsize, freemem()) > ENOUGH ? folder : undefined;
  } catch {
    return undefined;
  }
}

function serverAt(version: PostgresVersion, port: number, server: ChildProcess): PostgresServer {
  let made = 0;
  const connect = (database = "postgres") => connectTo(port, database);
  const administrator = connect();
  return {
    version,
    port,
    connect,
    async createDatabase(template = "template1") {
      made += 1;
      const name = `made_${made}`;
      await (await administrator).query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return name;
    },
    async dropDatabase(name) {
      await (await administrator).query(`DROP DATABASE ${name}`);
    },
    async stop() {
      await (await administrator).end();
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGQUIT");
      await ended;
      const folders = running.get(server) ?? [];
      running.delete(server);
      for (const folder of folders) rmSync(folder, REMOVE);
    },
  };
}

async function connectTo(port: number, database: string): Promise<Client> {
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", database });
  // A server that stops says so to the sessions that are left; without a listener that would end the test run.
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function answers(server: ChildProcess, port: number): Promise<void> {
  let log = "";
  server.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (server.exitCode !== null) break;
    try {
      await (await connectTo(port, "postgres")).end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`Postgres did not come up: ${log}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no port"));
      });
    });
  });
}
