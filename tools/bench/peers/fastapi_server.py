"""The mission's example, with ten numbers instead of its seven fields."""

import os

import joblib
import numpy as np
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI(title="Predictor")
pipeline = joblib.load(os.environ["MODEL"])


class Features(BaseModel):
    feature_1: float
    feature_2: float
    feature_3: float
    feature_4: float
    feature_5: float
    feature_6: float
    feature_7: float
    feature_8: float
    feature_9: float
    feature_10: float


@app.post("/predict")
async def predict(features: Features):
    try:
        X = np.array(
            [
                [
                    features.feature_1,
                    features.feature_2,
                    features.feature_3,
                    features.feature_4,
                    features.feature_5,
                    features.feature_6,
                    features.feature_7,
                    features.feature_8,
                    features.feature_9,
                    features.feature_10,
                ]
            ]
        )
        prob = pipeline.predict_proba(X)[0, 1]
        return {"probability": float(prob)}
    except Exception as e:
        raise HTTPException(status_code=500, detail=str(e))
