"""One ONNX file in onnxruntime, set up as Plumbline sets it up."""

import onnxruntime


def load(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def scores(session, matrix):
    return session.run(["probabilities"], {"features": matrix})[0]
