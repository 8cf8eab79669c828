"""SciPy values. Run: python tools/oracles/stats/distributions.py > libs/pure/stats/src/fixtures/distributions.json"""

import json

import numpy as np
from scipy import stats
from scipy.special import gammaln
from scipy.stats import chi2_contingency, false_discovery_control

rows = []


def add(name, arguments, value):
    rows.append({"name": name, "arguments": [float(a) for a in arguments], "value": float(value)})


for df in (1, 2, 9, 30, 200):
    for x in (0.01, 0.5, 2, 10, 40, 250):
        add("chiSquareCdf", (x, df), stats.chi2.cdf(x, df))
        add("chiSquareSurvival", (x, df), stats.chi2.sf(x, df))
    for p in (1e-6, 0.05, 0.5, 0.99, 0.99999):
        add("chiSquareQuantile", (p, df), stats.chi2.ppf(p, df))
for z in (-37, -8, -2.5, -0.3, 0, 0.7, 1.96, 5, 9):
    add("normalCdf", (z,), stats.norm.cdf(z))
    add("normalSurvival", (z,), stats.norm.sf(z))
for p in (1e-300, 1e-12, 1e-4, 0.02, 0.3, 0.5, 0.8, 0.975, 0.999999):
    add("normalQuantile", (p,), stats.norm.ppf(p))
for a, b in ((0.5, 0.5), (2, 3), (10, 1), (50, 80), (0.2, 7)):
    for x in (0.001, 0.1, 0.37, 0.5, 0.9, 0.999):
        add("betaCdf", (x, a, b), stats.beta.cdf(x, a, b))
    for p in (0.01, 0.5, 0.975):
        add("betaQuantile", (p, a, b), stats.beta.ppf(p, a, b))
for x in (0.2, 0.5, 0.9, 1, 1.2, 1.36, 2, 3, 5):
    add("kolmogorovSurvival", (x,), stats.kstwobign.sf(x))
for x in (0.1, 0.5, 1, 3.7, 20, 1000):


    add("logGamma", (x,), gammaln(x))

rng = np.random.default_rng(5)
samples = []
for m, n, shift in ((7, 11, 0), (40, 25, 0.5), (120, 150, 0.1), (300, 200, 0.3), (1500, 1200, 0.05)):
    a = np.round(rng.normal(size=m), 6)
    b = np.round(rng.normal(loc=shift, size=n), 6)
    exact = m * n <= 1_000_000
    ks = stats.ks_2samp(a, b, method="exact" if exact else "asymp")
    limit = stats.kstwobign.sf(ks.statistic * np.sqrt(m * n / (m + n)))
    samples.append(
        {
            "reference": a.tolist(),
            "current": b.tolist(),
            "ks": ks.statistic,
            "pValue": ks.pvalue if exact else limit,
            "wasserstein": stats.wasserstein_distance(a, b),
        }
    )
tables = []
for reference, current in (([50, 30, 20], [30, 30, 40]), ([400, 380, 10, 5], [90, 120, 7, 1])):
    chi = chi2_contingency([reference, current], correction=False)
    tables.append({"reference": reference, "current": current, "statistic": chi.statistic, "pValue": chi.pvalue})
p_values = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
wilson = []
for k, n in ((0, 10), (8, 10), (10, 10), (3, 1000)):
    interval = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    wilson.append({"successes": k, "trials": n, "lower": interval.low, "upper": interval.high})
print(
    json.dumps(
        {
            "command": "python tools/oracles/stats/distributions.py",
            "values": rows,
            "samples": samples,
            "tables": tables,
            "benjaminiHochberg": {"pValues": p_values, "adjusted": false_discovery_control(p_values).tolist()},
            "wilson": wilson,
        }
    )
)
