// Serves the interoperability service with the gRPC implementation of Node.js.
// node server.cjs <file descriptor set>; prints its port, serves until its standard input ends.
'use strict';
const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const { testing } = grpc.loadPackageDefinition(loader.loadFileDescriptorSetFromBuffer(
  fs.readFileSync(process.argv[2]), { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true })).grpc;

const zeros = size => ({ body: Buffer.alloc(size) });
const asked = status => Object.assign(new Error(status.message), { code: status.code, details: status.message });

function echo(call) {
  const initial = call.metadata.get('x-grpc-test-echo-initial');
  if (initial.length > 0) {
    const headers = new grpc.Metadata();
    headers.set('x-grpc-test-echo-initial', initial[0]);
    call.sendMetadata(headers);
  }
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get('x-grpc-test-echo-trailing-bin')) trailers.set('x-grpc-test-echo-trailing-bin', value);
  return trailers;
}

const unencoded = flags => ({ flags });
const compressed = wanted => (wanted?.value ? 0 : grpc.writeFlags?.NoCompress ?? 2);

function respond(call, request) {
  for (const parameters of request.response_parameters) {
    call.write({ payload: zeros(parameters.size) }, unencoded(compressed(parameters.compressed)));
  }
}

const service = {
  EmptyCall(call, callback) {
    if (call.metadata.get('x-misbehave').includes('wait')) return;
    callback(null, {});
  },
  UnaryCall(call, callback) {
    const trailers = echo(call);
    const { response_status, response_size, response_compressed } = call.request;
    if (response_status) callback(asked(response_status));
    else callback(null, { payload: zeros(response_size) }, trailers, compressed(response_compressed));
  },
  StreamingOutputCall(call) {
    const trailers = echo(call);
    respond(call, call.request);
    if (call.request.response_status) call.emit('error', asked(call.request.response_status));
    else call.end(trailers);
  },
  StreamingInputCall(call, callback) {
    let size = 0;
    call.on('data', request => { size += request.payload.body.length; });
    call.on('end', () => callback(null, { aggregated_payload_size: size }));
    call.on('error', () => {});
  },
  FullDuplexCall(call) {
    const trailers = echo(call);
    call.on('data', request => {
      if (request.response_status) call.emit('error', asked(request.response_status));
      else respond(call, request);
    });
    call.on('end', () => call.end(trailers));
    call.on('error', () => {});
  },
  HalfDuplexCall(call) {
    const requests = [];
    call.on('data', request => requests.push(request));
    call.on('end', () => {
      for (const request of requests) respond(call, request);
      call.end();
    });
    call.on('error', () => {});
  },
};

const server = new grpc.Server({ 'grpc.default_compression_algorithm': 2, 'grpc.max_receive_message_length': -1 });
server.addService(testing.TestService.service, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.on('end', () => process.exit(0)).resume();
