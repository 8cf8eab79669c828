"""Writes a loaded model as ONNX: probabilities as a tensor, operator sets that onnxruntime 1.30 knows."""

import os

import onnx
from onnx import TensorProto, helper
from refusal import Refusal

OPSET = {"": 18, "ai.onnx.ml": 3}
# onnxmltools knows none beyond this.
TOOLS_OPSET = 15


def _is_classifier(estimator):
    return hasattr(estimator, "classes_") or getattr(estimator, "_estimator_type", "") == "classifier"


def _register_boosting(steps):
    """Lets skl2onnx convert LightGBM and XGBoost steps of a pipeline."""
    from skl2onnx import update_registered_converter
    from skl2onnx.common.shape_calculator import (
        calculate_linear_classifier_output_shapes,
        calculate_linear_regressor_output_shapes,
    )

    for step in steps:
        module = type(step).__module__.split(".")[0]
        if module == "lightgbm":
            from onnxmltools.convert.lightgbm.operator_converters.LightGbm import convert_lightgbm as converter
        elif module == "xgboost":
            from onnxmltools.convert.xgboost.operator_converters.XGBoost import convert_xgboost as converter
        else:
            continue
        classifies = _is_classifier(step)
        shape = calculate_linear_classifier_output_shapes if classifies else calculate_linear_regressor_output_shapes
        options = {"nocl": [True, False], "zipmap": [True, False, "columns"]} if classifies else None
        update_registered_converter(type(step), type(step).__name__, shape, converter, options=options)


def _steps(estimator):
    found = [estimator]
    for _, step, *_ in getattr(estimator, "steps", []):
        found += _steps(step)
    for name in ("estimator", "base_estimator"):
        if hasattr(estimator, name):
            found += _steps(getattr(estimator, name))
    return found


def _export_sklearn(estimator, rows, _folder):
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType
    from skl2onnx.common.exceptions import MissingConverter, MissingShapeCalculator

    texts = rows.texts()
    if texts and not rows.named:
        raise Refusal("texts", f"the model was trained without column names, but the reference has texts in {', '.join(texts)}")
    # A column transformer picks by name, so each column is an input; else one tensor holds them all.
    if texts or _picks_by_name(estimator):
        types = [(n, StringTensorType([None, 1]) if n in texts else FloatTensorType([None, 1])) for n in rows.columns]
    else:
        types = [("X", FloatTensorType([None, len(rows.columns)]))]
    _register_boosting(_steps(estimator))
    options = {id(estimator): {"zipmap": False}} if _is_classifier(estimator) and hasattr(estimator, "predict_proba") else None
    opset = {**OPSET, "": TOOLS_OPSET} if any(_boosted(step) for step in _steps(estimator)) else OPSET
    try:
        return convert_sklearn(estimator, initial_types=types, target_opset=opset, options=options)
    except (MissingConverter, MissingShapeCalculator) as error:
        kind = str(error).split("'")[1] if "'" in str(error) else type(estimator).__name__
        raise Refusal("no_converter", f"skl2onnx has no converter for {kind}: use an estimator that it knows") from error


def _boosted(step):
    return type(step).__module__.split(".")[0] in ("lightgbm", "xgboost")


def _picks_by_name(estimator):
    return any(hasattr(step, "transformers_") for step in _steps(estimator))


def _width(rows):
    from onnxmltools.convert.common.data_types import FloatTensorType

    return [("X", FloatTensorType([None, rows.matrix().shape[1]]))]


def _export_lightgbm(estimator, rows, _folder):
    from onnxmltools import convert_lightgbm

    return convert_lightgbm(estimator, initial_types=_width(rows), target_opset=TOOLS_OPSET, zipmap=False)


def _export_xgboost(estimator, rows, _folder):
    from onnxmltools import convert_xgboost
    from xgboost import Booster

    booster = estimator if isinstance(estimator, Booster) else estimator.get_booster()
    kept = booster.feature_names
    # The converter reads column numbers out of the names.
    booster.feature_names = None
    try:
        return convert_xgboost(estimator, initial_types=_width(rows), target_opset=TOOLS_OPSET)
    finally:
        booster.feature_names = kept


def _export_catboost(estimator, _rows, folder):
    categories = estimator.get_cat_feature_indices() if hasattr(estimator, "get_cat_feature_indices") else []
    if len(categories) > 0:
        raise Refusal("categories", "CatBoost exports no model with categorical features to ONNX: encode them as numbers")
    file = os.path.join(folder, "catboost.onnx")
    estimator.save_model(file, format="onnx")
    return onnx.load(file)


EXPORTERS = {
    "sklearn": _export_sklearn,
    "lightgbm": _export_lightgbm,
    "xgboost": _export_xgboost,
    "catboost": _export_catboost,
}


def _without_zipmap(model):
    """The tensor that the ZipMap wraps becomes the output; the class names stay on the classifier's node."""
    for node in [node for node in model.graph.node if node.op_type == "ZipMap"]:
        model.graph.node.remove(node)
        for output in model.graph.output:
            if output.name == node.output[0]:
                classes = max(len(a.strings) + len(a.ints) for a in node.attribute)
                output.CopyFrom(helper.make_tensor_value_info(node.input[0], TensorProto.FLOAT, ["N", classes]))
    return model


def _with_free_label(model):
    """onnxmltools writes a LightGBM label as one row, whatever the rows."""
    for output in model.graph.output:
        shape = output.type.tensor_type.shape
        if len(shape.dim) == 1 and shape.dim[0].dim_value == 1:
            shape.dim[0].dim_param = "N"
    return model


def export_onnx(loaded, rows, folder):
    try:
        model = EXPORTERS[loaded.family](loaded.estimator, rows, folder)
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        message = str(error).strip()[:600]
        raise Refusal("conversion_failed", f"the {loaded.family} converter failed: {type(error).__name__}: {message}") from error
    model = _with_free_label(_without_zipmap(model))
    onnx.checker.check_model(model)
    return model
