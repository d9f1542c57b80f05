// Counts the messages of jsii's kernel: one for each request of the Go side.
'use strict';
const fs = require('fs');
const write = fs.writeSync;
let messages = 0;
// The kernel answers on 3; started by fastsynth, on 4.
fs.writeSync = function (descriptor, data, from, ...rest) {
  const written = write.call(fs, descriptor, data, from, ...rest);
  if ((descriptor === 3 || descriptor === 4) && !from) messages++;
  return written;
};
process.on('exit', () => {
  const greeting = 1;
  if (messages > 0) fs.writeFileSync(process.env.BERTH_BENCH_COUNT, String(messages - greeting));
});
