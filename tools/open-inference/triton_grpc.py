"""tritonclient.grpc against a running server: python triton_grpc.py WORLD.json"""

import numpy as np
import tritonclient.grpc as grpc
from tritonclient.utils import InferenceServerException

import checks

SERVER = checks.world()
CLIENT = grpc.InferenceServerClient(SERVER["grpc"])


def headers():
    return checks.bearer(SERVER)


def input_of(name, datatype, values):
    return grpc.InferInput(name, list(values.shape), datatype).set_data_from_numpy(values)


def server_and_models():
    checks.equal("server is ready", (CLIENT.is_server_live(), CLIENT.is_server_ready()), (True, True))
    checks.equal("server metadata", CLIENT.get_server_metadata().name, "plumbline")
    checks.equal("model is ready", CLIENT.is_model_ready("bank", headers=headers()), True)
    checks.equal("named version is ready", CLIENT.is_model_ready("bank", "3", headers=headers()), True)
    checks.equal("model without champion is not ready", CLIENT.is_model_ready("idle", headers=headers()), False)
    metadata = CLIENT.get_model_metadata("echo", headers=headers())
    inputs = {tensor.name: (tensor.datatype, list(tensor.shape)) for tensor in metadata.inputs}
    expected = {name: (datatype, [-1, values.shape[1]]) for name, (datatype, values) in checks.ECHO.items()}
    checks.equal("model metadata", (metadata.platform, inputs), ("onnx_onnxv1", expected))
    index = {entry.name: entry.state for entry in CLIENT.get_model_repository_index(headers=headers()).models}
    checks.equal("repository index", (index["bank"], index["idle"]), ("READY", "UNAVAILABLE"))


def every_form():
    for packed in (None, "gzip", "deflate"):
        tensors = [input_of(name, *tensor) for name, tensor in reversed(checks.ECHO.items())]
        answer = CLIENT.infer("echo", tensors, headers=headers(), compression_algorithm=packed)
        for name, (_, values) in checks.ECHO.items():
            checks.identical(f"{packed or 'plain'}: {name}", answer.as_numpy(f"{name}_out"), values)
    answer = CLIENT.infer("half", [input_of("halves", *checks.HALVES)], headers=headers())
    checks.identical("FP16", answer.as_numpy("halves_out"), checks.HALVES[1])


def order_id_and_version():
    wanted = [grpc.InferRequestedOutput(f"{name}_out") for name in ("words", "floats")]
    tensors = [input_of(name, *tensor) for name, tensor in checks.ECHO.items()]
    response = CLIENT.infer("echo", tensors, outputs=wanted, request_id="r1", headers=headers()).get_response()
    checks.equal("requested outputs in order", [o.name for o in response.outputs], ["words_out", "floats_out"])
    checks.equal("request id", response.id, "r1")
    tensors = [input_of("features", "FP32", checks.BANK)]
    for version in ("1", "3"):
        answer = CLIENT.infer("bank", tensors, version, headers=headers())
        checks.close(f"version {version}", answer.as_numpy("probabilities"), checks.BANK_PROBABILITIES[version])
        told = answer.get_response().parameters["model_version"].string_param
        checks.equal(f"version {version} is told", (answer.get_response().model_version, told), (version, version))
    answer = CLIENT.infer("bank", tensors, parameters={"subject": "ana"}, headers=headers()).get_response()
    checks.equal("prediction id is told", answer.parameters["prediction_id"].string_param != "", True)


def large():
    rows = np.zeros((500_000, 2), np.float32)
    answer = CLIENT.infer(
        "bank",
        [input_of("features", "FP32", rows)],
        outputs=[grpc.InferRequestedOutput("probabilities")],
        parameters={"record": False},
        headers=headers(),
    )
    checks.equal("half a million rows", answer.as_numpy("probabilities").shape, (500_000, 2))


def refusals():
    def refused(name, status, parts, model="bank", version="", values=checks.BANK, datatype="FP32", **change):
        try:
            options = {"headers": headers(), **change}
            CLIENT.infer(model, [input_of("features", datatype, values)], version, **options)
        except InferenceServerException as error:
            checks.equal(f"{name}: status", error.status(), f"StatusCode.{status}")
            checks.told(name, error.message(), *parts)
        else:
            checks.not_refused(name)

    refused("unknown model", "NOT_FOUND", ["nobody"], model="nobody")
    refused("unknown version", "NOT_FOUND", ["77"], version="77")
    refused("model without champion", "UNAVAILABLE", ["idle", "champion"], model="idle")
    refused("unknown output", "INVALID_ARGUMENT", ["no output 'x'"], outputs=[grpc.InferRequestedOutput("x")])
    refused("wrong shape", "INVALID_ARGUMENT", ["[2, 1]", "[-1, 2]"], values=checks.BANK[:, :1])
    refused("wrong datatype", "INVALID_ARGUMENT", ["FP64"], values=checks.BANK.astype(np.float64), datatype="FP64")
    refused("no token", "UNAUTHENTICATED", ["Bearer"], headers={})
    large = np.zeros((9_000_000, 2), np.float32)
    refused("more than 64 MiB", "RESOURCE_EXHAUSTED", ["67108864"], values=large)
    refused("more than 64 MiB unpacked", "RESOURCE_EXHAUSTED", [], values=large, compression_algorithm="gzip")


server_and_models()
every_form()
order_id_and_version()
large()
refusals()
