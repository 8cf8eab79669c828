"""What a notebook does with a stock MLflow client, and what it got: one JSON object on stdout.

Arguments: a name that no other run uses, and a model that was pushed without MLflow.
The server and its token are in MLflow's own environment variables.
"""

import contextlib
import json
import os
import sys
import tempfile

import mlflow
import numpy as np
import onnx
import onnxruntime
import pandas as pd
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from onnx import TensorProto, helper

RUN, PUSHED = sys.argv[1:3]
MAJOR = int(mlflow.__version__.split(".")[0])
MODEL = f"Churn Notebook {RUN}"
COLUMNS = ["age", "income"]
ROWS = pd.DataFrame({"age": [0.5, 1.5, -2.0], "income": [1.0, -0.25, 3.0]})
client = MlflowClient()
facts = {"version": mlflow.__version__}


def logistic(weights, operator="Sigmoid", domain=""):
    """Probability that grows with a weighted sum of the features; as wide as its weights."""
    width = len(weights)
    weight = helper.make_tensor("weights", TensorProto.FLOAT, [width, 1], np.array(weights, np.float32).tobytes(), raw=True)
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["features", "weights"], ["margin"]),
            helper.make_node(operator, ["margin"], ["probabilities"], domain=domain),
        ],
        "logistic",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", width])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", 1])],
        [weight],
    )
    opsets = [helper.make_opsetid("", 17)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    model = helper.make_model(graph, opset_imports=opsets)
    model.ir_version = 9
    return model


def scores(model, rows):
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: rows.astype(np.float32)})[0]


def log_model(model, name, **options):
    """The one call whose spelling changed: `artifact_path` became `name` in MLflow 3."""
    place = {"name": name} if MAJOR >= 3 else {"artifact_path": name}
    return mlflow.onnx.log_model(model, pip_requirements=["onnx", "onnxruntime"], **place, **options)


def refusal(call):
    try:
        call()
    except MlflowException as error:
        return {"code": error.error_code, "message": str(error)}
    return None


def track():
    mlflow.set_experiment(f"experiment {RUN}")
    with mlflow.start_run(run_name="first") as run:
        mlflow.log_param("depth", 6)
        mlflow.log_params({"rate": 0.1, "note": "a 'quoted' word"})
        for step, loss in enumerate([0.9, 0.5, 0.4]):
            mlflow.log_metric("loss", loss, step=step)
        mlflow.log_metric("auc", 0.83)
        mlflow.log_metric("broken", float("nan"))
        mlflow.set_tag("team", "retention")
        mlflow.log_dict({"a": [1, 2]}, "notes/settings.json")
        mlflow.log_text("x" * 100_000, "notes/long.txt")
        client.log_batch(
            run.info.run_id,
            metrics=[Metric("f1", 0.25 + step / 16, 1_700_000_000_000 + step, step) for step in range(10)],
            params=[Param("seed", "7")],
            tags=[RunTag("stage", "trial")],
        )
        mlflow.log_input(mlflow.data.from_pandas(ROWS, name="customers"), context="training")
        facts["changedParam"] = refusal(lambda: mlflow.log_param("depth", 7))
        uri = log_model(
            logistic([0.5, -1.0]),
            "model",
            signature=infer_signature(ROWS, scores(logistic([0.5, -1.0]), ROWS.values)),
            input_example=ROWS,
            registered_model_name=MODEL,
        ).model_uri
    facts["runId"] = run.info.run_id
    read = client.get_run(run.info.run_id)
    facts["run"] = {
        "params": read.data.params,
        "metrics": {key: value for key, value in read.data.metrics.items() if key != "broken"},
        "brokenIsNan": bool(np.isnan(read.data.metrics["broken"])),
        "team": read.data.tags["team"],
        "status": read.info.status,
        "inputs": [one.dataset.name for one in read.inputs.dataset_inputs],
    }
    facts["lossHistory"] = [(one.step, one.value) for one in client.get_metric_history(run.info.run_id, "loss")]
    facts["artifacts"] = sorted(one.path for one in client.list_artifacts(run.info.run_id, "notes"))
    with tempfile.TemporaryDirectory() as folder:
        path = client.download_artifacts(run.info.run_id, "notes/long.txt", folder)
        facts["downloadedBytes"] = os.path.getsize(path)
    return run.info.run_id, uri


def register(run_id):
    with mlflow.start_run(run_name="second") as second:
        mlflow.log_metric("auc", 0.91)
        mlflow.log_param("depth", "8")
        log_model(logistic([2.0, 0.25]), "model", registered_model_name=MODEL)
        wide = logistic(np.linspace(-1, 1, 400))
        log_model(wide, "wide", registered_model_name=f"wide {RUN}")
    client.set_registered_model_alias(MODEL, "champion", 2)
    client.set_registered_model_alias(MODEL, "fallback", "1")
    client.set_model_version_tag(MODEL, "2", "checked", "yes")
    client.update_model_version(MODEL, "2", description="the better one")
    client.set_registered_model_tag(MODEL, "owner", "ana")
    by_alias = client.get_model_version_by_alias(MODEL, "champion")
    facts["byAlias"] = [by_alias.version, by_alias.status, by_alias.tags, by_alias.description]
    facts["firstVersionRun"] = client.get_model_version(MODEL, "1").run_id == run_id
    facts["secondVersionRun"] = by_alias.run_id == second.info.run_id
    model = client.get_registered_model(MODEL)
    facts["model"] = {
        "aliases": {alias: str(version) for alias, version in model.aliases.items()},
        "latest": [one.version for one in model.latest_versions],
        "tags": model.tags,
    }
    client.delete_registered_model_alias(MODEL, "fallback")
    facts["aliasesAfterDelete"] = list(client.get_registered_model(MODEL).aliases)
    copied = client.copy_model_version(f"models:/{MODEL}/1", f"copy {RUN}")
    facts["copied"] = [copied.name, copied.version, copied.status]


def search():
    experiment = mlflow.get_experiment_by_name(f"experiment {RUN}").experiment_id

    def runs(filter_string):
        found = client.search_runs([experiment], filter_string, order_by=["metrics.auc DESC"])
        return [one.info.run_name for one in found]

    facts["searchRuns"] = {
        "all": runs(""),
        "metric": runs("metrics.auc > 0.9"),
        "param": runs("params.depth = '6' and attributes.status = 'FINISHED'"),
        "tag": runs("tags.team LIKE 'ret%'"),
        "tagNot": runs("tags.team != 'retention'"),
        "frame": len(mlflow.search_runs([experiment])),
    }
    facts["searchVersions"] = {
        "name": [one.version for one in client.search_model_versions(f"name = '{MODEL}'", order_by=["version_number ASC"])],
        "tag": [one.version for one in client.search_model_versions(f"name = '{MODEL}' and tags.checked = 'yes'")],
        "run": [one.name for one in client.search_model_versions(f"run_id IN ('{facts['runId']}')", order_by=["name ASC"])],
    }
    facts["searchModels"] = {
        "like": [one.name for one in client.search_registered_models(f"name LIKE 'Churn Notebook {RUN}%'")],
        "ilike": [one.name for one in client.search_registered_models(f"name ILIKE 'churn notebook {RUN}'")],
        "tag": [one.name for one in client.search_registered_models("tags.owner = 'ana'") if RUN in one.name],
    }
    pages, token = [], None
    while True:
        page = client.search_runs([experiment], max_results=1, page_token=token)
        pages += [one.info.run_name for one in page]
        token = page.token
        if not token:
            break
    facts["paged"] = pages


def load():
    rows = np.random.default_rng(7).normal(size=(1000, 2)).astype(np.float32)
    loaded = mlflow.onnx.load_model(f"models:/{MODEL}@champion")
    facts["championDifference"] = float(np.abs(scores(loaded, rows) - scores(logistic([2.0, 0.25]), rows)).max())
    by_frame = mlflow.pyfunc.load_model(f"models:/{MODEL}/1").predict(pd.DataFrame(rows.astype(float), columns=COLUMNS))
    expected = scores(logistic([0.5, -1.0]), rows)
    facts["pyfuncDifference"] = float(np.abs(np.asarray(by_frame["probabilities"]).reshape(-1, 1) - expected).max())
    wide = mlflow.onnx.load_model(f"models:/wide {RUN}/1")
    many = np.random.default_rng(8).normal(size=(50, 400)).astype(np.float32)
    facts["wideDifference"] = float(np.abs(scores(wide, many) - scores(logistic(np.linspace(-1, 1, 400)), many)).max())
    pushed = mlflow.onnx.load_model(f"models:/{PUSHED}/1")
    pushed_frame = mlflow.pyfunc.load_model(f"models:/{PUSHED}/1").predict(pd.DataFrame(rows.astype(float), columns=["a", "b"]))
    facts["pushedDifference"] = float(
        np.abs(np.asarray(pushed_frame["probabilities"]).reshape(-1, 1) - scores(pushed, rows)).max()
    )
    facts["pushedSource"] = client.get_model_version(PUSHED, "1").source


class Pickled(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input


def be_refused():
    with mlflow.start_run() as run:
        place = {"name": "pickled"} if MAJOR >= 3 else {"artifact_path": "pickled"}
        facts["pickle"] = refusal(
            lambda: mlflow.pyfunc.log_model(
                python_model=Pickled(), pip_requirements=[], registered_model_name=f"pickled {RUN}", **place
            )
        )
        custom = logistic([1.0, 1.0], operator="Magic", domain="com.acme")
        facts["customOperator"] = refusal(lambda: log_model(custom, "custom", registered_model_name=f"custom {RUN}"))
        facts["foreignSource"] = refusal(
            lambda: client.create_model_version(MODEL, "s3://bucket/model", run_id=run.info.run_id)
        )
    facts["refusedVersions"] = [
        len(client.search_model_versions(f"name = '{name} {RUN}'")) for name in ("pickled", "custom")
    ]
    facts["badName"] = refusal(lambda: client.create_registered_model("what*ever"))
    facts["existing"] = refusal(lambda: client.create_registered_model(MODEL))
    facts["unknownModel"] = refusal(lambda: client.get_registered_model("nobody made this"))
    facts["unknownVersion"] = refusal(lambda: client.get_model_version(MODEL, "99"))
    facts["unknownAlias"] = refusal(lambda: client.get_model_version_by_alias(MODEL, "nobody"))
    facts["unknownRun"] = refusal(lambda: client.get_run("0" * 32))
    facts["badFilter"] = refusal(lambda: client.search_model_versions("color = 'red'"))
    facts["location"] = refusal(lambda: client.create_experiment(f"elsewhere {RUN}", artifact_location="s3://bucket"))
    facts["protected"] = refusal(lambda: client.set_registered_model_alias(PUSHED, "protected", 1))


# MLflow prints what it does; stdout is for the facts.
with contextlib.redirect_stdout(sys.stderr):
    first, _ = track()
    register(first)
    search()
    load()
    be_refused()
json.dump(facts, sys.stdout)
