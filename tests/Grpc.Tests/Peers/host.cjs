// Asks an Orchestrator server of which it knows nothing but the address and the tokens: what may be called, it learns by reflection.
// Further argument: the folder of the example files. The cases are one story and rely on those before them.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { FileDescriptorProto, FileDescriptorSet } = require('protobufjs/ext/descriptor');
const { grpc, address, load, known, open, unary, collect, refused, run, others: [examples] } = require('./peer.cjs');

const names = ['Manufacturing', 'Quality', 'Equipment', 'Plant', 'Capacity', 'Demo'];
const messageSizeMax = 4 << 20;
const { OK, CANCELLED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION,
  ABORTED, UNIMPLEMENTED, INTERNAL, UNKNOWN, UNAUTHENTICATED } = grpc.status;
let v1;

const token = caller => {
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer token-of-${caller}`);
  return metadata;
};
const gzip = { 'grpc.default_compression_algorithm': 2 };
const deflate = { 'grpc.default_compression_algorithm': 1 };
const call = async (name, request, caller, { options, channel } = {}) => {
  const [service, method] = name.split('/');
  const client = open(v1[service], channel);
  try {
    return (await unary(client, method, request, caller && token(caller), options)).value;
  } finally {
    client.close();
  }
};
const stream = (name, request, caller, options = {}) => {
  const [service, method] = name.split('/');
  return open(v1[service])[method](request, token(caller), options);
};
const raw = (path, bytes, caller) => new Promise((resolve, reject) => new grpc.Client(address, grpc.credentials.createInsecure())
  .makeUnaryRequest(path, each => each, each => each, bytes, token(caller), (error, value) => error ? reject(error) : resolve(value)));
const founding = command_id => ({ header: { command_id }, plant: 'SH-01', time: 'TIME_MODE_REAL' });
const foundingBytes = command_id => v1.Plant.service.Found.requestSerialize(founding(command_id));
const example = name => ({ name, text: fs.readFileSync(path.join(examples, name), 'utf8') });
const longFile = size => ({ recipes: [{ name: 'long.yaml', text: '#'.repeat(size - 32) }] });
const futureView = { min_position: 2 ** 40 };
const began = Date.now() - 60_000;

// The one message among a rich error's details.
const detail = (error, type) => {
  const { code, message, details } = known.google.rpc.Status.deserialize(error.metadata.get('grpc-status-details-bin')[0]);
  assert.deepEqual([code, message, details.length], [error.code, error.details, 1]);
  return type.deserialize(details[0].value);
};
const rulesOf = error => detail(error, v1.Ruling).refusals.map(each => each.rule);
const fieldsOf = error => detail(error, known.google.rpc.BadRequest).field_violations.map(each => each.field);

// A controller's stream with its messages one by one: next() gives a message, an error, or null at the end.
const connect = (controller, caller = controller, options = {}) => {
  const session = open(v1.Equipment).Connect(token(caller), options);
  const come = [];
  const asked = [];
  const put = each => { const ask = asked.shift(); if (ask) ask(each); else come.push(each); };
  session.on('data', value => put({ value }));
  session.on('error', error => put({ error }));
  session.on('status', ({ code }) => { if (code === OK) put({ value: null }); });
  const next = async () => {
    const { value, error } = come.shift() ?? await new Promise(resolve => asked.push(resolve));
    if (error) throw error;
    return value;
  };
  const report = (sequence, sensor = 'DP-101') => session.write({
    report: { sequence, readings: [{ sensor, values: [{ at: { seconds: Math.floor(began / 1000) + sequence }, value: 16 }] }] } });
  session.write({ register: { controller } });
  return { session, next, report };
};

const reflects = async ({ ServerReflection }) => {
  const ask = async (...requests) => {
    const asking = open(ServerReflection).ServerReflectionInfo();
    const end = collect(asking);
    for (const request of requests) asking.write(request);
    asking.end();
    return (await end).messages;
  };
  const [list] = await ask({ list_services: '' });
  const listed = list.list_services_response.service.map(each => each.name);
  for (const name of [...names.map(each => `orchestrator.v1.${each}`), 'grpc.health.v1.Health']) assert.ok(listed.includes(name), name);
  const files = new Map();
  let wanted = names.map(name => ({ file_containing_symbol: `orchestrator.v1.${name}` }));
  while (wanted.length > 0) {
    for (const answer of await ask(...wanted)) {
      assert.equal(answer.message_response, 'file_descriptor_response');
      for (const bytes of answer.file_descriptor_response.file_descriptor_proto) {
        const file = FileDescriptorProto.decode(bytes);
        files.set(file.name, file);
      }
    }
    const imports = new Set([...files.values()].flatMap(file => file.dependency));
    wanted = [...imports].filter(name => !files.has(name)).map(file_by_filename => ({ file_by_filename }));
  }
  return files;
};

const cases = {
  async reflection_v1() {
    const files = await reflects(known.grpc.reflection.v1);
    v1 = load(FileDescriptorSet.encode({ file: [...files.values()] }).finish()).orchestrator.v1;
    for (const name of names) assert.ok(v1[name].service, name);
    assert.ok(v1.Manufacturing.service.StartStep && v1.Equipment.service.Connect.requestStream);
  },
  async reflection_v1alpha() {
    const [older, newer] = [await reflects(known.grpc.reflection.v1alpha), await reflects(known.grpc.reflection.v1)];
    assert.deepEqual([...older.keys()].sort(), [...newer.keys()].sort());
  },
  async health_check() {
    const health = open(known.grpc.health.v1.Health);
    for (const service of ['', ...names.map(each => `orchestrator.v1.${each}`)])
      assert.equal((await unary(health, 'Check', { service })).value.status, 'SERVING');
    await refused(NOT_FOUND, unary(health, 'Check', { service: 'nobody' }));
  },
  async health_watch() {
    for (const [service, state] of [['orchestrator.v1.Plant', 'SERVING'], ['nobody', 'SERVICE_UNKNOWN']]) {
      const watching = open(known.grpc.health.v1.Health).Watch({ service });
      const end = refused(CANCELLED, collect(watching));
      watching.on('data', () => watching.cancel());
      assert.equal((await end).messages[0].status, state);
    }
  },
  async token_and_role() {
    await refused(UNAUTHENTICATED, call('Plant/Found', founding('f')));
    await refused(UNAUTHENTICATED, call('Plant/Found', founding('f'), 'a stranger'));
    await refused(PERMISSION_DENIED, call('Plant/Found', founding('f'), 'mes-1'));
    await refused(PERMISSION_DENIED, collect(stream('Manufacturing/Watch', {}, 'nobody')));
    const session = open(v1.Equipment).Connect();
    session.end();
    await refused(UNAUTHENTICATED, collect(session));
  },
  async unary_and_its_repetition() {
    const first = await call('Plant/Found', founding('found'), 'planner');
    const again = await call('Plant/Found', founding('found'), 'planner');
    assert.deepEqual([first.granted, first.position, first.repeated], [true, 1, false]);
    assert.deepEqual([again.granted, again.position, again.repeated, again.at], [true, 1, true, first.at]);
  },
  async rich_error() {
    const error = await refused(FAILED_PRECONDITION, call('Plant/Found', founding('found-again'), 'planner'));
    const [refusal] = detail(error, v1.Ruling).refusals;
    assert.ok(refusal.sentence.zh);
    assert.equal(error.details, `ORC-002 ${refusal.sentence.en}`);
  },
  async rich_error_of_a_field() {
    assert.deepEqual(fieldsOf(await refused(INVALID_ARGUMENT, call('Plant/Found', founding(''), 'planner'))), ['header.command_id']);
  },
  async compressed_requests() {
    const proposal = { header: { command_id: 'files' }, change: 'C-1', effective_from: { seconds: 0 },
      plant: example('plant.yaml'), recipes: [example('car-t-closed.yaml'), example('car-t-open.yaml')] };
    assert.ok((await call('Plant/ProposeChange', proposal, 'planner', { channel: gzip })).granted);
    const approved = await call(
      'Plant/ApproveChange', { header: { command_id: 'approval' }, change: 'C-1' }, 'qa', { channel: deflate });
    assert.ok(approved.granted);
    assert.equal((await call('Plant/GetPlant', { min_position: approved.position }, 'supervisor')).plant, 'SH-01');
  },
  async server_streaming() {
    const watching = stream('Manufacturing/Watch', { refusals: true }, 'supervisor');
    const end = refused(CANCELLED, collect(watching));
    watching.on('data', event => {
      if (event.position === 4) call('Plant/Found', founding('while-watching'), 'planner').catch(() => {});
      if (event.command_id === 'while-watching') watching.cancel();
    });
    const turns = (await end).messages;
    assert.deepEqual(turns.map(event => [event.position, event.command_id]),
      [[1, 'found'], [2, 'found-again'], [3, 'files'], [4, 'approval'], [5, 'while-watching']]);
    assert.deepEqual([turns[4].granted, turns[4].refusals[0].rule], [false, 'ORC-002']);
    const resumed = stream('Manufacturing/Watch', { after: 4, refusals: true }, 'supervisor');
    const ended = refused(CANCELLED, collect(resumed));
    resumed.on('data', () => resumed.cancel());
    assert.equal((await ended).messages[0].position, 5);
  },
  async session_of_a_controller() {
    const { session, next, report } = connect('BMS-1');
    const { registered } = await next();
    assert.deepEqual([registered.epoch, registered.last_sequence], [1, 0]);
    for (const sequence of [1, 1, 5]) {
      report(sequence);
      assert.equal((await next()).recorded.sequence, sequence);
    }
    session.end();
    assert.equal(await next(), null);
  },
  async newer_session() {
    const older = connect('BMS-1');
    const { registered: { epoch } } = await older.next();
    const newer = connect('BMS-1');
    assert.equal((await newer.next()).registered.epoch, epoch + 1);
    await refused(ABORTED, older.next());
    newer.report(6);
    assert.equal((await newer.next()).recorded.sequence, 6);
    newer.session.end();
    assert.equal(await newer.next(), null);
  },
  async session_refused() {
    assert.deepEqual(rulesOf(await refused(FAILED_PRECONDITION, connect('BMS-1', 'CTRL-CP-01').next())), ['ORC-008']);
    const { session, next, report } = connect('BMS-1');
    await next();
    report(0);
    const { invalid } = await next();
    assert.deepEqual([invalid.sequence, invalid.field], [0, 'sequence']);
    report(7);
    assert.equal((await next()).recorded.sequence, 7);
    session.end();
  },
  async deadline() {
    const soon = () => ({ deadline: Date.now() + 300 });
    await refused(DEADLINE_EXCEEDED, call('Manufacturing/ListBatches', futureView, 'supervisor', { options: soon() }));
    await refused(DEADLINE_EXCEEDED, collect(stream('Manufacturing/Watch', {}, 'supervisor', soon())));
    const { session } = connect('BMS-1', 'BMS-1', soon());
    await refused(DEADLINE_EXCEEDED, collect(session));
  },
  async cancellation() {
    await refused(CANCELLED, new Promise((resolve, reject) => {
      const waiting = open(v1.Manufacturing).ListBatches(futureView, token('supervisor'), (error, value) => error ? reject(error) : resolve(value));
      setTimeout(() => waiting.cancel(), 100);
    }));
    const { session, next } = connect('BMS-1');
    const { registered: { epoch } } = await next();
    session.cancel();
    await refused(CANCELLED, next());
    const after = connect('BMS-1');
    assert.equal((await after.next()).registered.epoch, epoch + 1);
    after.session.end();
    assert.equal(await after.next(), null);
  },
  async message_up_to_the_limit() {
    assert.equal((await call('Plant/Check', longFile(messageSizeMax), 'engineer')).applicable, false);
  },
  async message_over_the_limit() {
    await refused(RESOURCE_EXHAUSTED, call('Plant/Check', longFile(messageSizeMax + 64), 'engineer'));
    const { next, report } = connect('BMS-1');
    await next();
    report(9, 'x'.repeat(messageSizeMax));
    await refused(RESOURCE_EXHAUSTED, next());
    await cases.message_up_to_the_limit();
  },
  async malformed_message() {
    const unreadable = [INTERNAL, UNKNOWN, INVALID_ARGUMENT];
    const damagedText = foundingBytes('text');
    damagedText[damagedText.indexOf('SH-01') + 2] = 0xff;
    for (const bytes of [...['0a7f01', 'ffffffff', '07'].map(hex => Buffer.from(hex, 'hex')), damagedText]) {
      const error = await raw('/orchestrator.v1.Plant/Found', bytes, 'planner').catch(each => each);
      assert.ok(unreadable.includes(error.code), String(error));
    }
    const session = new grpc.Client(address, grpc.credentials.createInsecure())
      .makeBidiStreamRequest('/orchestrator.v1.Equipment/Connect', each => each, each => each, token('BMS-1'));
    const end = collect(session).catch(each => each);
    session.write(Buffer.from('0a7f01', 'hex'));
    const error = await end;
    assert.ok(unreadable.includes(error.code), String(error));
  },
  async field_of_a_newer_client() {
    const newer = Buffer.concat([foundingBytes('newer'), Buffer.from('c23e036e6577', 'hex')]);
    assert.deepEqual(rulesOf(await refused(FAILED_PRECONDITION, raw('/orchestrator.v1.Plant/Found', newer, 'planner'))), ['ORC-002']);
  },
  async unimplemented() {
    await refused(UNIMPLEMENTED, raw('/orchestrator.v1.Plant/Invented', Buffer.alloc(0), 'planner'));
    await refused(UNIMPLEMENTED, raw('/orchestrator.v2.Plant/Found', Buffer.alloc(0), 'planner'));
  },
  async many_commands_at_once() {
    const client = open(v1.Plant);
    const errors = await Promise.all(Array.from({ length: 200 }, (_, number) =>
      refused(FAILED_PRECONDITION, unary(client, 'Found', founding(`many-${number}`), token('planner')))));
    assert.equal(new Set(errors.map(error => detail(error, v1.Ruling).position)).size, 200);
  },
  async several_connections() {
    for (let at = 0; at < 10; at++)
      assert.ok((await call('Plant/GetPlant', {}, 'supervisor', { channel: { 'grpc.use_local_subchannel_pool': 1 } })).position > 200);
  },
};

run(cases);
