"""One function a kind of model: trains it and answers the ONNX file that its own exporter writes."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
from catboost import CatBoostClassifier
from lightgbm import LGBMClassifier
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloat
from skl2onnx import to_onnx
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType
from skl2onnx.helpers.onnx_helper import select_model_inputs_outputs
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler
from xgboost import XGBClassifier, XGBRegressor

OPSET = {"": 18, "ai.onnx.ml": 3}
TEXTS = ["job", "marital", "contact"]
NUMBERS = ["age", "balance", "duration"]


def split(table):
    return table.iloc[:, :-1], table.iloc[:, -1]


def values(table):
    return table.iloc[:, :-1].to_numpy(np.float32)


def _one_tensor(estimator, table, name="X", tensor=FloatTensorType, **options):
    types = [(name, tensor([None, table.shape[1] - 1]))]
    settings = {id(estimator): options} if options else None
    return to_onnx(estimator, initial_types=types, target_opset=OPSET, options=settings)


def _text_pipeline(table, numbers=StandardScaler):
    x, y = split(table)
    columns = ColumnTransformer(
        [("numbers", numbers(), NUMBERS), ("texts", OneHotEncoder(handle_unknown="ignore"), TEXTS)]
    )
    return make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(x, y)


def _columns(table, number=FloatTensorType):
    return [(name, StringTensorType([None, 1]) if name in TEXTS else number([None, 1])) for name in table.columns[:-1]]


def sklearn_strings(table):
    model = _text_pipeline(table)
    return to_onnx(model, initial_types=_columns(table), target_opset=OPSET, options={id(model): {"zipmap": False}})


def sklearn_strings_zipmap(table):
    return to_onnx(_text_pipeline(table), initial_types=_columns(table), target_opset=OPSET)


def sklearn_int64_columns(table):
    """Whole numbers go in as int64 columns, texts as string ones, the amount as a float one."""
    model = _text_pipeline(table)
    types = [
        (name, Int64TensorType([None, 1]) if name in ("age", "duration") else tensor) for name, tensor in _columns(table)
    ]
    return to_onnx(model, initial_types=types, target_opset=OPSET, options={id(model): {"zipmap": False}})


def _logistic(table):
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(values(table), table.iloc[:, -1])


def logistic(table):
    return _one_tensor(_logistic(table), table, zipmap=False)


def logistic_zipmap(table):
    return _one_tensor(_logistic(table), table)


def logistic_raw_scores(table):
    model = _logistic(table)
    types = [("X", FloatTensorType([None, table.shape[1] - 1]))]
    # The pipeline hands on zipmap to its last step, raw_scores only the step itself takes.
    settings = {id(model): {"zipmap": False}, id(model[-1]): {"zipmap": False, "raw_scores": True}}
    return to_onnx(model, initial_types=types, target_opset=OPSET, options=settings)


def _forest(table):
    return RandomForestClassifier(n_estimators=12, max_depth=6, random_state=1).fit(values(table), table.iloc[:, -1])


def random_forest_zipmap(table):
    return _one_tensor(_forest(table), table)


def gradient_boosting(table):
    model = GradientBoostingClassifier(n_estimators=25, max_depth=3, random_state=1)
    return _one_tensor(model.fit(values(table), table.iloc[:, -1]), table, zipmap=False)


def hist_gradient_boosting(table):
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=12, random_state=1)
    return _one_tensor(model.fit(values(table), table.iloc[:, -1]), table, zipmap=False)


def _lightgbm(table):
    return LGBMClassifier(n_estimators=25, num_leaves=12, random_state=1, n_jobs=1, verbose=-1).fit(
        values(table), table.iloc[:, -1]
    )


def lightgbm_zipmap(table):
    return convert_lightgbm(_lightgbm(table), initial_types=[("input", ToolsFloat([None, 6]))], target_opset=15)


def lightgbm_missing(table):
    types = [("input", ToolsFloat([None, 6]))]
    return convert_lightgbm(_lightgbm(table), initial_types=types, target_opset=15, zipmap=False)


def xgboost_classifier(table):
    model = XGBClassifier(n_estimators=25, max_depth=4, random_state=1, n_jobs=1)
    model.fit(values(table), table.iloc[:, -1])
    return convert_xgboost(model, initial_types=[("input", ToolsFloat([None, 6]))], target_opset=15)


def xgboost_regressor(table):
    model = XGBRegressor(n_estimators=30, max_depth=4, random_state=1, n_jobs=1)
    model.fit(values(table), table.iloc[:, -1])
    return convert_xgboost(model, initial_types=[("input", ToolsFloat([None, 4]))], target_opset=15)


def catboost_classifier(table):
    silent = {"verbose": False, "allow_writing_files": False}
    model = CatBoostClassifier(iterations=30, depth=4, random_seed=1, thread_count=1, **silent)
    model.fit(values(table), table.iloc[:, -1])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.onnx"
        model.save_model(str(file), format="onnx")
        return onnx.load(file)


def multiclass_forest(table):
    return _one_tensor(_forest(table), table, zipmap=False)


def multiclass_zipmap(table):
    return _one_tensor(_logistic(table), table)


def regressor_double(table):
    model = make_pipeline(StandardScaler(), PolynomialFeatures(2, include_bias=False), Ridge())
    model.fit(table.iloc[:, :-1].to_numpy(np.float64), table.iloc[:, -1])
    return _one_tensor(model, table, tensor=DoubleTensorType)


def label_only(table):
    return select_model_inputs_outputs(_one_tensor(_forest(table), table, zipmap=False), outputs=["label"])


def label_only_texts(table):
    return select_model_inputs_outputs(_one_tensor(_logistic(table), table, zipmap=False), outputs=["label"])


def probability_only(table):
    return select_model_inputs_outputs(_one_tensor(_logistic(table), table, zipmap=False), outputs=["probabilities"])
