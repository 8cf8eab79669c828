"""Made-up tables: a reference of 400 rows with the outcome, and 1,000 rows to score."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

REFERENCE_ROWS = 400
INPUT_ROWS = 1000
TRAINING_ROWS = 2000


def _sigmoid(margin):
    return 1 / (1 + np.exp(-margin))


def loan(rng, rows):
    """Numbers only; the outcome is 0 or 1."""
    table = pd.DataFrame(
        {
            "age": rng.integers(18, 80, rows),
            "income": np.round(rng.lognormal(10.4, 0.5, rows), 2),
            "debt_ratio": np.round(rng.beta(2, 5, rows), 4),
            "years_employed": np.round(rng.exponential(6, rows), 1),
            "open_accounts": rng.integers(0, 15, rows),
            "late_payments": rng.poisson(0.8, rows),
        }
    )
    margin = 4 * table.debt_ratio + 0.7 * table.late_payments - 0.05 * table.years_employed - table.income / 40000 - 1
    table["defaulted"] = (rng.uniform(size=rows) < _sigmoid(margin)).astype(int)
    return table


def loan_with_texts(rng, rows):
    """The loan table with the outcome in words; the one of interest comes first in the alphabet."""
    table = loan(rng, rows)
    return table.assign(defaulted=np.where(table.defaulted == 1, "default", "paid"))


def loan_with_gaps(rng, rows):
    """The loan table with empty cells."""
    table = loan(rng, rows)
    table["income"] = table.income.where(rng.uniform(size=rows) > 0.1)
    table["years_employed"] = table.years_employed.where(rng.uniform(size=rows) > 0.15)
    return table


def campaign(rng, rows):
    """Numbers and texts; the outcome is no or yes."""
    table = pd.DataFrame(
        {
            "age": rng.integers(18, 90, rows),
            "balance": np.round(rng.normal(1500, 2500, rows), 2),
            "duration": rng.integers(5, 1200, rows),
            "job": rng.choice(["admin.", "blue-collar", "retired", "services", "student", "technician"], rows),
            "marital": rng.choice(["divorced", "married", "single"], rows, p=[0.1, 0.6, 0.3]),
            "contact": rng.choice(["cellular", "telephone", "unknown"], rows, p=[0.6, 0.1, 0.3]),
        }
    )
    margin = table.duration / 300 + table.balance / 5000
    margin += 0.8 * (table.job == "student") - 0.9 * (table.contact == "unknown")
    table["subscribed"] = np.where(rng.uniform(size=rows) < _sigmoid(margin - 2.5), "yes", "no")
    return table


def claim(rng, rows):
    """Numbers; the outcome is one of three texts whose order is not the alphabet's order of risk."""
    table = pd.DataFrame(
        {
            "vehicle_age": rng.integers(0, 25, rows),
            "annual_km": np.round(rng.gamma(4, 4000, rows), 0),
            "engine_litres": np.round(rng.uniform(0.9, 4.5, rows), 1),
            "bonus_malus": np.round(rng.normal(90, 20, rows), 2),
        }
    )
    risk = table.annual_km / 8000 + table.engine_litres + table.bonus_malus / 30 + rng.logistic(size=rows)
    table["risk_band"] = np.select([risk < 6.5, risk < 8.5], ["low", "medium"], "high")
    return table


def housing(rng, rows):
    """Numbers; the outcome is a number."""
    table = pd.DataFrame(
        {
            "area_m2": np.round(rng.gamma(6, 15, rows), 1),
            "rooms": rng.integers(1, 9, rows),
            "built": rng.integers(1890, 2025, rows),
            "distance_km": np.round(rng.exponential(8, rows), 2),
        }
    )
    price = 2.1 * table.area_m2 + 9 * table.rooms + 0.4 * (table.built - 1950) - 3 * table.distance_km + 40
    table["price"] = np.round(price + rng.normal(0, 12, rows), 2)
    return table


TABLES = {
    "loan": loan,
    "loan-with-texts": loan_with_texts,
    "loan-with-gaps": loan_with_gaps,
    "campaign": campaign,
    "claim": claim,
    "housing": housing,
}


def write_tables(folder: Path):
    """@returns name -> the training rows; writes <name>.reference.csv and <name>.rows.csv (features only)."""
    folder.mkdir(exist_ok=True)
    trained = {}
    for place, (name, make) in enumerate(TABLES.items()):
        table = make(np.random.default_rng(100 + place), TRAINING_ROWS + INPUT_ROWS)
        trained[name] = table.iloc[:TRAINING_ROWS]
        write = {"index": False, "lineterminator": "\n"}
        table.iloc[:REFERENCE_ROWS].to_csv(folder / f"{name}.reference.csv", **write)
        table.iloc[TRAINING_ROWS:, :-1].to_csv(folder / f"{name}.rows.csv", **write)
    return trained


def read_texts(file: Path):
    """The cells as a client would read them: column name -> list of texts."""
    with open(file, newline="") as lines:
        header, *rows = list(csv.reader(lines))
    return {name: [row[at] for row in rows] for at, name in enumerate(header)}
