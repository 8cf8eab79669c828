"""Writes the model kinds of kinds.json: ONNX files as their own exporters write them, the rows, and what Python's
onnxruntime answers for those rows.

From this folder, with Python 3.11, in about a minute:
    python3 -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python make-kinds.py && npx prettier --write kinds.json
A second run gives the same predictions; some exporters name their graph at random, so digests of files differ.

<table>.reference.csv   400 rows with the outcome in the last column
<table>.rows.csv        1,000 rows to score, features only
<kind>/model.onnx       and weights.bin where the weights are kept outside
<kind>/expected.csv     one line a row of rows.csv, numbers with every digit of the runtime's float32
"""

import csv
import hashlib
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

import kinds
import networks
from tables import read_texts, write_tables

HERE = Path(__file__).parent
TOLERANCE = 1e-5
NO_YES, ZERO_ONE, BANDS = ["no", "yes"], ["0", "1"], ["high", "low", "medium"]


def kind(make, table, task, classes, positive, columns, about, **more):
    """`columns`: what the score output holds, one name a column; [] when there is no score output."""
    name = make.__name__.replace("_", "-")
    return {"name": name, "make": make, "table": table, "task": task, "classes": classes, "positiveClass": positive,
            "columns": columns, "about": about, "manifest": {}, "external": False, "transform": None, **more}  # fmt: skip


def binary(make, table, about, classes=ZERO_ONE, positive="1", columns=None, **more):
    return kind(make, table, "binary", classes, positive, classes if columns is None else columns, about, **more)


def multiclass(make, about, **more):
    return kind(make, "claim", "multiclass", BANDS, None, BANDS, about, **more)


def regression(make, about):
    return kind(make, "housing", "regression", [], None, ["prediction"], about)


PAID = {"classes": ["default", "paid"], "positive": "default", "manifest": {"positiveClass": "default"}}
ON_LOG_ODDS = "the values are log-odds: a probability is 1 / (1 + exp(-value))"
KINDS = [
    binary(kinds.sklearn_strings, "campaign", "ColumnTransformer: one [N,1] input a column, texts as strings", NO_YES, "yes"),
    binary(kinds.sklearn_strings_zipmap, "campaign", "the same with ZipMap (map of string to float)", NO_YES, "yes"),
    binary(kinds.sklearn_int64_columns, "campaign", "int64, float and string inputs of one column each", NO_YES, "yes"),
    binary(kinds.logistic, "loan", "logistic regression, probabilities as a tensor"),
    binary(kinds.logistic_zipmap, "loan-with-texts", "logistic regression with ZipMap and text classes", **PAID),
    binary(kinds.random_forest_zipmap, "loan", "random forest with ZipMap (map of int64 to float)"),
    binary(kinds.gradient_boosting, "loan", "gradient boosting of scikit-learn"),
    binary(kinds.hist_gradient_boosting, "loan-with-gaps", "histogram gradient boosting; empty cells are NaN"),
    binary(kinds.lightgbm_zipmap, "loan", "LightGBM as onnxmltools writes it: ZipMap, label shape [1]"),
    binary(kinds.lightgbm_missing, "loan-with-gaps", "LightGBM without ZipMap; empty cells are NaN"),
    binary(kinds.xgboost_classifier, "loan", "XGBoost classifier by onnxmltools"),
    regression(kinds.xgboost_regressor, "XGBoost regressor by onnxmltools"),
    binary(kinds.catboost_classifier, "loan", "CatBoost's own export, with ZipMap"),
    multiclass(kinds.multiclass_forest, "random forest, three text classes, probabilities as a tensor"),
    multiclass(kinds.multiclass_zipmap, "logistic regression, three text classes, ZipMap"),
    regression(kinds.regressor_double, "ridge regression on squares and products, double in and double out"),
    binary(kinds.label_only, "loan", "random forest cut to its int64 label", columns=[]),
    binary(kinds.label_only_texts, "loan-with-texts", "logistic regression cut to its text label",
           **{**PAID, "columns": []}),  # fmt: skip
    binary(kinds.probability_only, "loan", "logistic regression cut to its probabilities"),
    binary(kinds.logistic_raw_scores, "loan", f"raw_scores: columns are -m and m; {ON_LOG_ODDS}", transform="sigmoid"),
    binary(networks.keras_sigmoid, "loan", "Keras perceptron, one sigmoid output [N,1]", columns=["1"]),
    binary(networks.keras_fixed_batch, "loan", "the same with a fixed batch of 16 rows", columns=["1"]),
    binary(networks.keras_logits, "loan", f"Keras perceptron without a sigmoid [N,1]; {ON_LOG_ODDS}", columns=["1"],
           transform="sigmoid"),  # fmt: skip
    binary(networks.keras_two_inputs, "loan", "Keras, inputs amounts float [N,4] and counts int64 [N,2]", columns=["1"]),
    multiclass(networks.keras_softmax, "Keras perceptron, softmax of three, weights in weights.bin", external=True),
]  # fmt: skip


def save(model, folder, external):
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    file = folder / "model.onnx"
    if external:
        onnx.save_model(model, file, save_as_external_data=True, location="weights.bin", size_threshold=0)
    else:
        onnx.save_model(model, file)
    return file


NUMPY = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64, "tensor(string)": object}


def feeds(session, texts):
    """Inputs named like a column take it; others take the next columns, as many as they are wide."""
    left, found = list(texts), {}
    for tensor in session.get_inputs():
        names = [tensor.name] if tensor.name in texts else left[: tensor.shape[1]]
        left = [name for name in left if name not in names]
        dtype = NUMPY[tensor.type]
        cells = [texts[name] if dtype is object else [float(cell or "nan") for cell in texts[name]] for name in names]
        found[tensor.name] = np.array(cells, dtype=object if dtype is object else np.float64).T.astype(dtype)
    assert not left, left
    return found


def run(session, rows):
    """All rows at once, or in batches of the graph's fixed size, the last one filled up with copies."""
    count = len(next(iter(rows.values())))
    batch = session.get_inputs()[0].shape[0]
    size = batch if isinstance(batch, int) else count
    parts = []
    for start in range(0, count, size):
        at = np.minimum(np.arange(start, start + size), count - 1)
        parts.append(session.run(None, {name: cells[at] for name, cells in rows.items()}))
    return [np.concatenate(list(map(np.asarray, part)))[:count] for part in zip(*parts)]


def columns_of(spec, session, outputs):
    """name -> one value a row."""
    found = {}
    for tensor, cells in zip(session.get_outputs(), outputs):
        if "label" in tensor.name:
            found["label"] = [str(cell) for cell in cells]
        elif tensor.type.startswith("seq"):
            for name in spec["classes"]:
                found[name] = [next(float(p) for c, p in cell.items() if str(c) == name) for cell in cells]
        else:
            for at, name in enumerate(spec["columns"]):
                found[name] = [float(cell) for cell in cells.reshape(len(cells), -1)[:, at]]
    return found


def expected(spec, session, texts):
    found = columns_of(spec, session, run(session, feeds(session, texts)))
    if spec["transform"] == "sigmoid":
        raw = np.array(found[spec["positiveClass"]])
        found["probability"] = [float(value) for value in 1 / (1 + np.exp(-raw))]
    assert all(np.isfinite(cells).all() for name, cells in found.items() if name != "label"), spec["name"]
    return found


def write_columns(file, columns):
    with open(file, "w", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(columns)
        # repr gives the shortest text that reads back as the same float64.
        writer.writerows([cell if isinstance(cell, str) else repr(cell) for cell in row] for row in zip(*columns.values()))


def tensor_of(tensor):
    return {"name": tensor.name, "type": tensor.type, "shape": [d if isinstance(d, int) else None for d in tensor.shape]}


def score_columns(spec, found):
    """Which columns of expected.csv the served answer is compared with."""
    if spec["transform"] == "sigmoid":
        return ["probability"]
    if spec["positiveClass"] in found:
        return [spec["positiveClass"]]
    return [name for name in found if name != "label"]


def describe(spec, session, found, label, file):
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {
        "name": spec["name"],
        "about": spec["about"],
        "model": f"{spec['name']}/model.onnx",
        "external": [{"name": "weights.bin", "file": f"{spec['name']}/weights.bin"}] if spec["external"] else [],
        "sha256": digest,
        "reference": f"{spec['table']}.reference.csv",
        "rows": f"{spec['table']}.rows.csv",
        "expected": f"{spec['name']}/expected.csv",
        "task": spec["task"],
        "label": label,
        "classes": spec["classes"],
        "positiveClass": spec["positiveClass"],
        "transform": spec["transform"],
        "scoreColumns": score_columns(spec, found),
        "hasLabel": "label" in found,
        "manifest": {"label": label, **spec["manifest"]},
        "inputs": [tensor_of(tensor) for tensor in session.get_inputs()],
        "outputs": [tensor_of(tensor) for tensor in session.get_outputs()],
        "tolerance": TOLERANCE,
    }


def main():
    trained = write_tables(HERE)
    described = []
    for spec in KINDS:
        table = trained[spec["table"]]
        model = spec["make"](table)
        file = save(model, HERE / spec["name"], spec["external"])
        session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        found = expected(spec, session, read_texts(HERE / f"{spec['table']}.rows.csv"))
        write_columns(HERE / spec["name"] / "expected.csv", found)
        described.append(describe(spec, session, found, table.columns[-1], file))
        print(spec["name"], {name: cells[0] for name, cells in found.items()}, file=sys.stderr)
    names = [line.split("==")[0] for line in (HERE / "requirements.txt").read_text().split()]
    made_with = {"python": platform.python_version(), **{name: version(name) for name in names}}
    text = json.dumps({"madeWith": made_with, "kinds": described}, indent=2)
    (HERE / "kinds.json").write_text(text + "\n")


main()
