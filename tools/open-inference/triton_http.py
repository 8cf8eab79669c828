"""tritonclient.http against a running server: python triton_http.py WORLD.json"""

import itertools

import numpy as np
import tritonclient.http as http
from tritonclient.utils import InferenceServerException

import checks

SERVER = checks.world()
CLIENT = http.InferenceServerClient(SERVER["rest"])
CODINGS = (None, "gzip", "deflate")


def headers():
    return checks.bearer(SERVER)


def input_of(name, datatype, values, binary=True):
    tensor = http.InferInput(name, list(values.shape), datatype)
    tensor.set_data_from_numpy(values, binary_data=binary)
    return tensor


def server_and_models():
    checks.equal("server is live", CLIENT.is_server_live(), True)
    checks.equal("server is ready", CLIENT.is_server_ready(), True)
    checks.equal("server metadata", CLIENT.get_server_metadata()["name"], "plumbline")
    checks.equal("model is ready", CLIENT.is_model_ready("bank", headers=headers()), True)
    checks.equal("named version is ready", CLIENT.is_model_ready("bank", "3", headers=headers()), True)
    checks.equal("unknown model is not ready", CLIENT.is_model_ready("nobody", headers=headers()), False)
    checks.equal("model without champion is not ready", CLIENT.is_model_ready("idle", headers=headers()), False)
    metadata = CLIENT.get_model_metadata("echo", headers=headers())
    inputs = {tensor["name"]: (tensor["datatype"], tensor["shape"]) for tensor in metadata["inputs"]}
    expected = {name: (datatype, [-1, values.shape[1]]) for name, (datatype, values) in checks.ECHO.items()}
    checks.equal("model metadata", (metadata["platform"], inputs), ("onnx_onnxv1", expected))
    index = {entry["name"]: entry["state"] for entry in CLIENT.get_model_repository_index(headers=headers())}
    checks.equal("repository index", (index["bank"], index["idle"]), ("READY", "UNAVAILABLE"))
    long_name = SERVER["longName"]
    checks.equal("a name of 128 characters, with a space", CLIENT.is_model_ready(long_name, headers=headers()), True)


def every_form():
    """JSON, binary and mixed; asked for all, as JSON, mixed, or not at all; each coding both ways."""
    names = list(checks.ECHO)
    inputs = {"json": [], "binary": names, "mixed": names[::2]}
    outputs = {"json": [], "binary": names, "mixed": names[1::2], "all": None}
    for sent, asked, packed, unpacked in itertools.product(inputs, outputs, CODINGS, CODINGS):
        # In another order than the graph's.
        tensors = [input_of(n, *checks.ECHO[n], binary=n in inputs[sent]) for n in reversed(names)]
        binary = outputs[asked]
        wanted = None if binary is None else [http.InferRequestedOutput(f"{n}_out", n in binary) for n in names]
        answer = CLIENT.infer(
            "echo",
            tensors,
            outputs=wanted,
            headers=headers(),
            request_compression_algorithm=packed,
            response_compression_algorithm=unpacked,
        )
        form = f"{sent} in ({packed or 'plain'}), {asked} out ({unpacked or 'plain'})"
        for name, (_, values) in checks.ECHO.items():
            checks.identical(f"{form}: {name}", answer.as_numpy(f"{name}_out"), values)


def halves():
    answer = CLIENT.infer("half", [input_of("halves", *checks.HALVES)], headers=headers())
    checks.identical("FP16 as binary", answer.as_numpy("halves_out"), checks.HALVES[1])


def order_id_and_version():
    wanted = [http.InferRequestedOutput(f"{name}_out") for name in ("words", "floats")]
    tensors = [input_of(name, *tensor) for name, tensor in checks.ECHO.items()]
    response = CLIENT.infer("echo", tensors, outputs=wanted, request_id='r "1"', headers=headers()).get_response()
    checks.equal("requested outputs in order", [o["name"] for o in response["outputs"]], ["words_out", "floats_out"])
    checks.equal("request id", response["id"], 'r "1"')
    for version in ("1", "3"):
        tensors = [input_of("features", "FP32", checks.BANK)]
        answer = CLIENT.infer("bank", tensors, version, headers=headers())
        checks.close(f"version {version}", answer.as_numpy("probabilities"), checks.BANK_PROBABILITIES[version])
        checks.equal(f"version {version} is told", answer.get_response()["model_version"], version)
    parameters = {"subject": "ana", "record": True}
    answer = CLIENT.infer("bank", tensors, parameters=parameters, headers=headers()).get_response()
    checks.equal("prediction id is told", isinstance(answer["parameters"]["prediction_id"], str), True)


def as_python_answers():
    for kind in SERVER["kinds"]:
        tensors = [input_of(t["name"], t["datatype"], checks.array_of(t)) for t in kind["inputs"]]
        answer = CLIENT.infer(kind["model"], tensors, headers=headers()).as_numpy(kind["output"])
        if answer.dtype == np.object_:
            checks.identical(f"{kind['model']} as in Python", answer, np.array(kind["expected"], np.object_))
        else:
            checks.close(f"{kind['model']} as in Python", answer, np.array(kind["expected"]), kind["tolerance"])


def refusals():
    one = checks.BANK[:1]

    def refused(name, status, parts, model="bank", version="", values=one, datatype="FP32", **change):
        try:
            options = {"headers": headers(), **change}
            CLIENT.infer(model, [input_of("features", datatype, values)], version, **options)
        except InferenceServerException as error:
            checks.equal(f"{name}: status", error.status(), status)
            checks.told(name, error.message(), *parts)
        else:
            checks.not_refused(name)

    refused("unknown model", "404", ["nobody"], model="nobody")
    refused("unknown version", "404", ["77"], version="77")
    refused("model without champion", "503", ["idle", "champion"], model="idle")
    refused("unknown output", "400", ["no output 'x'"], outputs=[http.InferRequestedOutput("x")])
    refused("wrong shape", "400", ["[1, 1]", "[-1, 2]"], values=one[:, :1])
    refused("wrong datatype", "400", ["FP64", "FP32"], values=one.astype(np.float64), datatype="FP64")
    refused("no token", "401", ["Bearer"], headers={})
    refused("wrong token", "401", ["token"], headers={"authorization": "Bearer nobody"})


server_and_models()
every_form()
halves()
order_id_and_version()
as_python_answers()
refusals()
