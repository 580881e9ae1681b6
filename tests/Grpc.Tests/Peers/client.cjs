// Asks a server the interoperability cases, and what else a client may do.
'use strict';
const assert = require('node:assert/strict');
const { grpc, known: { grpc: root }, open, unary, collect, refused, run } = require('./peer.cjs');

const client = open(root.testing.TestService);
const zeros = size => ({ body: Buffer.alloc(size) });
const requestSizes = [27182, 8, 1828, 45904];
const responseSizes = [31415, 9, 2653, 58979];
const wanting = (sizes, more = {}) => ({ response_parameters: sizes.map(size => ({ size, ...more })) });
const sizesOf = messages => messages.map(message => message.payload.body.length);

const cases = {
  async empty_unary() {
    assert.equal(Object.keys((await unary(client, 'EmptyCall', {})).value).length, 0);
  },
  async large_unary() {
    const { value } = await unary(client, 'UnaryCall', { response_size: 314159, payload: zeros(271828) });
    assert.equal(value.payload.body.length, 314159);
  },
  async client_streaming() {
    const { aggregated_payload_size } = await new Promise((resolve, reject) => {
      const call = client.StreamingInputCall((error, value) => error ? reject(error) : resolve(value));
      for (const size of requestSizes) call.write({ payload: zeros(size) });
      call.end();
    });
    assert.equal(aggregated_payload_size, 74922);
  },
  async server_streaming() {
    const { messages } = await collect(client.StreamingOutputCall(wanting(responseSizes)));
    assert.deepEqual(sizesOf(messages), responseSizes);
  },
  async ping_pong() {
    const call = client.FullDuplexCall();
    const seen = [];
    call.on('data', message => {
      seen.push(message.payload.body.length);
      send();
    });
    const end = collect(call);
    const send = () => seen.length < responseSizes.length
      ? call.write({ ...wanting([responseSizes[seen.length]]), payload: zeros(requestSizes[seen.length]) })
      : call.end();
    send();
    await end;
    assert.deepEqual(seen, responseSizes);
  },
  async empty_stream() {
    const call = client.FullDuplexCall();
    const end = collect(call);
    call.end();
    assert.equal((await end).messages.length, 0);
  },
  async half_close() {
    const call = client.HalfDuplexCall();
    const end = collect(call);
    for (const size of responseSizes) call.write(wanting([size]));
    call.end();
    assert.deepEqual(sizesOf((await end).messages), responseSizes);
  },
  async status_code_and_message() {
    const response_status = { code: 2, message: 'test status message' };
    const error = await refused(2, unary(client, 'UnaryCall', { response_status }));
    assert.equal(error.details, response_status.message);
    const call = client.FullDuplexCall();
    const end = refused(2, collect(call));
    call.write({ response_status });
    call.end();
    assert.equal((await end).details, response_status.message);
  },
  async special_status_message() {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
    const error = await refused(2, unary(client, 'UnaryCall', { response_status: { code: 2, message } }));
    assert.equal(error.details, message);
  },
  async status_after_messages() {
    const call = client.StreamingOutputCall({ ...wanting([1, 2, 3]), response_status: { code: 9, message: 'enough' } });
    const error = await refused(9, collect(call));
    assert.deepEqual(sizesOf(error.messages), [1, 2, 3]);
  },
  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
    const check = ({ headers, status }) => {
      assert.deepEqual(headers.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
      assert.equal(status.metadata.get('x-grpc-test-echo-trailing-bin')[0].toString('hex'), 'ababab');
    };
    check(await unary(client, 'UnaryCall', { response_size: 1 }, metadata));
    const call = client.FullDuplexCall(metadata);
    const end = collect(call);
    call.end();
    check(await end);
  },
  async unimplemented_method() {
    await refused(12, unary(client, 'UnimplementedCall', {}));
  },
  async unimplemented_service() {
    await refused(12, unary(open(root.testing.UnimplementedService), 'UnimplementedCall', {}));
  },
  async cancel_after_begin() {
    await refused(1, new Promise((resolve, reject) => {
      const call = client.StreamingInputCall((error, value) => error ? reject(error) : resolve(value));
      call.cancel();
    }));
  },
  async cancel_after_first_response() {
    const call = client.FullDuplexCall();
    const end = refused(1, collect(call));
    call.on('data', () => call.cancel());
    call.write({ ...wanting([31415]), payload: zeros(27182) });
    assert.equal((await end).messages.length, 1);
  },
  async timeout_on_sleeping_server() {
    const call = client.FullDuplexCall({ deadline: Date.now() + 1 });
    call.write({ payload: zeros(27182) });
    await refused(4, collect(call));
  },
  async deadline_on_unary() {
    const metadata = new grpc.Metadata();
    metadata.set('x-misbehave', 'wait');
    await refused(4, unary(client, 'EmptyCall', {}, metadata, { deadline: Date.now() + 100 }));
  },
  async client_compressed_unary() {
    for (const algorithm of [1, 2]) {
      const compressing = open(root.testing.TestService, { 'grpc.default_compression_algorithm': algorithm });
      const { value } = await unary(compressing, 'UnaryCall',
        { expect_compressed: { value: true }, response_size: 314159, payload: zeros(271828) });
      assert.equal(value.payload.body.length, 314159);
      compressing.close();
    }
    await refused(3, unary(client, 'UnaryCall', { expect_compressed: { value: true }, payload: zeros(271828) }));
  },
  async client_compressed_streaming() {
    const compressing = open(root.testing.TestService, { 'grpc.default_compression_algorithm': 2 });
    const { aggregated_payload_size } = await new Promise((resolve, reject) => {
      const call = compressing.StreamingInputCall((error, value) => error ? reject(error) : resolve(value));
      for (const size of [27182, 45904]) call.write({ expect_compressed: { value: true }, payload: zeros(size) });
      call.end();
    });
    assert.equal(aggregated_payload_size, 73086);
    compressing.close();
  },
  async server_compressed_unary() {
    for (const value of [true, false]) {
      const response = await unary(client, 'UnaryCall', { response_compressed: { value }, response_size: 314159, payload: zeros(271828) });
      assert.equal(response.value.payload.body.length, 314159);
    }
  },
  async server_compressed_streaming() {
    const request = { response_parameters: [{ size: 31415, compressed: { value: true } }, { size: 92653, compressed: { value: false } }] };
    assert.deepEqual(sizesOf((await collect(client.StreamingOutputCall(request))).messages), [31415, 92653]);
  },
  async messages_up_to_the_limit() {
    const { value } = await unary(client, 'UnaryCall', { response_size: 8 << 20, payload: zeros((4 << 20) - 64) });
    assert.equal(value.payload.body.length, 8 << 20);
  },
  async message_over_the_limit() {
    await refused(8, unary(client, 'UnaryCall', { payload: zeros(5 << 20) }));
  },
  async exception_without_its_secrets() {
    const metadata = new grpc.Metadata();
    metadata.set('x-misbehave', 'throw');
    const error = await refused(2, unary(client, 'EmptyCall', {}, metadata));
    assert.ok(!error.details.includes('secret'), error.details);
  },
  async rich_error() {
    const metadata = new grpc.Metadata();
    metadata.set('x-misbehave', 'rich');
    const error = await refused(9, unary(client, 'EmptyCall', {}, metadata));
    assert.equal(error.details, '房间里有另一个病人的批次');
    assert.ok(error.metadata.get('grpc-status-details-bin')[0].includes('GMP-9.5.2b'));
  },
  async many_calls_at_once() {
    const all = await Promise.all(Array.from({ length: 200 }, (_, size) => unary(client, 'UnaryCall', { response_size: size })));
    assert.deepEqual(all.map(({ value }) => value.payload.body.length), Array.from({ length: 200 }, (_, size) => size));
  },
  async slow_reader() {
    const call = client.StreamingOutputCall(wanting(Array(200).fill(100_000)));
    call.pause();
    setTimeout(() => call.resume(), 100);
    assert.equal((await collect(call)).messages.length, 200);
  },
  reflection_v1: () => reflects(root.reflection.v1),
  reflection_v1alpha: () => reflects(root.reflection.v1alpha),
  async health_check() {
    const health = open(root.health.v1.Health);
    assert.equal((await unary(health, 'Check', { service: 'grpc.testing.TestService' })).value.status, 'SERVING');
    await refused(5, unary(health, 'Check', { service: 'nobody' }));
  },
  async health_watch() {
    const call = open(root.health.v1.Health).Watch({ service: 'grpc.testing.TestService' });
    const end = refused(1, collect(call));
    call.on('data', () => call.cancel());
    assert.equal((await end).messages[0].status, 'SERVING');
  },
};

async function reflects({ ServerReflection }) {
  const call = open(ServerReflection).ServerReflectionInfo();
  const end = collect(call);
  call.write({ list_services: '' });
  call.write({ file_containing_symbol: 'grpc.testing.TestService' });
  call.write({ file_containing_symbol: 'grpc.testing.SimpleRequest' });
  call.write({ file_by_filename: 'nowhere.proto' });
  call.end();
  const [list, service, message, nothing] = (await end).messages;
  const names = list.list_services_response.service.map(each => each.name);
  assert.ok(names.includes('grpc.testing.TestService') && names.includes('grpc.health.v1.Health'), names.join());
  assert.ok(service.file_descriptor_response.file_descriptor_proto[0].includes('FullDuplexCall'));
  assert.ok(message.file_descriptor_response.file_descriptor_proto[0].includes('response_size'));
  assert.equal(nothing.error_response.error_code, 5);
}

run(cases);
