// Runs jsii's kernel in this very process, and keeps the JavaScript that V8 has
// compiled. The Go side starts it: see node.go.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const Module = require('module');
const os = require('os');
const path = require('path');
const { Writable } = require('stream');
const vm = require('vm');

// The kernel answers on the descriptor on which it is asked.
const [asked, answers] = [3, 4];
const write = fs.writeSync;
fs.writeSync = (descriptor, ...rest) => write.call(fs, descriptor === asked ? answers : descriptor, ...rest);

// The Go side prints what comes as JSON on standard error, to where it belongs.
// A stream of Node.js's own would take ten times as long to make.
function print(text) {
  const data = Buffer.from(text);
  for (let at = 0; at < data.length; ) {
    try {
      at += write.call(fs, 2, data, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
for (const [name, fd] of [['stdout', 1], ['stderr', 2]]) {
  let stream;
  const make = () => {
    const write = (chunk, _, done) => {
      print(JSON.stringify({ [name]: chunk.toString('base64') }) + '\n');
      done();
    };
    return Object.assign(new Writable({ write }), { fd });
  };
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => (stream ??= make()) });
}

// Reading certificates is half of what starting Node.js takes where there are
// some: only programs that this one starts may need them.
if (process.env.BERTH_FAST_SYNTH_CERTS) process.env.NODE_EXTRA_CA_CERTS = process.env.BERTH_FAST_SYNTH_CERTS;

// Of deprecated parts of Node.js, in CDKTF's own code.
process.noDeprecation = true;

// At Ctrl-C the Go side goes; the kernel then reads the end of its input, and
// on the way out the temporary folder goes, with all that either side has put
// there.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(signal, () => {});
process.on('exit', () => fs.rmSync(process.env.BERTH_FAST_SYNTH_TEMPORARY, { recursive: true, force: true }));

// Node.js has a cache of its own from 22.1 on, by the names of the files. Those
// of the kernel's packages differ at every start, so this one goes by content.
const store = `${process.env.BERTH_FAST_SYNTH_COMPILED}-${process.version}-${process.arch}`;
const LARGEST = 16 << 20; // beyond, reading it costs more than it saves
const temporary = path.join(path.dirname(store), `.partial-${process.pid}`);
const digest = (algorithm, data) => crypto.createHash(algorithm).update(data).digest('base64');

// The file: the checksum of the rest, the length of an index, the index, and the
// data of each script.
const known = new Map();
try {
  const content = fs.readFileSync(store);
  const rest = content.subarray(44);
  if (content.toString('latin1', 0, 44) === digest('sha256', rest)) {
    const start = 4 + rest.readUInt32LE(0);
    for (const [key, from, to] of JSON.parse(rest.toString('utf8', 4, start))) {
      known.set(key, rest.subarray(start + from, start + to));
    }
  }
} catch {
  // There is none yet.
}

const fresh = new Map();
const compile = Module.prototype._compile;
Module.prototype._compile = function (content, filename, ...rest) {
  // import() needs what a script made here does not have.
  if (/\bimport\s*\(/.test(content) || (rest[0] && rest[0] !== 'commonjs')) {
    return compile.call(this, content, filename, ...rest);
  }
  const key = digest('sha1', content);
  const cachedData = known.get(key);
  const script = new vm.Script(Module.wrap(content.replace(/^#!.*/, '')), { filename, cachedData });
  if (!cachedData || script.cachedDataRejected) fresh.set(key, script);
  const require = (id) => this.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, this, false, options);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return script.runInThisContext().call(this.exports, this.exports, require, this, filename, path.dirname(filename));
};

// A third of the code that CDKTF loads is for making zip files, which it then
// does in a process of its own: here it gets a stand-in, which loads the code
// should it be used.
const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (request !== 'archiver') return load.call(this, request, parent, isMain);
  const real = () => load.call(this, request, parent, isMain);
  return new Proxy(function () {}, {
    apply: (_, self, args) => Reflect.apply(real(), self, args),
    get: (_, name) => real()[name],
  });
};

// The Go side answers in less time than it takes to fall asleep and be woken up,
// which is what waiting costs: so ask a few times before.
let awake;
try {
  if (os.availableParallelism() > 1) awake = fs.openSync(`/proc/self/fd/${asked}`, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
} catch {
  // Not Linux.
}
const read = fs.readSync;
fs.readSync = (descriptor, ...rest) => {
  if (descriptor === asked && awake !== undefined) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      for (let i = 0; i < 20; i++) {
        try {
          return read.call(fs, awake, ...rest);
        } catch (error) {
          if (error.code !== 'EAGAIN') throw error;
        }
      }
    } finally {
      Error.stackTraceLimit = limit;
    }
  }
  return read.call(fs, descriptor, ...rest);
};

// What is kept holds the functions that were called, too: so at the end.
process.on('exit', () => {
  if (fresh.size === 0) return;
  try {
    for (const [key, script] of fresh) known.set(key, script.createCachedData());
    const index = [];
    let at = 0;
    for (const [key, data] of known) index.push([key, at, (at += data.length)]);
    const head = Buffer.from(JSON.stringify(index));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    if (at > LARGEST) return;
    const body = Buffer.concat([length, head, ...known.values()]);
    fs.writeFileSync(temporary, Buffer.concat([Buffer.from(digest('sha256', body), 'latin1'), body]), { mode: 0o600 });
    fs.renameSync(temporary, store);
  } catch {
    fs.rmSync(temporary, { force: true });
  }
});

// CDKTF notes where each token was made, to show it should the token fail to
// resolve. Behind Go that is always the same place: the kernel. A trace costs
// as much as a tenth of a synth.
const capture = Error.captureStackTrace;
Error.captureStackTrace = (object, below) => {
  const limit = Error.stackTraceLimit;
  if (limit === Number.MAX_SAFE_INTEGER) Error.stackTraceLimit = 0;
  capture.call(Error, object, below);
  Error.stackTraceLimit = limit;
};

require('./program.js');
