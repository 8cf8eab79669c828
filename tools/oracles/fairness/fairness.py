"""Fairlearn values, SciPy's Wilson intervals, and definitions said again in NumPy. Run: python tools/oracles/fairness/fairness.py > libs/pure/fairness/src/fixtures/fairness.json"""

import json

import numpy as np
from fairlearn import metrics
from scipy.stats import binomtest

KNOWN = (
    "0 1 1 1 1 0 1 0 1 0 0 0 1 1 1 1 1 1",
    "0 0 1 0 1 1 1 0 0 1 1 1 1 0 0 1 1 0",
    "b b a b b c c c a a c a b c c b c c",
)
rng = np.random.default_rng(3)
groups = rng.choice(["north", "south", "east"], size=300, p=[0.5, 0.3, 0.2])
labels = rng.integers(0, 2, size=300)
decided = (rng.uniform(size=300) < np.where(groups == "south", 0.3, 0.55) + 0.2 * labels).astype(int)
cases = [tuple(text.split() for text in KNOWN), (labels.tolist(), decided.tolist(), groups.tolist())]

scores = np.clip(rng.beta(2, 3, size=300) + 0.2 * labels, 0, 0.999).round(3)


def rate(hits, trials):
    if trials == 0:
        return None
    wilson = binomtest(int(hits), int(trials)).proportion_ci(method="wilson")
    return {"estimate": hits / trials, "lower": wilson.low, "upper": wilson.high}


def group_rates(y, p):
    """Selection, true-positive and false-positive rate, and precision, each with its Wilson interval."""
    y, p = np.array(y), np.array(p)
    parts = {
        "selectionRate": p,
        "truePositiveRate": p[y == 1],
        "falsePositiveRate": p[y == 0],
        "precision": y[p == 1],
    }
    return {name: rate(part.sum(), len(part)) for name, part in parts.items()}


def calibration_error(y, score, bins=10):
    """ECE over equal-count bins; the groups' sizes are cut to whole tens, so that every definition of the cuts agrees."""
    order = np.argsort(score, kind="stable")
    parts = np.array_split(order, bins)
    return sum(len(i) / len(y) * abs(score[i].mean() - y[i].mean()) for i in parts)


def average_odds(rates):
    """Largest over pairs of groups of the mean of the absolute TPR and FPR differences (AIF360, no privileged group)."""
    known = [r for r in rates.values() if r["truePositiveRate"] and r["falsePositiveRate"]]
    gap = lambda a, b, name: abs(a[name]["estimate"] - b[name]["estimate"])
    return max(
        (gap(a, b, "truePositiveRate") + gap(a, b, "falsePositiveRate")) / 2 for a in known for b in known
    )


result = []
for y, p, g in cases:
    y, p = [int(v) for v in y], [int(v) for v in p]
    names = sorted(set(g))
    rates = {
        name: group_rates([v for v, of in zip(y, g) if of == name], [v for v, of in zip(p, g) if of == name])
        for name in names
    }
    arguments = {"y_true": y, "y_pred": p, "sensitive_features": g}
    result.append(
        {
            "labels": y,
            "predicted": p,
            "groups": list(g),
            "demographicParityDifference": metrics.demographic_parity_difference(**arguments),
            "demographicParityRatio": metrics.demographic_parity_ratio(**arguments),
            "equalOpportunityDifference": metrics.equal_opportunity_difference(**arguments),
            "equalizedOddsDifference": metrics.equalized_odds_difference(**arguments),
            "averageOddsDifference": average_odds(rates),
            "rates": rates,
        }
    )
calibration = []
for name in ["north", "south", "east"]:
    of = np.flatnonzero(groups == name)
    of = of[: len(of) // 10 * 10]
    # Distinct scores: then no equal-count cut falls between equal ones.
    distinct = np.unique(scores[of], return_index=True)[1]
    of = np.sort(of[distinct][: len(distinct) // 10 * 10])
    calibration.append(
        {
            "group": name,
            "labels": labels[of].tolist(),
            "scores": scores[of].tolist(),
            "calibrationError": calibration_error(labels[of], scores[of]),
        }
    )

print(json.dumps({"command": "python tools/oracles/fairness/fairness.py", "cases": result, "calibration": calibration}))
