"""Writes libs/pure/trees/src/fixtures/known-answers.json: what scikit-learn makes of a small table.

Run from the repository root, with scikit-learn 1.9 and numpy:
    python tools/oracles/trees/known-answers.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(7)
rows = 80
x = np.round(rng.normal(size=(rows, 3)) * [1, 10, 0.1] + [0, 50, 0], 3).astype(np.float32)
code = rng.integers(0, 4, rows)
margin = x[:, 0] + 0.1 * (x[:, 1] - 50) + (code == 2)
y = (margin + rng.logistic(size=rows) > 0.3).astype(int)
weights = rng.integers(1, 4, rows).astype(float)
missing = x.copy()
missing[::7, 0] = np.nan
missing[3::11, 1] = np.nan

boosting = HistGradientBoostingClassifier(
    max_iter=5, learning_rate=0.3, max_leaf_nodes=6, min_samples_leaf=5, l2_regularization=0.5, early_stopping=False
)
boosting.fit(missing, y, sample_weight=weights)

# Weighted standardisation, one-hot codes, penalty on the standardised coefficients, free intercept.
numeric = StandardScaler().fit(x, sample_weight=weights).transform(x)
design = np.hstack([numeric, np.eye(4)[code]])
logistic = LogisticRegression(C=0.5, tol=1e-12, max_iter=10000).fit(design, y, sample_weight=weights)


def clean(array):
    return [None if np.isnan(value) else float(value) for value in array]


answers = {
    "madeWith": f"scikit-learn {sklearn.__version__}: python tools/oracles/trees/known-answers.py",
    "columns": [clean(column) for column in x.T],
    "columnsWithMissing": [clean(column) for column in missing.T],
    "codes": code.tolist(),
    "labels": y.tolist(),
    "weights": weights.tolist(),
    "boosting": {"probabilities": boosting.predict_proba(missing)[:, 1].tolist()},
    "logistic": {
        "intercept": float(logistic.intercept_[0]),
        "coefficients": logistic.coef_[0].tolist(),
        "probabilities": logistic.predict_proba(design)[:, 1].tolist(),
    },
}
target = Path("libs/pure/trees/src/fixtures/known-answers.json")
target.write_text(json.dumps(answers) + "\n")
