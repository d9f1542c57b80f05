// Puts cdktf.js where npx looks for the command, once the real CLI is
// installed.
const fs = require("node:fs");
const path = require("node:path");

const command = path.join(__dirname, "..", "..", "node_modules", ".bin", "cdktf");
const target = path.join(__dirname, "cdktf.js");

if (process.platform === "win32") {
  console.log("cdktf: on Windows, deploy one stack with --ignore-missing-stack-dependencies");
} else {
  fs.chmodSync(target, 0o755);
  fs.rmSync(command, { force: true });
  fs.symlinkSync(path.relative(path.dirname(command), target), command);
}
