"""The rows on which original and converted model are compared."""

import csv
from dataclasses import dataclass

import numpy as np
from refusal import Refusal

MOST_ROWS = 10_000
GENERATED_ROWS = 1000


@dataclass
class Rows:
    # Column name -> float64 or object (texts) array. Names are made up when the model does not know any.
    columns: dict
    named: bool
    generated: bool

    @property
    def count(self):
        return len(next(iter(self.columns.values())))

    def texts(self):
        return [name for name, cells in self.columns.items() if cells.dtype == object]

    def matrix(self):
        if self.texts():
            names = ", ".join(self.texts())
            raise Refusal("texts", f"the model takes numbers, but the reference has texts in {names}: list it in --drop")
        return np.column_stack(list(self.columns.values()))

    def frame(self):
        import pandas

        return pandas.DataFrame(self.columns)

    def original(self):
        """As the model saw them in training: with names where it has them."""
        return self.frame() if self.named or self.texts() else self.matrix()


MISSING = {"", "na", "nan", "null", "none", "?"}


def _column(texts):
    try:
        return np.array([np.nan if text.strip().lower() in MISSING else float(text) for text in texts])
    except ValueError:
        return np.array(texts, dtype=object)


def _table(file):
    with open(file, newline="", encoding="utf-8-sig") as lines:
        header = lines.readline()
        lines.seek(0)
        separator = max(",;\t", key=header.count)
        names, *rows = list(csv.reader(lines, delimiter=separator))
    rows = [row for row in rows if row][:MOST_ROWS]
    if not rows:
        raise Refusal("reference_empty", "the reference has no rows")
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def read_rows(file, label, drop, names, width):
    """@param names: what the model calls its features, or None; @param width: how many it takes, or None"""
    table = _table(file)
    unknown = [name for name in [*drop, *([label] if label else [])] if name not in table]
    if unknown:
        raise Refusal("column_unknown", f"the reference has no column {', '.join(unknown)}; it has {', '.join(table)}")
    left = [name for name in table if name != label and name not in drop]
    if names is not None:
        missing = [name for name in names if name not in table]
        if missing:
            raise Refusal("column_missing", f"the model takes {', '.join(missing)}, which the reference lacks")
        left = names
    elif width is not None and len(left) != width:
        hint = "name the outcome with --label and what the model does not see with --drop"
        raise Refusal("width", f"the model takes {width} columns, the reference has {len(left)} ({', '.join(left)}): {hint}")
    return Rows({name: _column(table[name]) for name in left}, names is not None, False)


def generate_rows(names, width):
    """Numbers of several sizes, since nothing is known of the real ones."""
    if width is None:
        raise Refusal("width_unknown", "the model does not say how many columns it takes: give --reference")
    rng = np.random.default_rng(0)
    parts = [rng.normal(0, scale, (GENERATED_ROWS // 4, width)) for scale in (1, 10, 1000)]
    whole = np.vstack([*parts, rng.integers(0, 10, (GENERATED_ROWS // 4, width))]).astype(np.float32).astype(np.float64)
    called = names or [f"f{at}" for at in range(width)]
    return Rows({name: whole[:, at] for at, name in enumerate(called)}, names is not None, True)
