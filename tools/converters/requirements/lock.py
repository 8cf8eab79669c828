"""Writes <family>.txt from <family>.in: exact versions with the hashes of every wheel, for every platform and Python >= 3.11.

sklearn.txt is the base. The others hold only what they add to it, since they are installed beside it.
    python3 -m venv .venv && .venv/bin/pip install uv==0.13.9 && .venv/bin/python lock.py
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FAMILIES = ["sklearn", "lightgbm", "xgboost", "catboost"]
# CatBoost and LightGBM name these for plots and notebooks; neither loads them to read and export a model.
UNUSED = {"contourpy", "cycler", "fonttools", "graphviz", "kiwisolver", "matplotlib", "pillow", "plotly", "pyparsing"}
COMPILE = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11",
           "--no-header", "--no-annotate", "--no-emit-index-url"]  # fmt: skip


def locked(family):
    """name and marker -> its lines."""
    text = subprocess.run(
        [sys.executable, *COMPILE, f"{family}.in"], cwd=HERE, check=True, capture_output=True, text=True
    ).stdout
    entries, key = {}, ""
    for line in text.splitlines():
        if not line.startswith((" ", "#")):
            key = line.rstrip(" \\")
        entries.setdefault(key, []).append(line)
    return entries


def main():
    base = {}
    for family in FAMILIES:
        entries = locked(family)
        own = {key: lines for key, lines in entries.items() if key not in base and key.split("==")[0] not in UNUSED}
        if family == "sklearn":
            base = entries
        missing = set(base) - set(entries)
        if missing:
            raise SystemExit(f"{family} needs other versions than the base: {', '.join(sorted(missing))}")
        (HERE / f"{family}.txt").write_text("\n".join(line for lines in own.values() for line in lines) + "\n")
        print(f"{family}.txt: {', '.join(own)}", file=sys.stderr)


main()
