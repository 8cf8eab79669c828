"""BentoML with the ONNX file: one row of ten numbers in, its probability out."""

import os

import bentoml
import numpy as np
import onnx_scorer


@bentoml.service(workers=1, metrics={"enabled": False}, logging={"access": {"enabled": False}})
class Predictor:
    def __init__(self) -> None:
        self.session = onnx_scorer.load(os.environ["MODEL"])

    @bentoml.api
    async def predict(self, instances: list[list[float]]) -> list[float]:
        return onnx_scorer.scores(self.session, np.array(instances, dtype=np.float32))[:, 1].tolist()
