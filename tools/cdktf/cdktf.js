#!/usr/bin/env node
// The cdktf CLI as it comes, but for two things.
//
// Stacks declare what they depend on, so that `cdktf deploy 'dev-*'` runs in
// order. The CLI then refuses to deploy one stack alone unless it is told to
// ignore the others; here, naming exactly one stack says so. Several stacks or
// a pattern, and `destroy`, keep the CLI's own checks.
//
// And it phones nobody: CHECKPOINT_DISABLE turns off telemetry and the check
// for new versions, unless it is already set.

const valueOptions = new Set([
  "-a", "--app", "-o", "--output", "--outputs-file", "--parallelism",
  "--terraform-parallelism", "--var", "--var-file", "--log-level",
  "--experimental-provider-schema-cache-path",
]);
const ignoreOthers = "--ignore-missing-stack-dependencies";

function positionals(args) {
  const words = [];
  for (let i = 0; i < args.length; i++) {
    if (valueOptions.has(args[i])) i++;
    else if (!args[i].startsWith("-")) words.push(args[i]);
  }
  return words;
}

function namesOneStack(args) {
  const [command, ...stacks] = positionals(args);
  return (
    (command === "deploy" || command === "apply") &&
    stacks.length === 1 &&
    !/[*?[\]{}()!+@]/.test(stacks[0]) &&
    !args.some((arg) => arg.includes("ignore-missing-stack-dependencies"))
  );
}

if (require.main === module) {
  process.env.CHECKPOINT_DISABLE ??= "1";
  if (namesOneStack(process.argv.slice(2))) process.argv.push(ignoreOthers);
  process.argv[1] = require.resolve("cdktf-cli/bundle/bin/cdktf");
  require("node:module").runMain();
}

module.exports = { namesOneStack };
