"""What a pickle says about itself, found by reading its bytes: nothing is unpickled."""

import bz2
import gzip
import json
import lzma
import os
import re
import zlib

LIMIT = 512 * 1024 * 1024
OPENERS = [(b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open), (b"]\x00", lzma.open)]
# A text follows its opcode and length: \x8c and one byte, or X and four; between the key and it lies at most a memo.
SKLEARN_VERSION = re.compile(rb"_sklearn_version.{0,8}?(?:\x8c.|X.{4})(\d+\.\d+[\w.]*)", re.DOTALL)
FAMILIES = {
    "catboost": re.compile(rb"catboost\.core|\bcatboost\b"),
    "lightgbm": re.compile(rb"lightgbm\.(?:sklearn|basic)"),
    "xgboost": re.compile(rb"xgboost\.(?:sklearn|core)"),
    "sklearn": re.compile(rb"\bsklearn\."),
}
# What converts to nothing here, and what to do instead.
STRANGERS = {
    "torch": re.compile(rb"torch(?:\._utils|\.nn)"),
    "keras": re.compile(rb"keras\.(?:src|engine|models)"),
    "statsmodels": re.compile(rb"statsmodels\."),
    "pyspark": re.compile(rb"pyspark\."),
}


def unpacked(file):
    with open(file, "rb") as raw:
        head = raw.read(6)
        raw.seek(0)
        # joblib's own zlib: 0x78 and a level.
        if head[:1] == b"\x78" and head[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            return zlib.decompressobj().decompress(raw.read(), LIMIT)
        for magic, opener in OPENERS:
            if head.startswith(magic):
                with opener(raw) as text:
                    return text.read(LIMIT)
        return raw.read(LIMIT)


def scan(data):
    found = [name for name, pattern in FAMILIES.items() if pattern.search(data)]
    return {
        "families": found,
        "strangers": [name for name, pattern in STRANGERS.items() if pattern.search(data)],
        "sklearnVersions": sorted({text.decode() for text in SKLEARN_VERSION.findall(data)}),
    }


def main(request, _landlock):
    try:
        result = scan(unpacked(request["model"]))
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        result = {"families": [], "strangers": [], "sklearnVersions": [], "fault": str(error)}
    with open(os.path.join(request["folder"], "result.json"), "w") as file:
        json.dump(result, file)
