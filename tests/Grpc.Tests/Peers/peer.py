"""What the clients in Python's gRPC (python3-grpcio, built on C) share: messages and calls by name, and the run of their cases.

A client's arguments begin with <host:port> <file descriptor set>; it prints one line of JSON a case: {"case": ..., "error": ...}.
"""
import json
import sys
import traceback

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ADDRESS, PROTOSET, *OTHERS = sys.argv[1:]
POOL = descriptor_pool.DescriptorPool()
with open(PROTOSET, "rb") as protoset:
    for each_file in descriptor_pb2.FileDescriptorSet.FromString(protoset.read()).file:
        POOL.Add(each_file)
FACTORY = message_factory.MessageFactory(POOL)
UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
CHANNEL = grpc.insecure_channel(ADDRESS, options=UNLIMITED)
CASES = []


def case(run):
    CASES.append(run)
    return run


def message(name, /, **fields):
    return FACTORY.GetPrototype(POOL.FindMessageTypeByName(name))(**fields)


def stub(full_method, channel=CHANNEL):
    service_name, method_name = full_method.rsplit(".", 1)
    method = POOL.FindServiceByName(service_name).FindMethodByName(method_name)
    proto = descriptor_pb2.MethodDescriptorProto()
    method.CopyToProto(proto)
    kind = ("stream" if proto.client_streaming else "unary") + "_" + ("stream" if proto.server_streaming else "unary")
    return getattr(channel, kind)(
        f"/{service_name}/{method_name}",
        request_serializer=lambda each: each.SerializeToString(),
        response_deserializer=FACTORY.GetPrototype(method.output_type).FromString)


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def refused(code, run):
    try:
        run()
    except grpc.RpcError as error:
        assert error.code() == code, f"expected {code}, got {error.code()} {error.details()}"
        return error
    raise AssertionError(f"expected {code}, got OK")


def run_cases():
    for each_case in CASES:
        failure = None
        try:
            each_case()
        except BaseException:  # pylint: disable=broad-except
            failure = traceback.format_exc()
        print(json.dumps({"case": each_case.__name__, "error": failure}), flush=True)
