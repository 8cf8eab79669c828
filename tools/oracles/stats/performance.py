"""Values of performance metrics and their standard errors.
Run: python tools/oracles/stats/performance.py > libs/pure/stats/src/fixtures/performance.json

Estimates are scikit-learn's. Standard errors of the delta method come from the infinitesimal jackknife: the derivative of
scikit-learn's metric by the weight of each row, by central differences, so that no formula of ours is used twice."""

import json

import numpy as np
from scipy import stats
from sklearn import metrics

rng = np.random.default_rng(23)
STEP = 1e-5


def jackknife_se(metric, n):
    """Square root of the sum of squared derivatives of `metric(weights)` by each row's weight, at weights of 1."""
    total = 0.0
    for i in range(n):
        up, down = np.ones(n), np.ones(n)
        up[i] += STEP
        down[i] -= STEP
        total += ((metric(up) - metric(down)) / (2 * STEP)) ** 2
    return float(np.sqrt(total))


def wilson(k, n):
    interval = stats.binomtest(int(k), int(n)).proportion_ci(0.95, "wilson")
    return [interval.low, interval.high]


binary = []
for n in (60, 400):
    truth = rng.uniform(size=n)
    labels = (rng.uniform(size=n) < truth).astype(int)
    # In the middle of a cell of 250: then counters lose nothing.
    scores = (np.floor(np.clip(truth + rng.normal(scale=0.25, size=n), 0, 0.999) * 250) + 0.5) / 250
    decided = (scores >= 0.5).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(labels, decided).ravel()
    positive, negative = scores[labels == 1], scores[labels == 0]
    wins = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    delong = np.var(wins.mean(axis=1), ddof=1) / len(positive) + np.var(wins.mean(axis=0), ddof=1) / len(negative)
    losses = -np.log(np.where(labels == 1, scores, 1 - scores))
    briers = (scores - labels) ** 2
    binary.append(
        {
            "labels": labels.tolist(),
            "scores": scores.tolist(),
            "accuracy": {"value": metrics.accuracy_score(labels, decided), "interval": wilson(tp + tn, n)},
            "precision": {"value": metrics.precision_score(labels, decided), "interval": wilson(tp, tp + fp)},
            "recall": {"value": metrics.recall_score(labels, decided), "interval": wilson(tp, tp + fn)},
            "f1": {
                "value": metrics.f1_score(labels, decided),
                "interval": [2 * j / (1 + j) for j in wilson(tp, tp + fp + fn)],
            },
            "auc": {"value": metrics.roc_auc_score(labels, scores), "se": float(np.sqrt(delong))},
            "logLoss": {"value": metrics.log_loss(labels, scores), "se": float(stats.sem(losses))},
            "brier": {"value": metrics.brier_score_loss(labels, scores), "se": float(stats.sem(briers))},
        }
    )

multiclass = []
for n, size in ((90, 3), (300, 5)):
    labels = rng.integers(0, size, size=n)
    answers = np.where(rng.uniform(size=n) < 0.7, labels, rng.integers(0, size, size=n))
    case = {
        "confusion": metrics.confusion_matrix(labels, answers, labels=range(size)).ravel().tolist(),
        "accuracy": metrics.accuracy_score(labels, answers),
        "interval": wilson((labels == answers).sum(), n),
    }
    for name, score in (
        ("precision", metrics.precision_score),
        ("recall", metrics.recall_score),
        ("f1", metrics.f1_score),
    ):
        value = lambda w, score=score: score(labels, answers, average="macro", sample_weight=w)
        case[name] = {"value": value(None), "se": jackknife_se(value, n)}
    multiclass.append(case)

regression = []
for n, shift in ((40, 0.0), (250, 50.0)):
    actual = np.round(rng.gamma(2.0, 3.0, size=n) + shift, 3)
    predicted = np.round(actual + rng.normal(scale=2.0, size=n) + 0.3, 3)
    rmse = lambda w: metrics.root_mean_squared_error(actual, predicted, sample_weight=w)
    r2 = lambda w: metrics.r2_score(actual, predicted, sample_weight=w)
    regression.append(
        {
            "actual": actual.tolist(),
            "predicted": predicted.tolist(),
            "mae": {
                "value": metrics.mean_absolute_error(actual, predicted),
                "se": float(stats.sem(np.abs(predicted - actual))),
            },
            # The jackknife divides by n, ours by n - 1.
            "rmse": {"value": rmse(None), "se": jackknife_se(rmse, n) * float(np.sqrt(n / (n - 1)))},
            "r2": {"value": r2(None), "se": jackknife_se(r2, n)},
        }
    )

print(json.dumps({"binary": binary, "multiclass": multiclass, "regression": regression}))
