"""Evidently's drift preset on two files; each line of stdin ("EXTENSION METHOD") is one comparison, answered in JSON."""

import json
import sys
import time

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

folder = sys.argv[1]
READERS = {
    "parquet": pd.read_parquet,
    "csv": lambda path: pd.read_csv(path, engine="pyarrow"),
}


def compare(extension: str, method: str) -> dict:
    start = time.perf_counter()
    reference, current = (READERS[extension](f"{folder}/{side}.{extension}") for side in ("reference", "current"))
    loaded = time.perf_counter()
    definition = DataDefinition(
        numerical_columns=[c for c in reference.columns if c.startswith("n")],
        categorical_columns=[c for c in reference.columns if c.startswith("c")],
    )
    preset = DataDriftPreset() if method == "default" else DataDriftPreset(num_method=method, cat_method=method)
    sides = [Dataset.from_pandas(side, data_definition=definition) for side in (current, reference)]
    result = Report([preset]).run(*sides).dict()
    done = time.perf_counter()
    return {"loadSeconds": loaded - start, "runSeconds": done - loaded, "metrics": len(result["metrics"])}


for line in sys.stdin:
    print(json.dumps(compare(*line.split())), flush=True)
