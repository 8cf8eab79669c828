"""Reads a model with its own library. `pickle` runs whatever the file says."""

import warnings
from dataclasses import dataclass, field

from refusal import Refusal


@dataclass
class Loaded:
    estimator: object
    # Which exporter takes it: sklearn, lightgbm, xgboost or catboost.
    family: str
    warnings: list = field(default_factory=list)


def _family(estimator):
    module = type(estimator).__module__.split(".")[0]
    return module if module in ("lightgbm", "xgboost", "catboost") else "sklearn"


def _inside(container):
    """A dictionary or a list with one model in it is common: {"model": ..., "features": [...]}."""
    parts = container.values() if isinstance(container, dict) else container
    found = [part for part in parts if hasattr(part, "predict")]
    if len(found) != 1:
        kinds = ", ".join(type(part).__name__ for part in parts)
        raise Refusal("not_a_model", f"the pickle holds {type(container).__name__} of {kinds}: save the one model alone")
    return found[0]


def load_pickle(file):
    import joblib

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            estimator = joblib.load(file)
        except ModuleNotFoundError as error:
            message = f"the pickle needs the module {error.name}, which is not in this environment"
            hint = "give --requirements with a file that names it" if error.name != "__main__" else "it was pickled from a script"
            raise Refusal("module_missing", f"{message}: {hint}") from error
        except AttributeError as error:
            raise Refusal("class_missing", f"the pickle needs a class that is not here ({error}): keep to library classes, "
                          "or give --requirements with the version it was made with") from error  # fmt: skip
    if isinstance(estimator, (dict, list, tuple)):
        estimator = _inside(estimator)
    if not hasattr(estimator, "predict"):
        raise Refusal("not_a_model", f"the pickle holds a {type(estimator).__name__}, which can not predict")
    # The first sentence says it; the rest is advice for a programmer.
    said = [str(w.message).splitlines()[0].split(". ")[0] for w in caught if issubclass(w.category, UserWarning)]
    return Loaded(estimator, _family(estimator), sorted(set(said)))


def load_lightgbm(file):
    from lightgbm import Booster

    return Loaded(Booster(model_file=file), "lightgbm")


def load_xgboost(file):
    from xgboost import Booster

    return Loaded(Booster(model_file=file), "xgboost")


def load_catboost(file):
    from catboost import CatBoost, CatBoostClassifier, CatBoostRegressor

    # The file does not say which class wrote it; class names are there only when it classifies.
    model = CatBoost().load_model(file, format="cbm")
    classes = getattr(model, "classes_", None)
    kind = CatBoostClassifier if classes is not None and len(classes) > 0 else CatBoostRegressor
    return Loaded(kind().load_model(file, format="cbm"), "catboost")


LOADERS = {
    "pickle": load_pickle,
    "lightgbm-text": load_lightgbm,
    "xgboost-json": load_xgboost,
    "xgboost-ubj": load_xgboost,
    "catboost-cbm": load_catboost,
}


def load_model(file, kind):
    try:
        return LOADERS[kind](file)
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        raise Refusal("load_failed", f"the file can not be read as {kind}: {type(error).__name__}: {error}") from error
