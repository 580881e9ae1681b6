// What the clients in the gRPC implementation of Node.js share: services from descriptors, calls, and the run of their cases.
// A client's arguments begin with <host:port> <file descriptor set>; it prints one line of JSON a case: {"case": ..., "error": ...}.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, protoset, ...others] = process.argv.slice(2);
const load = bytes => grpc.loadPackageDefinition(loader.loadFileDescriptorSetFromBuffer(
  bytes, { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true }));
const known = load(fs.readFileSync(protoset));

const plain = grpc.credentials.createInsecure();
const open = (Service, options = {}) => new Service(address, plain, { 'grpc.max_receive_message_length': -1, ...options });

const unary = (on, method, request, metadata = new grpc.Metadata(), options = {}) => new Promise((resolve, reject) => {
  const seen = {};
  const call = on[method](request, metadata, options, (error, value) =>
    error ? reject(Object.assign(error, seen)) : setImmediate(() => resolve({ value, ...seen })));
  call.on('metadata', headers => { seen.headers = headers; });
  call.on('status', status => { seen.status = status; });
});

const collect = call => new Promise((resolve, reject) => {
  const messages = [];
  let headers;
  call.on('metadata', value => { headers = value; });
  call.on('data', message => messages.push(message));
  call.on('error', error => reject(Object.assign(error, { messages })));
  call.on('status', status => { if (status.code === grpc.status.OK) resolve({ messages, headers, status }); });
});

const refused = async (code, promise) => {
  try {
    await promise;
  } catch (error) {
    assert.equal(error.code, code, `expected status ${code}, got ${error.code} ${error.details}`);
    return error;
  }
  assert.fail(`expected status ${code}, got OK`);
};

const run = async cases => {
  for (const [name, each] of Object.entries(cases)) {
    let error = null;
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('no end after 20 s')), 20_000); });
    await Promise.race([each(), late]).catch(thrown => { error = String(thrown.stack ?? thrown); });
    clearTimeout(timer);
    console.log(JSON.stringify({ case: name, error }));
  }
  process.exit(0);
};

module.exports = { grpc, address, load, known, open, unary, collect, refused, run, others };
