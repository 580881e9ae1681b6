"""Asks an Orchestrator server of which it knows nothing but the address and the tokens: what may be called, it learns by reflection.

Further argument: the folder of the example files. The cases are one story and rely on those before them.
"""
import datetime
import pathlib
import threading
import time

import grpc
from google.protobuf import descriptor_pb2
from peer import ADDRESS, CHANNEL, OTHERS, POOL, UNLIMITED, case, equal, message, refused, run_cases, stub

EXAMPLES = pathlib.Path(OTHERS[0])
OURS = {"Manufacturing", "Quality", "Equipment", "Plant", "Capacity", "Demo"}
MESSAGE_SIZE_MAX = 4 << 20
BEGAN = datetime.datetime.utcnow() - datetime.timedelta(minutes=1)
PATIENCE_S = 20
REFUSED = grpc.StatusCode.FAILED_PRECONDITION


def ours(name, /, **fields):
    return message("orchestrator.v1." + name, **fields)


def our(method_name, channel=CHANNEL):
    return stub("orchestrator.v1." + method_name, channel)


def token(caller):
    return (("authorization", f"Bearer token-of-{caller}"),)


def header(command_id):
    return ours("CommandHeader", command_id=command_id)


def example(name):
    return ours("File", name=name, text=(EXAMPLES / name).read_text("utf-8"))


def founding(command_id):
    return ours("FoundRequest", header=header(command_id), plant="SH-01", time=1)


def detail(error, name):
    status = message("google.rpc.Status")
    status.ParseFromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    equal((status.code, status.message), (error.code().value[0], error.details()))
    only, = status.details
    found = message(name)
    assert only.Unpack(found), only.type_url
    return found


class Session:
    """A controller's stream; what is to be sent waits in a list until it is sent or the session is closed."""

    def __init__(self, controller, caller=None, timeout=PATIENCE_S):
        self._news = threading.Condition()
        self._waiting = [ours("FromController", register=ours("Register", controller=controller))]
        self._closed = False
        self.call = our("Equipment.Connect")(self._requests(), metadata=token(caller or controller), timeout=timeout)

    def _requests(self):
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                request = self._waiting.pop(0)
            yield request

    def reads(self, sequence, sensor="DP-101"):
        value = ours("Reading", value=16)
        value.at.FromDatetime(BEGAN + datetime.timedelta(seconds=sequence))
        report = ours("Report", sequence=sequence, readings=[ours("ReadingsReport", sensor=sensor, values=[value])])
        with self._news:
            self._waiting.append(ours("FromController", report=report))
            self._news.notify()
        return self

    def close(self):
        with self._news:
            self._closed = True
            self._news.notify()


def reflects(package):
    def ask(*requests):
        call = stub(f"{package}.ServerReflection.ServerReflectionInfo")
        return list(call(message(f"{package}.ServerReflectionRequest", **fields) for fields in requests))

    listed, = ask({"list_services": ""})
    names = {each.name for each in listed.list_services_response.service}
    assert {f"orchestrator.v1.{name}" for name in OURS} | {"grpc.health.v1.Health"} <= names, names
    files = {}
    wanted = [{"file_containing_symbol": f"orchestrator.v1.{name}"} for name in sorted(OURS)]
    while wanted:
        for answer in ask(*wanted):
            equal(answer.WhichOneof("message_response"), "file_descriptor_response")
            for each in answer.file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(each)
                files[file.name] = file
        known = {name for file in files.values() for name in file.dependency}
        wanted = [{"file_by_filename": name} for name in sorted(known - files.keys())]
    return files


def learn(file, files):
    """Adds a file to the pool after those it imports."""
    try:
        POOL.FindFileByName(file.name)
    except KeyError:
        for name in file.dependency:
            learn(files[name], files)
        POOL.Add(file)


@case
def reflection_v1():
    files = reflects("grpc.reflection.v1")
    for file in files.values():
        learn(file, files)
    services = {name: POOL.FindServiceByName(f"orchestrator.v1.{name}") for name in OURS}
    assert services["Manufacturing"].FindMethodByName("StartStep") and services["Equipment"].FindMethodByName("Connect")


@case
def reflection_v1alpha():
    equal(reflects("grpc.reflection.v1alpha").keys(), reflects("grpc.reflection.v1").keys())


@case
def health_check():
    check = stub("grpc.health.v1.Health.Check")
    for service in ["", *(f"orchestrator.v1.{name}" for name in OURS)]:
        equal(check(message("grpc.health.v1.HealthCheckRequest", service=service)).status, 1)
    refused(grpc.StatusCode.NOT_FOUND, lambda: check(message("grpc.health.v1.HealthCheckRequest", service="nobody")))


@case
def health_watch():
    watch = stub("grpc.health.v1.Health.Watch")
    for service, status in (("orchestrator.v1.Plant", 1), ("nobody", 3)):
        call = watch(message("grpc.health.v1.HealthCheckRequest", service=service))
        equal(next(call).status, status)
        call.cancel()


@case
def token_and_role():
    found = our("Plant.Found")
    refused(grpc.StatusCode.UNAUTHENTICATED, lambda: found(founding("f")))
    refused(grpc.StatusCode.UNAUTHENTICATED, lambda: found(founding("f"), metadata=token("a stranger")))
    refused(grpc.StatusCode.PERMISSION_DENIED, lambda: found(founding("f"), metadata=token("mes-1")))
    watch = our("Manufacturing.Watch")(ours("WatchRequest"), metadata=token("nobody"))
    refused(grpc.StatusCode.PERMISSION_DENIED, lambda: list(watch))
    refused(grpc.StatusCode.UNAUTHENTICATED, lambda: list(our("Equipment.Connect")(iter(()))))


@case
def unary_and_its_repetition():
    first = our("Plant.Found")(founding("found"), metadata=token("planner"))
    again = our("Plant.Found")(founding("found"), metadata=token("planner"))
    equal((first.granted, first.position, first.repeated), (True, 1, False))
    equal((again.granted, again.position, again.repeated, again.at), (True, 1, True, first.at))


@case
def rich_error():
    error = refused(REFUSED, lambda: our("Plant.Found")(founding("found-again"), metadata=token("planner")))
    refusal, = detail(error, "orchestrator.v1.Ruling").refusals
    equal(refusal.rule, "ORC-002")
    assert refusal.sentence.zh and error.details() == f"{refusal.rule} {refusal.sentence.en}", error.details()


@case
def rich_error_of_a_field():
    error = refused(
        grpc.StatusCode.INVALID_ARGUMENT, lambda: our("Plant.Found")(founding(""), metadata=token("planner")))
    equal([each.field for each in detail(error, "google.rpc.BadRequest").field_violations], ["header.command_id"])


@case
def compressed_requests():
    proposal = ours(
        "ProposeChangeRequest", header=header("files"), change="C-1", plant=example("plant.yaml"),
        recipes=[example("car-t-closed.yaml"), example("car-t-open.yaml")])
    proposal.effective_from.seconds = 0
    assert our("Plant.ProposeChange")(proposal, metadata=token("planner"), compression=grpc.Compression.Gzip).granted
    approval = ours("ApproveChangeRequest", header=header("approval"), change="C-1")
    approved = our("Plant.ApproveChange")(approval, metadata=token("qa"), compression=grpc.Compression.Deflate)
    assert approved.granted
    plant = our("Plant.GetPlant")(ours("GetPlantRequest", min_position=approved.position), metadata=token("supervisor"))
    equal(plant.plant, "SH-01")


@case
def server_streaming():
    call = our("Manufacturing.Watch")(ours("WatchRequest", refusals=True), metadata=token("supervisor"), timeout=PATIENCE_S)
    told = [next(call) for _ in range(4)]
    equal([(each.position, each.command_id) for each in told], [(1, "found"), (2, "found-again"), (3, "files"), (4, "approval")])
    refused(REFUSED, lambda: our("Plant.Found")(founding("while-watching"), metadata=token("planner")))
    heard = next(call)
    equal((heard.position, heard.command_id, heard.granted, heard.refusals[0].rule), (5, "while-watching", False, "ORC-002"))
    call.cancel()
    refused(grpc.StatusCode.CANCELLED, lambda: list(call))
    resumed = our("Manufacturing.Watch")(
        ours("WatchRequest", after=4, refusals=True), metadata=token("supervisor"), timeout=PATIENCE_S)
    equal(next(resumed).position, 5)
    resumed.cancel()


@case
def session_of_a_controller():
    session = Session("BMS-1")
    registered = next(session.call).registered
    equal((registered.epoch, registered.last_sequence), (1, 0))
    equal(next(session.reads(1).call).recorded.sequence, 1)
    equal(next(session.reads(1).call).recorded.sequence, 1)
    equal(next(session.reads(5).call).recorded.sequence, 5)
    session.close()
    equal(list(session.call), [])
    equal(session.call.code(), grpc.StatusCode.OK)


@case
def newer_session():
    older = Session("BMS-1")
    epoch = next(older.call).registered.epoch
    newer = Session("BMS-1")
    equal(next(newer.call).registered.epoch, epoch + 1)
    refused(grpc.StatusCode.ABORTED, lambda: next(older.call))
    equal(next(newer.reads(6).call).recorded.sequence, 6)
    newer.close()
    equal(list(newer.call), [])


@case
def session_refused():
    error = refused(REFUSED, lambda: next(Session("BMS-1", caller="CTRL-CP-01").call))
    equal(detail(error, "orchestrator.v1.Ruling").refusals[0].rule, "ORC-008")
    session = Session("BMS-1")
    next(session.call)
    invalid = next(session.reads(0).call).invalid
    equal((invalid.sequence, invalid.field), (0, "sequence"))
    equal(next(session.reads(7).call).recorded.sequence, 7)
    session.close()


@case
def deadline():
    started = time.monotonic()
    future_view = ours("ListBatchesRequest", min_position=1 << 40)
    refused(
        grpc.StatusCode.DEADLINE_EXCEEDED,
        lambda: our("Manufacturing.ListBatches")(future_view, metadata=token("supervisor"), timeout=0.3))
    watch = our("Manufacturing.Watch")(ours("WatchRequest"), metadata=token("supervisor"), timeout=0.3)
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(watch))
    session = Session("BMS-1", timeout=0.5)
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(session.call))
    assert time.monotonic() - started < 10


@case
def cancellation():
    future_view = ours("ListBatchesRequest", min_position=1 << 40)
    waiting = our("Manufacturing.ListBatches").future(future_view, metadata=token("supervisor"))
    waiting.cancel()
    equal(waiting.code(), grpc.StatusCode.CANCELLED)
    session = Session("BMS-1")
    epoch = next(session.call).registered.epoch
    session.call.cancel()
    refused(grpc.StatusCode.CANCELLED, lambda: next(session.call))
    after = Session("BMS-1")
    equal(next(after.call).registered.epoch, epoch + 1)
    after.close()
    equal(list(after.call), [])


def long_file(size):
    return ours("CheckRequest", recipes=[ours("File", name="long.yaml", text="#" * (size - 32))])


@case
def message_up_to_the_limit():
    reply = our("Plant.Check")(long_file(MESSAGE_SIZE_MAX), metadata=token("engineer"))
    assert not reply.applicable


@case
def message_over_the_limit():
    refused(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        lambda: our("Plant.Check")(long_file(MESSAGE_SIZE_MAX + 64), metadata=token("engineer")))
    session = Session("BMS-1")
    next(session.call)
    session.reads(9, sensor="x" * (MESSAGE_SIZE_MAX + 64))
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: next(session.call))
    message_up_to_the_limit()


@case
def malformed_message():
    unreadable = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.INVALID_ARGUMENT}
    damaged_text = founding("text").SerializeToString().replace(b"SH-01", b"SH\xff01")
    raw = CHANNEL.unary_unary("/orchestrator.v1.Plant/Found")
    for garbage in (b"\x0a\x7f\x01", b"\xff\xff\xff\xff", b"\x07", damaged_text):
        try:
            raw(garbage, metadata=token("planner"))
            raise AssertionError(f"{garbage} was answered")
        except grpc.RpcError as error:
            assert error.code() in unreadable, error
    raw_stream = CHANNEL.stream_stream("/orchestrator.v1.Equipment/Connect")
    try:
        next(raw_stream(iter([b"\x0a\x7f\x01"]), metadata=token("BMS-1")))
        raise AssertionError("it was answered")
    except grpc.RpcError as error:
        assert error.code() in unreadable, error


@case
def field_of_a_newer_client():
    raw = CHANNEL.unary_unary("/orchestrator.v1.Plant/Found", response_deserializer=lambda each: each)
    newer = founding("newer").SerializeToString() + b"\xc2\x3e\x03new"
    error = refused(REFUSED, lambda: raw(newer, metadata=token("planner")))
    equal(detail(error, "orchestrator.v1.Ruling").refusals[0].rule, "ORC-002")


@case
def unimplemented():
    refused(
        grpc.StatusCode.UNIMPLEMENTED,
        lambda: CHANNEL.unary_unary("/orchestrator.v1.Plant/Invented")(b"", metadata=token("planner")))
    refused(
        grpc.StatusCode.UNIMPLEMENTED,
        lambda: CHANNEL.unary_unary("/orchestrator.v2.Plant/Found")(b"", metadata=token("planner")))


@case
def many_commands_at_once():
    found = our("Plant.Found")
    calls = [found.future(founding(f"many-{number}"), metadata=token("planner")) for number in range(200)]
    rulings = [detail(each.exception(), "orchestrator.v1.Ruling") for each in calls]
    equal({each.code() for each in calls}, {REFUSED})
    equal(len({each.position for each in rulings}), 200)


@case
def several_connections():
    for _ in range(10):
        with grpc.insecure_channel(ADDRESS, options=[*UNLIMITED, ("grpc.use_local_subchannel_pool", 1)]) as channel:
            assert our("Plant.GetPlant", channel)(ours("GetPlantRequest"), metadata=token("supervisor")).position > 200


run_cases()
