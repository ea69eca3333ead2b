"""Can somebody else check these numbers? Inputs, specification, results, conventions and a second computation, in one file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.audit_pack.blends import blend_specification
from core.audit_pack.comparison import AuditedBenchmark, why_not_audited
from core.audit_pack.conventions import CONVENTIONS
from core.audit_pack.inputs import AuditBlend, AuditQuestion, input_files
from core.audit_pack.results import result_files
from core.audit_pack.tables import json_file
from core.errors import InsufficientData
from core.market.deposit_rate import as_deposit_rate
from core.market.period import Period
from core.same_money.comparison import SameMoney
from core.same_money.several_benchmarks import BenchmarkComparison
from core.valuation.portfolio_value import Valuation

FORMAT = "yardstick-audit/1"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name: the same inputs give the same bytes
_READ_ME = """AUDIT PACK: {name}

{span}, in {currency}, beside {benchmarks} and {deposit}.
{sample}
To check every number from the inputs, with Python 3.11 or later and nothing else installed:

    python recompute.py

It holds every file against manifest.json, works everything out anew with plain loops (audit/), compares with results/ to one part in
a billion, prints a line for each and ends with 0 when all agree.

inputs/            transactions and deposits as stored; prices (on the split basis that units are counted on; as they were known where
                   that differs), exchange rates, levels of benchmarks and of the parts of a mix, with source and basis in series.csv
specification.json what was asked (of a mix its parts, weights, rule and dated changes), what was decided (cash, what is left out
                   and why, what stands at an old price, where a fixed rate stands in for missing data), notes
conventions.json   by which conventions
results/           headline, daily values, weights and accounts, holdings on the last day; of a mix its days, weights and resets
manifest.json      SHA-256 of every file, and the fingerprint of inputs and specification

A cell that begins with an apostrophe holds the text after it. Amounts are in the portfolio's currency unless a column says otherwise;
rates, returns and weights are fractions (0.07 is 7 %).
"""


@dataclass(frozen=True, slots=True, eq=False)
class AuditedComparison:
    """The question, its answer, and the files that show how one leads to the other. ``fingerprint``: of inputs and specification."""

    question: AuditQuestion
    valuation: Valuation
    same_money: tuple[SameMoney, ...]
    files: Mapping[str, bytes]
    fingerprint: str


def audited_comparison(
    asked: AuditQuestion, valuation: Valuation, comparisons: Sequence[BenchmarkComparison]
) -> AuditedComparison:
    """Write down everything that comparisons rest on. ``valuation``: of the portfolio; ``comparisons``: with each benchmark asked for, as
    :func:`core.same_money.several_benchmarks.compare_side_by_side` gives them, beside a deposit at the rate asked for.

    Raises InsufficientData for a mix within a mix.
    """
    for mix in asked.blends:
        if why := why_not_audited(mix):
            raise InsufficientData(why)
    several = tuple(AuditedBenchmark(*pair) for pair in zip(asked.benchmarks, comparisons, strict=True))
    specification = json_file(_specification(asked, valuation, several))
    inputs = {"specification.json": specification, **input_files(asked)}
    same = tuple(one.same_money for one in several)
    files = {
        **inputs,
        "conventions.json": json_file({one.name: one.meaning for one in CONVENTIONS}),
        **result_files(valuation, several),
        "README.txt": _read_me(asked, same).encode(),
    }
    return AuditedComparison(asked, valuation, same, files, fingerprint_of(inputs))


def fingerprint_of(files: Mapping[str, bytes]) -> str:
    """64 hexadecimal digits that stand for these files: the SHA-256 of the lines ``digest  path``, sorted by path."""
    lines = "".join(f"{_digest(content)}  {path}\n" for path, content in sorted(files.items()))
    return _digest(lines.encode())


def audit_pack(found: AuditedComparison, scripts: Mapping[str, bytes]) -> bytes:
    """The zip file. ``scripts``: the second computation, by path. The same comparison always gives the same bytes."""
    files = {**found.files, **scripts}
    listed = {path: {"sha256": _digest(content), "bytes": len(content)} for path, content in sorted(files.items())}
    files["manifest.json"] = json_file({"format": FORMAT, "fingerprint": found.fingerprint, "files": listed})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pack:
        for path, content in sorted(files.items()):
            pack.writestr(_entry(path), content)
    return packed.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EARLIEST)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return entry


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _specification(asked: AuditQuestion, valuation: Valuation, several: tuple[AuditedBenchmark, ...]) -> dict[str, Any]:
    first, portfolio = several[0].same_money, asked.portfolio
    return {
        "format": FORMAT,
        "portfolio": {
            "id": portfolio.id,
            "name": portfolio.name,
            "base_currency": portfolio.base_currency,
            "simulated": portfolio.simulated,
        },
        "as_of": asked.as_of,
        "period": {**_period(first.period), "asked": {"start": asked.start, "end": asked.end}},
        "benchmarks": [_benchmark(one) for one in several],
        "risk_free": _deposit(asked.risk_free_rate, first.risk_free.account.name),
        "decisions": {
            "cash_tracked": valuation.cash_account.tracked,
            "cash_reason": valuation.cash_account.reason,
            "left_out": [{"symbol": one.symbol, "name": one.name, "reason": one.reason} for one in valuation.unpriced],
            "stale": [
                {"symbol": one.symbol, "since": one.stale_since, "last_price_on": one.priced_on, "share": one.weight}
                for one in valuation.stale
            ],
        },
        "notes": list(dict.fromkeys(note for one in several for note in one.same_money.notes)),
    }


def _deposit(rate: float, name: str) -> dict[str, Any]:
    """The rate as it was given, how it is meant, and the tax of a what-if."""
    given = as_deposit_rate(rate)
    return {"rate": given.stated, "quotation": str(given.quotation), "tax": given.tax, "name": name}


def _benchmark(found: AuditedBenchmark) -> dict[str, Any]:
    """What was asked for; a blend with its parts and rule."""
    levels, more = found.levels, {}
    if isinstance(found.question, AuditBlend) and found.blend is not None:
        more = {"blend": blend_specification(found.question, found.blend)}
    return {
        "symbol": found.symbol,
        "name": levels.name,
        "currency": levels.currency,
        "basis": str(levels.basis),
        "simulated": levels.simulated,
        **more,
    }


def _period(period: Period) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _read_me(asked: AuditQuestion, several: tuple[SameMoney, ...]) -> str:
    first = several[0]
    return _READ_ME.format(
        name=" ".join(asked.portfolio.name.split()),
        span=f"From {first.period.start.isoformat()} to {first.period.end.isoformat()}",
        currency=first.currency,
        benchmarks=", ".join(one.benchmark_name for one in several),
        deposit=first.risk_free.account.name,
        sample="\nThis is the embedded sample: its prices are simulated.\n" if first.simulated else "",
    )
