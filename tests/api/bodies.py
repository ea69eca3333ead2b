"""What do people send? One right body for every address that takes one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np


def dated(percent: list[float]) -> list[dict[str, Any]]:
    """Twelve months of returns."""
    return [{"date": f"2023-{month:02}-28", "ret": value / 100} for month, value in enumerate(percent, start=1)]


PORTFOLIO = [5.2, 3.1, -2.4, 4.8, 2.9, 1.5, 6.3, -1.2, 3.7, 5.1, 2.8, 4.2]
INDEX = [4.5, 2.8, -1.9, 3.2, 2.1, 1.8, 5.5, -0.9, 3.1, 4.2, 2.5, 3.8]

MONTHS = [f"{year}{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
ROWS = np.random.default_rng(5).normal(0.5, 4, (3, 36)).round(2)
RATES = np.full(36, 0.1)


def factor_file(names: str, *rows: np.ndarray, annual: bool = False) -> str:
    """Monthly factors as Fama and French publish them."""
    lines = [",".join([month, *(f"{row[at]:.2f}" for row in rows)]) for at, month in enumerate(MONTHS)]
    text = f"Some text\n\n,{names}\n" + "\n".join(lines) + "\n"
    return text + (f"\n Annual Factors: January-December\n,{names}\n 2021,1,2,3\n" if annual else "")


THREE = factor_file("Mkt-RF,SMB,RF", ROWS[0], ROWS[1], RATES, annual=True)


def factor_body(**changes: Any) -> dict[str, Any]:
    """A portfolio that earns 1.2 of the market, −0.3 of momentum and 0.2 % beyond."""
    own = (1.2 * ROWS[0] - 0.3 * ROWS[2] + 0.1 + 0.2) / 100
    rows = zip(MONTHS, own, strict=True)
    portfolio = [{"date": f"{month[:4]}-{month[4:]}-28", "ret": float(ret)} for month, ret in rows]
    return {"portfolio": portfolio, "files": [THREE, factor_file("Mom", ROWS[2])]} | changes


def investor_body(name: str, energy: float, kind: str = "public_pension") -> dict[str, Any]:
    """A large American investor that holds energy, and utilities for the rest."""
    held = {"Energy": energy, "Utilities": round(1 - energy, 6)}
    shares = [
        {"year": 2024, "dimension": "sector", "bucket": bucket, "weight": weight} for bucket, weight in held.items()
    ]
    terms = {"type": kind, "aum": 20e9, "currency": "USD", "country": "United States"}
    return {"id": name.lower(), "name": name, **terms, "allocations": shares}


INVESTORS = {
    "investors": [
        investor_body("Me", 0.27),
        *(investor_body(f"P{at}", weight) for at, weight in enumerate([0.0, 0.0, 0.20, 0.30, 0.40])),
        investor_body("Alone", 0.5, "endowment"),
    ]
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body where something can be replaced."""
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


def spoilt(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The body with another value at one place; the whole body where the path is empty."""
    if not path:
        return value
    changed = copy.deepcopy(body)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed
