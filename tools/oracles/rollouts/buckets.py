"""Buckets of subjects by a MurmurHash3 x86 32 of its own, for libs/serving/core/src/routing/buckets.spec.ts.

Run: python3 tools/oracles/rollouts/buckets.py > libs/serving/core/src/routing/fixtures/buckets.json
"""
import json

M = 0xFFFFFFFF


def rotl(x, r):
    return ((x << r) | (x >> (32 - r))) & M


def murmur3(data: bytes, seed: int = 0) -> int:
    h = seed
    blocks = len(data) // 4
    for i in range(blocks):
        k = int.from_bytes(data[4 * i : 4 * i + 4], "little")
        k = rotl(k * 0xCC9E2D51 & M, 15) * 0x1B873593 & M
        h = (rotl(h ^ k, 13) * 5 + 0xE6546B64) & M
    tail = int.from_bytes(data[4 * blocks :], "little")
    if tail or len(data) % 4:
        h ^= rotl(tail * 0xCC9E2D51 & M, 15) * 0x1B873593 & M
    h ^= len(data)
    h = (h ^ (h >> 16)) * 0x85EBCA6B & M
    h = (h ^ (h >> 13)) * 0xC2B2AE35 & M
    return h ^ (h >> 16)


subjects = ["", "a", "ana", "customer-0", "customer-1", "customer-9999999", "Zoë", "客户-42", "x" * 300]
salts = ["r1", "shadow:r1", "ab:r1", "0192f0c1-0000-7000-8000-000000000001"]
cases = [
    {"salt": salt, "subject": subject, "bucket": murmur3(f"{salt}:{subject}".encode()) % 10_000}
    for salt in salts
    for subject in subjects
]
print(json.dumps(cases, ensure_ascii=False, indent=1))
