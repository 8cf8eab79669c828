"""KServe's REST and gRPC clients against a running server: python kserve_clients.py WORLD.json"""

import asyncio
import logging

import grpc
import httpx
import numpy as np
from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest, RESTConfig
from kserve.protocol.infer_type import RequestedOutput

import checks

SERVER = checks.world()
BASE = f"http://{SERVER['rest']}"
# orjson, which this client sends JSON by, has no infinity and no NaN: it sends both as null.
JSON_ECHO = {
    **checks.ECHO,
    "floats": ("FP32", np.array([[0.1, 7], [-2, 3.4028235e38], [0, 1e-30]], np.float32)),
    "doubles": ("FP64", np.array([[0.1], [-1e300], [1.2345678901234567e-300]], np.float64)),
}


def headers():
    return checks.bearer(SERVER)


def input_of(name, datatype, values, binary=True):
    tensor = InferInput(name, list(values.shape), datatype)
    tensor.set_data_from_numpy(values, binary_data=binary)
    return tensor


def request_of(model, inputs, **more):
    return InferRequest(model_name=model, infer_inputs=inputs, request_id="k1", **more)


def output_of(answer, name):
    return next(output for output in answer.outputs if output.name == name).as_numpy()


async def rest():
    client = InferenceRESTClient(RESTConfig(protocol="v2", retries=0))
    ready = (await client.is_server_live(BASE), await client.is_server_ready(BASE))
    checks.equal("REST: server is live and ready", ready, (True, True))
    checks.equal("REST: model is ready", await client.is_model_ready(BASE, "bank", headers=headers()), True)
    checks.equal("REST: unknown model", await client.is_model_ready(BASE, "nobody", headers=headers()), False)
    for sent in ("binary", "json", "mixed"):
        echo = checks.ECHO if sent == "binary" else JSON_ECHO
        names = {"binary": set(echo), "json": set(), "mixed": {"floats", "words"}}[sent]
        for asked in (True, False):
            inputs = [input_of(name, *tensor, binary=name in names) for name, tensor in echo.items()]
            request = request_of("echo", inputs, parameters={"binary_data_output": asked})
            answer = await client.infer(BASE, request, model_name="echo", headers=headers())
            for name, (_, values) in echo.items():
                checks.identical(f"REST {sent} in, binary {asked} out: {name}", output_of(answer, f"{name}_out"), values)
            checks.equal("REST: request id", answer.id, "k1")
            checks.equal("REST: version in parameters", answer.parameters["model_version"], "1")
    wanted = [RequestedOutput("words_out"), RequestedOutput("floats_out", {"binary_data": True})]
    inputs = [input_of(name, *tensor) for name, tensor in checks.ECHO.items()]
    answer = await client.infer(BASE, request_of("echo", inputs, request_outputs=wanted), "echo", headers=headers())
    checks.equal("REST: requested outputs in order", [o.name for o in answer.outputs], ["words_out", "floats_out"])
    checks.identical("REST: infinities and NaN", output_of(answer, "floats_out"), checks.ECHO["floats"][1])
    await rest_refusals(client)


async def rest_refusals(client):
    for name, model, values, given, parts in (
        ("unknown model", "nobody", checks.BANK, headers(), ["nobody", "404"]),
        ("wrong shape", "bank", checks.BANK[:, :1], headers(), ["[-1, 2]", "400"]),
        ("no token", "bank", checks.BANK, {}, ["Bearer", "401"]),
    ):
        try:
            await client.infer(BASE, request_of(model, [input_of("features", "FP32", values)]), model, headers=given)
        except httpx.HTTPStatusError as error:
            checks.told(f"REST: {name}", error, *parts)
        else:
            checks.not_refused(f"REST: {name}")


async def version_1():
    client = InferenceRESTClient(RESTConfig(protocol="v1", retries=0))
    checks.equal("V1: model is ready", await client.is_model_ready(BASE, "bank", headers=headers()), True)
    body = {"instances": [{"x": 1, "job": "admin"}]}
    answer = await client.infer(BASE, body, model_name="bank", headers=headers())
    checks.equal("V1: one prediction of version 1", [p["modelVersion"] for p in answer["predictions"]], ["1"])
    checks.close("V1: score", np.array(answer["predictions"][0]["score"]), np.array(0.1009))
    try:
        await client.infer(BASE, {"instances": [{"x": "much"}]}, model_name="bank", headers=headers())
    except httpx.HTTPStatusError as error:
        checks.told("V1: a field that does not fit", error, "422")
    else:
        checks.not_refused("V1: a field that does not fit")


async def over_grpc():
    client = InferenceGRPCClient(url=SERVER["grpc"])
    metadata = list(headers().items())
    checks.equal("gRPC: server", (await client.is_server_live(), await client.is_server_ready()), (True, True))
    checks.equal("gRPC: model is ready", await client.is_model_ready("bank", headers=metadata), True)
    checks.equal("gRPC: no champion, not ready", await client.is_model_ready("idle", headers=metadata), False)
    for raw in (True, False):
        inputs = [input_of(name, *tensor, binary=raw) for name, tensor in checks.ECHO.items()]
        answer = await client.infer(request_of("echo", inputs), headers=metadata)
        for name, (_, values) in checks.ECHO.items():
            checks.identical(f"gRPC {'raw' if raw else 'typed'}: {name}", output_of(answer, f"{name}_out"), values)
        checks.equal("gRPC: id and version", (answer.id, answer.model_version), ("k1", "1"))
        checks.equal("gRPC: version in parameters", answer.parameters["model_version"].string_param, "1")
    bank = [input_of("features", "FP32", checks.BANK)]
    answer = await client.infer(request_of("bank", bank, model_version="3"), headers=metadata)
    checks.close("gRPC: named version", output_of(answer, "probabilities"), checks.BANK_PROBABILITIES["3"])
    mixed = [input_of(name, *tensor, binary=name == "floats") for name, tensor in checks.ECHO.items()]
    await grpc_refusal(client, "raw and typed mixed", request_of("echo", mixed), metadata, "INVALID_ARGUMENT", "raw")
    await grpc_refusal(client, "unknown model", request_of("nobody", bank), metadata, "NOT_FOUND", "nobody")
    await grpc_refusal(client, "no token", request_of("bank", bank), [], "UNAUTHENTICATED", "Bearer")
    await client.close()


async def grpc_refusal(client, name, request, metadata, status, part):
    try:
        await client.infer(request, headers=metadata)
    except grpc.RpcError as error:
        checks.equal(f"gRPC: {name}: status", error.code().name, status)
        checks.told(f"gRPC: {name}", error.details(), part)
    else:
        checks.not_refused(f"gRPC: {name}")


async def main():
    # The client logs every refusal with its stack.
    logging.disable(logging.CRITICAL)
    await rest()
    await version_1()
    await over_grpc()


asyncio.run(main())
