"""Which investors does a visitor without data of their own meet? About 150 invented ones, marked as illustrative."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from core.peers.investor import InvestorRecord
from data.catalogue import without_comments
from data.importers.peers.peer_csv import read_investors

FILE = Path(__file__).parent / "peers_universe.csv"


def sample_peers_fingerprint() -> str:
    """Changes when anything of the sample is made differently."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:32]


def sample_peers() -> tuple[InvestorRecord, ...]:
    """The illustrative investors with their years 2016 to 2025."""
    lines = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    reading = read_investors("".join(without_comments(lines)).encode(), FILE.name)
    return tuple(replace(one, investor=replace(one.investor, simulated=True)) for one in reading.records)
