"""What the client scripts share: the server they are told, the values they send, and one printed line a check."""

import json
import sys

import numpy as np

# What JSON, doubles or C strings are most likely to change.
ECHO = {
    "floats": ("FP32", np.array([[0.1, np.nan], [np.inf, -np.inf], [-0.0, 3.4028235e38]], np.float32)),
    "doubles": ("FP64", np.array([[0.1], [-np.inf], [1.2345678901234567e-300]], np.float64)),
    "wholes": ("INT64", np.array([[2**53 + 1, -(2**63)], [2**63 - 1, 7], [0, -1]], np.int64)),
    "ints": ("INT32", np.array([[-(2**31)], [2**31 - 1], [0]], np.int32)),
    "flags": ("BOOL", np.array([[True], [False], [True]], np.bool_)),
    "words": ("BYTES", np.array([['é"\\\n'], [""], ["日本"]], np.object_)),
}
HALVES = ("FP16", np.array([[0.5, np.nan], [65504, -np.inf]], np.float16))

# Two rows of `bank`, and what its versions answer.
BANK = np.array([[1, 0], [-1, 1]], np.float32)
BANK_PROBABILITIES = {
    "1": np.array([[0.8991, 0.1009], [0.9009, 0.0991]]),
    "3": np.array([[0.6979, 0.3021], [0.7021, 0.2979]]),
}


def world():
    """The server: rest and grpc (host:port), a token, and model kinds with what Python's onnxruntime answers."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def bearer(server):
    # A new object each time: clients write their own headers into it.
    return {"authorization": f"Bearer {server['token']}"}


def array_of(tensor):
    """A tensor of the world file: {"name", "datatype", "shape", "data"}."""
    types = {"FP32": np.float32, "FP64": np.float64, "INT64": np.int64, "BYTES": np.object_}
    return np.array(tensor["data"], types[tensor["datatype"]]).reshape(tensor["shape"])


def fail(name, found, expected):
    print(f"not ok - {name}\n  found:    {found!r}\n  expected: {expected!r}")
    sys.exit(1)


def text_of(array):
    return np.array([v.decode("utf-8") if isinstance(v, bytes) else v for v in array.flatten()], np.object_)


def equal(name, found, expected):
    if found != expected:
        fail(name, found, expected)
    print(f"ok - {name}")


def identical(name, found, expected):
    """Same shape, type and bits; any NaN is NaN."""
    if found is None or found.shape != expected.shape:
        fail(name, found, expected)
    if expected.dtype == np.object_:
        if list(text_of(found)) != list(text_of(expected)):
            fail(name, found, expected)
    elif found.dtype != expected.dtype:
        fail(name, found.dtype, expected.dtype)
    elif expected.dtype.kind == "f":
        numbers = ~np.isnan(expected)
        if not np.array_equal(np.isnan(found), ~numbers) or found[numbers].tobytes() != expected[numbers].tobytes():
            fail(name, found, expected)
    elif not np.array_equal(found, expected):
        fail(name, found, expected)
    print(f"ok - {name}")


def close(name, found, expected, tolerance=1e-4):
    if found is None or found.shape != expected.shape or not np.allclose(found, expected, atol=tolerance, rtol=0):
        fail(name, found, expected)
    print(f"ok - {name}")


def told(name, message, *parts):
    """The client's exception carries the server's words."""
    for part in parts:
        if part not in str(message):
            fail(name, str(message), f"... {part} ...")
    print(f"ok - {name}")


def not_refused(name):
    fail(name, "an answer", "an exception")
