"""Fairlearn values. Run: python tools/oracles/fairness/fairness.py > libs/pure/fairness/src/fixtures/fairness.json"""

import json

import numpy as np
from fairlearn import metrics

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

result = []
for y, p, g in cases:
    y, p = [int(v) for v in y], [int(v) for v in p]
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
        }
    )
print(json.dumps({"command": "python tools/oracles/fairness/fairness.py", "cases": result}))
