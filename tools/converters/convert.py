"""Loads, converts, compares; writes model.onnx and result.json into its folder."""

import json
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

import onnx

from compare import compare
from export_onnx import export_onnx
from load_model import load_model
from refusal import Refusal
from rows import generate_rows, read_rows

PACKAGES = ["scikit-learn", "lightgbm", "xgboost-cpu", "xgboost", "catboost", "skl2onnx", "onnxmltools", "onnx",
            "onnxruntime", "numpy"]  # fmt: skip


def _versions():
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _features(estimator):
    """@returns (names or None, count or None)"""
    for attribute in ("feature_names_in_", "feature_names_"):
        names = getattr(estimator, attribute, None)
        # CatBoost and XGBoost call nameless columns by their numbers.
        if names is not None and len(names) > 0 and not all(str(n).lstrip("fColumn_").isdigit() for n in names):
            return [str(name) for name in names], len(names)
    width = getattr(estimator, "n_features_in_", None)
    if width is None and hasattr(estimator, "num_feature"):
        width = estimator.num_feature()
    if width is None and hasattr(estimator, "num_features"):
        width = estimator.num_features()
    if width is None and getattr(estimator, "feature_names_", None):
        width = len(estimator.feature_names_)
    return None, width


def _rows(request, estimator):
    names, width = _features(estimator)
    if request["reference"] is None:
        return generate_rows(names, width)
    return read_rows(request["reference"], request["label"], request["drop"], names, width)


def _tensors(values):
    return [{"name": t.name, "type": t.type, "shape": [d if isinstance(d, int) else None for d in t.shape]} for t in values]


def convert(request):
    loaded = load_model(request["model"], request["format"])
    rows = _rows(request, loaded.estimator)
    model = export_onnx(loaded, rows, request["folder"])
    content = model.SerializeToString()
    comparison, session = compare(content, loaded.estimator, rows, request["tolerance"])
    onnx.save_model(model, os.path.join(request["folder"], "model.onnx"))
    return {
        "estimator": type(loaded.estimator).__name__,
        "family": loaded.family,
        "warnings": loaded.warnings,
        "versions": _versions(),
        "opset": {entry.domain or "ai.onnx": entry.version for entry in model.opset_import},
        "inputs": _tensors(session.get_inputs()),
        "outputs": _tensors(session.get_outputs()),
        "comparison": comparison,
    }


def main(request, _landlock):
    try:
        result = {"done": convert(request)}
    except Refusal as refusal:
        result = {"refused": {"code": refusal.code, "message": str(refusal)}}
    except MemoryError:
        result = {"refused": {"code": "memory", "message": f"more than {request['limits']['memoryMb']} MB were needed"}}
    except Exception as error:
        result = {"refused": {"code": "failed", "message": f"{type(error).__name__}: {str(error)[:600]}"}}
    with open(os.path.join(request["folder"], "result.json"), "w") as file:
        json.dump(result, file)
    sys.stdout.flush()
    # No destructor of a hostile object needs to run.
    os._exit(0)
