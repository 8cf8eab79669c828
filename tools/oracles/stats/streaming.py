"""Alarm indices of River's detectors. Run: python tools/oracles/stats/streaming.py > libs/pure/stats/src/fixtures/streaming.json"""

import json

from river import drift
from river.drift.adwin import AdaptiveWindowing
from river.drift import binary


def lcg_bits(count, probability, state):
    """Minimal standard generator, so that the specs make the same stream without storing it."""
    values = []
    for _ in range(count):
        state = state * 48271 % 2147483647
        values.append(1 if state / 2147483647 < probability else 0)
    return values, state


def stream(segments, seed):
    values, state = [], seed
    for count, probability in segments:
        more, state = lcg_bits(count, probability, state)
        values += more
    return values


def alarms(detector, values):
    found = []
    for index, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            found.append(index)
    return found


def adwin(values):
    """The algorithm itself; River's ADWIN class also forgets the whole window after each alarm."""
    window = AdaptiveWindowing(delta=0.002, clock=32, max_buckets=5, min_window_length=5, grace_period=10)
    found = [index for index, value in enumerate(values) if window.update(value)]
    return {"alarms": found, "width": window.get_width(), "total": window.get_total(), "variance": window.get_variance()}


CASES = [
    {"seed": 1, "segments": [[1000, 0.0], [1000, 1.0]]},
    {"seed": 7, "segments": [[3000, 0.2], [3000, 0.3], [2000, 0.1]]},
    {"seed": 11, "segments": [[5000, 0.5]]},
    {"seed": 42, "segments": [[500, 0.05], [700, 0.5], [900, 0.05], [4000, 0.08]]},
]
result = {"command": "python tools/oracles/stats/streaming.py", "cases": []}
for case in CASES:
    values = stream(case["segments"], case["seed"])
    result["cases"].append(
        {
            **case,
            "adwin": adwin(values),
            "pageHinkley": alarms(drift.PageHinkley(), values),
            "ddm": alarms(binary.DDM(), values),
        }
    )
print(json.dumps(result))
