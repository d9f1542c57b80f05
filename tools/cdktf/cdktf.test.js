const test = require("node:test");
const assert = require("node:assert");
const { namesOneStack } = require("./cdktf.js");

const cases = [
  ["deploy dev-ecs", true],
  ["apply dev-ecs --auto-approve", true],
  ["deploy --auto-approve --outputs-file out.json dev-ecs", true],
  ["deploy --output=elsewhere dev-ecs", true],
  ["deploy dev-*", false],
  ["deploy dev-network dev-ecs", false],
  ["deploy", false],
  ["deploy dev-ecs --ignore-missing-stack-dependencies", false],
  ["destroy dev-ecs", false],
  ["diff dev-ecs", false],
];

for (const [line, want] of cases) {
  test(`cdktf ${line}`, () => assert.equal(namesOneStack(line.split(" ")), want));
}
