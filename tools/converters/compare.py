"""Original against converted model, row by row."""

import numpy as np
import onnxruntime
from refusal import Refusal

NUMPY = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64, "tensor(string)": object}


def _feeds(session, rows):
    inputs = session.get_inputs()
    if len(inputs) == 1 and inputs[0].name not in rows.columns:
        return {inputs[0].name: rows.matrix().astype(NUMPY[inputs[0].type])}
    return {t.name: rows.columns[t.name].reshape(-1, 1).astype(NUMPY[t.type]) for t in inputs}


def _booster_answers(estimator, rows):
    module = type(estimator).__module__.split(".")[0]
    if module == "xgboost":
        from xgboost import DMatrix

        # Native files were trained with names or without; the numbers go in by place.
        names = estimator.feature_names
        return np.asarray(estimator.predict(DMatrix(rows.matrix(), feature_names=names)))
    return np.asarray(estimator.predict(rows.matrix()))


def original_answers(estimator, rows):
    """@returns (task, classes or None, numbers [rows] or [rows, classes], labels or None)"""
    if type(estimator).__name__ == "Booster":
        numbers = _booster_answers(estimator, rows)
        return _booster_task(estimator), None, numbers, None
    given = rows.original()
    classes = getattr(estimator, "classes_", None)
    if classes is None or len(classes) == 0:
        return "regression", None, np.asarray(estimator.predict(given), dtype=np.float64).reshape(rows.count, -1)[:, 0], None
    names = [str(name) for name in classes]
    task = "binary" if len(names) == 2 else "multiclass"
    labels = [str(label) for label in np.asarray(estimator.predict(given)).reshape(-1)]
    if not hasattr(estimator, "predict_proba"):
        return task, names, None, labels
    return task, names, np.asarray(estimator.predict_proba(given), dtype=np.float64), labels


def _booster_task(booster):
    import json

    if hasattr(booster, "save_config"):
        objective = json.loads(booster.save_config())["learner"]["objective"]["name"]
    else:
        objective = next((line.split("=")[1] for line in booster.model_to_string().splitlines() if line[:10] == "objective="), "")
    if objective.startswith(("binary", "cross_entropy")):
        return "binary"
    return "multiclass" if objective.startswith("multi") else "regression"


def _converted(session, outputs, count):
    """@returns (numbers as [rows, columns] or None, labels or None)"""
    numbers, labels = None, None
    for tensor, cells in zip(session.get_outputs(), outputs):
        cells = np.asarray(cells)
        if cells.dtype.kind in "iuOUS":
            labels = [str(cell) for cell in cells.reshape(-1)]
        elif numbers is None or cells.ndim == 2:
            numbers = cells.reshape(count, -1).astype(np.float64)
    return numbers, labels


def _difference(original, converted):
    """Relative where the original is above 1, absolute below: a probability's is always absolute."""
    if original.ndim == 1 and converted.shape[1] > 1:
        converted = converted[:, -1]
    original = original.reshape(len(original), -1)
    converted = converted.reshape(len(original), -1)
    if original.shape != converted.shape:
        message = f"the original answers {original.shape[1]} numbers a row, the converted model {converted.shape[1]}"
        raise Refusal("shape", message)
    both_missing = np.isnan(original) & np.isnan(converted)
    gaps = np.abs(original - converted) / np.maximum(1, np.abs(original))
    return np.where(both_missing, 0, np.where(np.isnan(gaps), np.inf, gaps)).max(axis=1)


def compare(model_bytes, estimator, rows, tolerance):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model_bytes, options, providers=["CPUExecutionProvider"])
    task, classes, numbers, labels = original_answers(estimator, rows)
    converted, converted_labels = _converted(session, session.run(None, _feeds(session, rows)), rows.count)
    found = {"task": task, "classes": classes, "rows": rows.count, "generated": rows.generated, "tolerance": tolerance}
    differing = None
    if labels is not None and converted_labels is not None:
        differing = sum(a != b for a, b in zip(labels, converted_labels))
    if numbers is None:
        wrong = rows.count if differing is None else differing
        return {**found, "measure": "labels", "maxDifference": None, "rowsBeyond": wrong, "worstRow": None,
                "labelsDiffer": differing, "within": wrong == 0}, session  # fmt: skip
    if converted is None:
        raise Refusal("shape", "the converted model answers no numbers to compare")
    gaps = _difference(numbers, converted)
    worst = int(np.argmax(gaps))
    return {**found, "measure": "relative" if task == "regression" else "probability",
            "maxDifference": float(gaps[worst]) if np.isfinite(gaps[worst]) else None,
            "rowsBeyond": int((gaps > tolerance).sum()), "worstRow": worst, "labelsDiffer": differing,
            "within": bool((gaps <= tolerance).all())}, session  # fmt: skip
