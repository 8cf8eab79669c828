"""Trains the same shape as the benchmark's model and keeps it as the mission's example does."""

import sys

import joblib
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.pipeline import Pipeline

table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
model = GradientBoostingClassifier(
    n_estimators=100, max_depth=6, learning_rate=0.05, min_samples_leaf=5, subsample=0.8, random_state=0
)
pipeline = Pipeline([("model", model)])
pipeline.fit(table[:, :-1], table[:, -1])
joblib.dump(pipeline, sys.argv[2])
