// Makes a fresh machine ready: installed packages; with --browser, a Chromium for the browser tests; with --servers,
// PostgreSQL and Redis. Must run on the oldest Node that is around: Node 24 itself is one of the packages.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

/** @type {(command: string) => boolean} */
const succeeds = (command) => spawnSync(command, { shell: true, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
/** @type {(path: string) => number} */
const changedAtMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes this file last, so an install that was cut short counts as missing.
const isInstalled = changedAtMs("node_modules/.package-lock.json") >= changedAtMs("package-lock.json");
if (!isInstalled && !succeeds("npm ci --loglevel=error")) process.exit(1);

const programs = [
  {
    flag: "--browser",
    found: 'test -x "${CHROMIUM_PATH:-/usr/bin/chromium}"',
    debian: "chromium",
    remedy: "The browser tests need Chromium: install it and set CHROMIUM_PATH to its program.",
  },
  {
    flag: "--servers",
    found: 'ls "$POSTGRES_BIN"/initdb || ls /usr/lib/postgresql/*/bin/initdb || command -v initdb',
    debian: "postgresql",
    remedy: "The store tests need PostgreSQL: install it and set POSTGRES_BIN to the folder of its programs.",
  },
  {
    flag: "--servers",
    found: "command -v redis-server",
    debian: "redis-server",
    remedy: "The store tests need Redis: install it so that redis-server is on PATH.",
  },
];
/** @type {() => typeof programs} */
const findMissing = () =>
  programs.filter(({ flag, found }) => process.argv.includes(flag) && !succeeds(`(${found}) >/dev/null 2>&1`));

// We start our own servers: the packages must neither start theirs (policy-rc.d) nor make a database (createcluster.conf).
/** @type {(names: string) => string} */
const aptScript = (names) => `
  export DEBIAN_FRONTEND=noninteractive
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    trap "rm -f $policy" EXIT
    printf "#!/bin/sh\\nexit 101\\n" > $policy
    chmod 755 $policy
  fi
  cluster=/etc/postgresql-common/createcluster.conf
  if [ ! -e $cluster ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" > $cluster
  fi
  apt-get update &&
    apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold -o DPkg::Lock::Timeout=300 ${names}`;

const missing = findMissing();
if (missing.length > 0 && existsSync("/etc/debian_version")) {
  const shell = process.getuid?.() === 0 ? "sh -c" : "sudo -n sh -c";
  succeeds(`${shell} '${aptScript(missing.map(({ debian }) => debian).join(" "))}'`);
}
for (const { remedy } of missing.length > 0 ? findMissing() : []) console.error(remedy);
