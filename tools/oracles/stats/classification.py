"""scikit-learn values. Run: python tools/oracles/stats/classification.py > libs/pure/stats/src/fixtures/classification.json"""

import json

import numpy as np
from sklearn import metrics

rng = np.random.default_rng(11)
cases = []
for n, decimals in ((12, 1), (60, 2), (400, 6)):
    truth = rng.uniform(size=n)
    labels = (rng.uniform(size=n) < truth).astype(int)
    scores = np.round(np.clip(truth + rng.normal(scale=0.2, size=n), 0, 1), decimals)
    decided = (scores >= 0.5).astype(int)
    order = np.argsort(scores, kind="stable")
    ece = 0.0
    for k in range(10):
        part = order[k * n // 10 : (k + 1) * n // 10]
        ece += len(part) / n * abs(scores[part].mean() - labels[part].mean())
    positive, negative = scores[labels == 1], scores[labels == 0]
    wins = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    delong = np.var(wins.mean(axis=1), ddof=1) / len(positive) + np.var(wins.mean(axis=0), ddof=1) / len(negative)
    clipped = np.clip(scores, 1e-15, 1 - 1e-15)
    cases.append(
        {
            "labels": labels.tolist(),
            "scores": scores.tolist(),
            "logLoss": metrics.log_loss(labels, clipped),
            "brier": metrics.brier_score_loss(labels, scores),
            "auc": metrics.roc_auc_score(labels, scores),
            "aucStandardError": float(np.sqrt(delong)),
            "accuracy": metrics.accuracy_score(labels, decided),
            "precision": metrics.precision_score(labels, decided),
            "recall": metrics.recall_score(labels, decided),
            "f1": metrics.f1_score(labels, decided),
            "calibrationError": float(ece),
        }
    )
print(json.dumps({"command": "python tools/oracles/stats/classification.py", "cases": cases}))
