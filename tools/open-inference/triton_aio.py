"""tritonclient.http.aio against a running server: python triton_aio.py WORLD.json"""

import asyncio
import itertools

import tritonclient.http.aio as http
from tritonclient.utils import InferenceServerException

import checks

SERVER = checks.world()
CODINGS = (None, "gzip", "deflate")


def headers():
    return checks.bearer(SERVER)


def input_of(name, datatype, values, binary=True):
    tensor = http.InferInput(name, list(values.shape), datatype)
    tensor.set_data_from_numpy(values, binary_data=binary)
    return tensor


async def server_and_models(client):
    # This client advertises gzip and deflate and unpacks only what `infer` answers.
    checks.equal("server is ready", (await client.is_server_live(), await client.is_server_ready()), (True, True))
    checks.equal("server metadata", (await client.get_server_metadata())["name"], "plumbline")
    metadata = await client.get_model_metadata("bank", headers=headers())
    checks.equal("model metadata", metadata["inputs"], [{"name": "features", "datatype": "FP32", "shape": [-1, 2]}])
    checks.equal("model is ready", await client.is_model_ready("bank", headers=headers()), True)
    index = await client.get_model_repository_index(headers=headers())
    checks.equal("repository index", "bank" in [entry["name"] for entry in index], True)


async def every_form(client):
    names = list(checks.ECHO)
    for sent, asked, packed, unpacked in itertools.product((True, False), (True, False, None), CODINGS, CODINGS):
        tensors = [input_of(name, *tensor, binary=sent) for name, tensor in checks.ECHO.items()]
        wanted = None if asked is None else [http.InferRequestedOutput(f"{name}_out", asked) for name in names]
        answer = await client.infer(
            "echo",
            tensors,
            outputs=wanted,
            headers=headers(),
            request_compression_algorithm=packed,
            response_compression_algorithm=unpacked,
        )
        form = f"binary {sent} in ({packed or 'plain'}), binary {asked} out ({unpacked or 'plain'})"
        for name, (_, values) in checks.ECHO.items():
            checks.identical(f"{form}: {name}", answer.as_numpy(f"{name}_out"), values)


async def refusals(client):
    tensors = [input_of("features", "FP32", checks.BANK)]
    for name, model, given, status, part in (
        ("unknown model", "nobody", headers(), "404", "nobody"),
        ("no token", "bank", {}, "401", "Bearer"),
    ):
        try:
            await client.infer(model, tensors, headers=given)
        except InferenceServerException as error:
            checks.equal(f"{name}: status", error.status(), status)
            checks.told(name, error.message(), part)
        else:
            checks.not_refused(name)


async def main():
    async with http.InferenceServerClient(SERVER["rest"]) as client:
        await server_and_models(client)
        await every_form(client)
        await refusals(client)
        answers = [client.infer("bank", [input_of("features", "FP32", checks.BANK)], headers=headers()) for _ in range(50)]
        for answer in await asyncio.gather(*answers):
            checks.close("fifty at once", answer.as_numpy("probabilities"), checks.BANK_PROBABILITIES["1"])


asyncio.run(main())
