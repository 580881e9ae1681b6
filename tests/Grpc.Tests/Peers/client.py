"""Asks a server the interoperability cases, and what else a client may do."""
import threading
import time

import grpc
from peer import CHANNEL, case, equal, message, refused, run_cases, stub

REQUEST_SIZES = [27182, 8, 1828, 45904]
RESPONSE_SIZES = [31415, 9, 2653, 58979]


def testing(name, **fields):
    return message("grpc.testing." + name, **fields)


def test(method_name, channel=CHANNEL):
    return stub("grpc.testing.TestService." + method_name, channel)


def zeros(size):
    return testing("Payload", body=bytes(size))


def wanting(*sizes, **more):
    return testing(
        "StreamingOutputCallRequest",
        response_parameters=[testing("ResponseParameters", size=size) for size in sizes], **more)


def sizes_of(responses):
    return [len(each.payload.body) for each in responses]


@case
def empty_unary():
    equal(test("EmptyCall")(testing("Empty")), testing("Empty"))


@case
def large_unary():
    response = test("UnaryCall")(testing("SimpleRequest", response_size=314159, payload=zeros(271828)))
    equal(response.payload.body, bytes(314159))


@case
def client_streaming():
    requests = (testing("StreamingInputCallRequest", payload=zeros(size)) for size in REQUEST_SIZES)
    equal(test("StreamingInputCall")(requests).aggregated_payload_size, 74922)


@case
def server_streaming():
    equal(sizes_of(test("StreamingOutputCall")(wanting(*RESPONSE_SIZES))), RESPONSE_SIZES)


@case
def ping_pong():
    turn = threading.Semaphore(1)

    def requests():
        for request, response in zip(REQUEST_SIZES, RESPONSE_SIZES):
            turn.acquire()
            yield wanting(response, payload=zeros(request))

    seen = []
    for response in test("FullDuplexCall")(requests()):
        seen.append(len(response.payload.body))
        turn.release()
    equal(seen, RESPONSE_SIZES)


@case
def empty_stream():
    equal(list(test("FullDuplexCall")(iter(()))), [])


@case
def half_close():
    equal(sizes_of(test("HalfDuplexCall")(wanting(size) for size in RESPONSE_SIZES)), RESPONSE_SIZES)


@case
def status_code_and_message():
    status = testing("EchoStatus", code=2, message="test status message")
    error = refused(grpc.StatusCode.UNKNOWN, lambda: test("UnaryCall")(testing("SimpleRequest", response_status=status)))
    equal(error.details(), status.message)
    error = refused(
        grpc.StatusCode.UNKNOWN, lambda: list(test("FullDuplexCall")(iter([wanting(response_status=status)]))))
    equal(error.details(), status.message)


@case
def special_status_message():
    status = testing("EchoStatus", code=2, message="\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")
    error = refused(grpc.StatusCode.UNKNOWN, lambda: test("UnaryCall")(testing("SimpleRequest", response_status=status)))
    equal(error.details(), status.message)


@case
def status_after_messages():
    status = testing("EchoStatus", code=9, message="enough")
    seen = []
    refused(
        grpc.StatusCode.FAILED_PRECONDITION,
        lambda: seen.extend(iter(test("StreamingOutputCall")(wanting(1, 2, 3, response_status=status)))))
    equal(sizes_of(seen), [1, 2, 3])


@case
def custom_metadata():
    metadata = (("x-grpc-test-echo-initial", "test_initial_metadata_value"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"))

    def check(call):
        equal(dict(call.initial_metadata())["x-grpc-test-echo-initial"], "test_initial_metadata_value")
        equal(dict(call.trailing_metadata())["x-grpc-test-echo-trailing-bin"], b"\xab\xab\xab")

    _, call = test("UnaryCall").with_call(testing("SimpleRequest", response_size=1), metadata=metadata)
    check(call)
    call = test("FullDuplexCall")(iter(()), metadata=metadata)
    equal(list(call), [])
    check(call)


@case
def unimplemented_method():
    refused(grpc.StatusCode.UNIMPLEMENTED, lambda: test("UnimplementedCall")(testing("Empty")))


@case
def unimplemented_service():
    call = stub("grpc.testing.UnimplementedService.UnimplementedCall")
    refused(grpc.StatusCode.UNIMPLEMENTED, lambda: call(testing("Empty")))


@case
def cancel_after_begin():
    never = threading.Event()

    def requests():
        never.wait()
        yield from ()

    future = test("StreamingInputCall").future(requests())
    future.cancel()
    equal(future.code(), grpc.StatusCode.CANCELLED)
    never.set()


@case
def cancel_after_first_response():
    never = threading.Event()

    def requests():
        yield wanting(31415, payload=zeros(27182))
        never.wait()

    call = test("FullDuplexCall")(requests())
    equal(len(next(call).payload.body), 31415)
    call.cancel()
    refused(grpc.StatusCode.CANCELLED, lambda: next(call))
    never.set()


@case
def timeout_on_sleeping_server():
    never = threading.Event()

    def requests():
        yield testing("StreamingOutputCallRequest", payload=zeros(27182))
        never.wait()

    refused(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(test("FullDuplexCall")(requests(), timeout=0.001)))
    never.set()


@case
def deadline_on_unary():
    started = time.monotonic()
    refused(
        grpc.StatusCode.DEADLINE_EXCEEDED,
        lambda: test("EmptyCall")(testing("Empty"), metadata=(("x-misbehave", "wait"),), timeout=0.1))
    assert time.monotonic() - started < 5


@case
def client_compressed_unary():
    expect = testing("BoolValue", value=True)
    for algorithm in (grpc.Compression.Gzip, grpc.Compression.Deflate):
        response = test("UnaryCall")(
            testing("SimpleRequest", expect_compressed=expect, response_size=314159, payload=zeros(271828)),
            compression=algorithm)
        equal(len(response.payload.body), 314159)
    refused(
        grpc.StatusCode.INVALID_ARGUMENT,
        lambda: test("UnaryCall")(testing("SimpleRequest", expect_compressed=expect, payload=zeros(271828))))


@case
def client_compressed_streaming():
    expect = testing("BoolValue", value=True)
    requests = (testing("StreamingInputCallRequest", expect_compressed=expect, payload=zeros(size)) for size in (27182, 45904))
    equal(test("StreamingInputCall")(requests, compression=grpc.Compression.Gzip).aggregated_payload_size, 73086)


@case
def server_compressed_unary():
    for value in (True, False):
        wanted = testing("BoolValue", value=value)
        response = test("UnaryCall")(
            testing("SimpleRequest", response_compressed=wanted, response_size=314159, payload=zeros(271828)))
        equal(len(response.payload.body), 314159)


@case
def server_compressed_streaming():
    request = wanting(31415, 92653)
    request.response_parameters[0].compressed.value = True
    equal(sizes_of(test("StreamingOutputCall")(request)), [31415, 92653])


@case
def messages_up_to_the_limit():
    response = test("UnaryCall")(testing("SimpleRequest", response_size=8 << 20, payload=zeros((4 << 20) - 64)))
    equal(len(response.payload.body), 8 << 20)


@case
def message_over_the_limit():
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: test("UnaryCall")(testing("SimpleRequest", payload=zeros(5 << 20))))


@case
def exception_without_its_secrets():
    error = refused(
        grpc.StatusCode.UNKNOWN, lambda: test("EmptyCall")(testing("Empty"), metadata=(("x-misbehave", "throw"),)))
    assert "secret" not in error.details(), error.details()


@case
def rich_error():
    error = refused(
        grpc.StatusCode.FAILED_PRECONDITION,
        lambda: test("EmptyCall")(testing("Empty"), metadata=(("x-misbehave", "rich"),)))
    equal(error.details(), "房间里有另一个病人的批次")
    assert b"GMP-9.5.2b" in dict(error.trailing_metadata())["grpc-status-details-bin"]


@case
def many_calls_at_once():
    calls = [test("UnaryCall").future(testing("SimpleRequest", response_size=size)) for size in range(200)]
    equal([len(each.result().payload.body) for each in calls], list(range(200)))


@case
def slow_reader():
    seen = 0
    for _ in test("StreamingOutputCall")(wanting(*[100_000] * 100)):
        seen += 1
        time.sleep(0.001)
    equal(seen, 100)


def reflects(package):
    def ask(**fields):
        return message(f"{package}.ServerReflectionRequest", **fields)

    requests = [
        ask(list_services=""), ask(file_containing_symbol="grpc.testing.TestService"), ask(file_by_filename="nowhere.proto")]
    listed, service, nothing = stub(f"{package}.ServerReflection.ServerReflectionInfo")(iter(requests))
    names = [each.name for each in listed.list_services_response.service]
    assert {"grpc.testing.TestService", "grpc.health.v1.Health"} <= set(names), names
    assert b"FullDuplexCall" in service.file_descriptor_response.file_descriptor_proto[0]
    equal(nothing.error_response.error_code, 5)


@case
def reflection_v1():
    reflects("grpc.reflection.v1")


@case
def reflection_v1alpha():
    reflects("grpc.reflection.v1alpha")


@case
def health_check():
    check = stub("grpc.health.v1.Health.Check")
    equal(check(message("grpc.health.v1.HealthCheckRequest", service="grpc.testing.TestService")).status, 1)
    refused(grpc.StatusCode.NOT_FOUND, lambda: check(message("grpc.health.v1.HealthCheckRequest", service="nobody")))


@case
def health_watch():
    call = stub("grpc.health.v1.Health.Watch")(
        message("grpc.health.v1.HealthCheckRequest", service="grpc.testing.TestService"))
    equal(next(call).status, 1)
    call.cancel()


run_cases()
