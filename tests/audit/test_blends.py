"""Does the second computation follow a mix as the first one does, under every rule, and name the part that was tampered with?"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from core.audit_pack.inputs import AuditBenchmark, AuditBlend, AuditQuestion
from core.audit_pack.pack import audit_pack
from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import FixedReturn
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.benchmark.sources import Observations, Sources
from core.errors import BenchmarkingError, InsufficientData
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction
from core.market.levels import LevelSeries
from core.returns.series import ReturnSeries
from data.benchmark_library import open_library
from studies.audit_pack import Asked, audited_portfolio, packed, second_computation
from studies.valued import valued
from tests.audit.test_recompute import RATES, TODAY, changed, differing, run, unpacked, unzipped, wrong_lines
from tests.core.audit_pack.questions import answered
from tests.core.small_portfolios import buy, calendar, day, part_of, sell, walk

RESETS = tuple(Reset)
PARTS = {"A": 0.6, "B": 0.4}
POLICY = (PolicyChange.of(day(200), {"A": 0.3, "B": 0.7}),)
SCHEDULE = (PolicyChange.of(day(150), {"A": 0.5, "B": 0.5}), PolicyChange.of(day(400), {"A": 0.8, "B": 0.2}))


def some_days(series: LevelSeries, seed: int, share: float = 0.9) -> LevelSeries:
    """The series with holes of a day here and there, so that calendars differ."""
    keep = np.random.default_rng(seed).random(series.dates.size) < share
    keep[[0, -1]] = True
    return LevelSeries(series.name, series.dates[keep], series.levels[keep], series.currency, series.basis)


DATA: dict[str, Observations] = {
    "A": some_days(walk("Alpha", 31, 700), 1),
    "B": some_days(walk("Beta", 32, 700), 2),
    "E": some_days(walk("Europe", 33, 700, "EUR"), 3),
    "OWN": ReturnSeries("Own", calendar(700), np.random.default_rng(34).normal(0.0004, 0.01, 700)),
    "FIX": FixedReturn(0.05),
    "SIMPLE": FixedReturn(0.06, compounded=False),
    "LATE": LevelSeries("Late", calendar(700)[500:], walk("Late", 35, 700).levels[500:], "USD"),
}
ROWS = (buy(3, "S", 10, 100.0), buy(201, "S", 5, 104.0), sell(300, "S", 4, 110.0), buy(401, "S", 2, 99.0))


def rebalance(rule: Rule) -> Rebalance:
    return Rebalance(rule, 150.0 if rule is Rule.DRIFT else None, SCHEDULE if rule is Rule.SCHEDULED else ())


def mix_of(id_: str, currency: str = "USD", rule: Rule = Rule.NONE, **weights: float) -> Blend:
    parts = tuple(Component(part, weight) for part, weight in weights.items())
    return Blend(id_, currency, parts, rebalance=rebalance(rule))


def mixed(blend: Blend, data: dict[str, Observations] = DATA) -> AuditBlend:
    return AuditBlend(blend.id, blend, Sources({one: data[one] for one in blend.ids if one in data}, RATES))


def question(
    *mixes: AuditBlend | AuditBenchmark,
    rows: tuple[Transaction, ...] = ROWS,
    currency: str = "USD",
    start: date | None = None,
    end: date | None = None,
) -> AuditQuestion:
    portfolio, prices = Portfolio("p", "P", currency, rows), {"S": walk("S", 6, 700)}
    return AuditQuestion(portfolio, prices, RATES, day(650), mixes, RATES, 0.06, start, end, {"A": "csv"})


@pytest.mark.parametrize("rule", [Rule.NONE, Rule.QUARTERLY])
def test_parts_of_months_agree(rule: Rule, tmp_path: Path) -> None:
    ends = np.arange("2022-11", "2025-01", dtype="datetime64[M]").astype("datetime64[D]") - 1
    months: dict[str, Observations] = {
        "BOND": LevelSeries("Bond", ends, np.linspace(50.0, 60.0, ends.size), "USD"),
        "HEDGE": ReturnSeries("Hedge", ends, np.linspace(-0.01, 0.02, ends.size)),
        "A": DATA["A"],
    }
    mixes = ({"HEDGE": 1.0}, {"BOND": 0.4, "A": 0.6}, {"BOND": 0.5, "HEDGE": 0.5})
    for number, weights in enumerate(mixes):
        parts = tuple(Component(*part) for part in weights.items())
        mix = mixed(Blend(f"MIX{number}", "USD", parts, rebalance=rebalance(rule)), months)
        assert wrong_lines(question(mix), tmp_path / str(number)) == []


@pytest.mark.parametrize("reset", RESETS)
@pytest.mark.parametrize("rule", Rule)
def test_every_rule_and_reset_agrees(rule: Rule, reset: Reset, tmp_path: Path) -> None:
    policy = () if rule is Rule.SCHEDULED else POLICY
    found = answered(question(mixed(replace(mix_of("MIX", rule=rule, **PARTS), policy=policy, reset=reset))))
    headline = json.loads(found.files["results/headline.json"])["benchmarks"]["MIX"]["blend"]
    assert headline["rebalances"] >= 1
    assert sum(headline["contributions"].values()) == pytest.approx(headline["total_return"], abs=1e-12)
    assert differing(unpacked(found, tmp_path), 30) == []


@pytest.mark.parametrize(
    ("portfolio", "benchmark"),
    [
        ("sample-household", "CRISIL_HYBRID_35_65"),
        ("sample-us-growth", "CRISIL_HYBRID_AGGRESSIVE_65_35"),
        ("sample-household", "^GSPC"),
    ],
)
def test_the_librarys_mixes_agree_when_run_by_a_bare_python(
    portfolio: str, benchmark: str, sample_engine: Engine, tmp_path: Path
) -> None:
    """A debt leg without data, and a mix in another currency than the portfolio."""
    mix = open_library(sample_engine).measured(benchmark, "INR")
    holding = valued(sample_engine, portfolio, TODAY)
    found = audited_portfolio(sample_engine, holding, Asked((), 0.07, blend=(benchmark, mix)))
    outcome = run(unzipped(packed(found), tmp_path / "pack"))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    stated = json.loads(found.files["specification.json"])["benchmarks"][0]
    assert [one["id"] for one in stated["blend"]["components"]] == list(mix.ids)
    series = list(csv.DictReader(io.StringIO(found.files["inputs/series.csv"].decode())))
    used = [one for one in series if one["use"] == "component"]
    assert used
    assert all(one["basis"] and one["source"] for one in used)


def test_a_part_without_data_is_stated_with_its_rate_and_reason(tmp_path: Path) -> None:
    parts = (Component("A", 0.35), Component("NONE", 0.65, fallback_rate=0.07))
    found = answered(question(mixed(Blend("MIX", "USD", parts))))
    stated = json.loads(found.files["specification.json"])["benchmarks"][0]["blend"]
    assert stated["components"][1]["fallback_rate"] == 0.07
    assert stated["account"]["fallbacks"] == stated["data"]["fallbacks"] == ["NONE"]
    assert "no data" in stated["fallback_reasons"]["NONE"]
    assert stated["account"]["reading"].startswith("Every deposit is split at the target weights")
    assert differing(unpacked(found, tmp_path), 30) == []


@pytest.mark.parametrize("fixed", ["FIX", "SIMPLE"])
def test_a_fixed_return_alone_agrees(fixed: str, tmp_path: Path) -> None:
    assert wrong_lines(question(mixed(mix_of("SINGLE", **{fixed: 1.0}))), tmp_path) == []


TAKEN = (*ROWS[:2], sell(230, "S", 3, 105.0), *ROWS[2:])


@pytest.mark.parametrize("weights", [{"SIMPLE": 1.0}, {"SIMPLE": 0.6, "A": 0.4}])
@pytest.mark.parametrize("policy", [(), POLICY[:1]])
def test_simple_interest_from_each_payments_own_day_agrees(
    weights: dict[str, float], policy: tuple[PolicyChange, ...], tmp_path: Path
) -> None:
    """Deposits, withdrawals and dated weights: the oldest payment leaves first in both computations."""
    blend = mix_of("MIX", **weights)
    changes = (PolicyChange.of(day(220), {one: 1.0 / len(weights) for one in weights}),) if policy else ()
    assert wrong_lines(question(mixed(replace(blend, policy=changes)), rows=TAKEN), tmp_path) == []


def test_several_mixes_beside_an_index_with_a_gap_agree(tmp_path: Path) -> None:
    keep = (np.arange(700) < 350) | (np.arange(700) > 380)
    gap = AuditBenchmark("GAP", part_of(walk("Gap", 9, 700), keep))
    one = mixed(mix_of("ONE", rule=Rule.QUARTERLY, A=0.5, E=0.5))
    policy = (PolicyChange.of(day(220), {"E": 0.1, "OWN": 0.6, "FIX": 0.3}),)
    other = mixed(replace(mix_of("OTHER", "EUR", E=0.5, OWN=0.2, FIX=0.3), policy=policy))
    assert wrong_lines(question(one, gap, other, rows=(ROWS[0], ROWS[1], ROWS[3])), tmp_path) == []


def test_a_mix_within_a_mix_is_refused_by_name() -> None:
    outer = replace(mix_of("OUTER", INNER=0.5, B=0.5), name="The outer mix")
    sources = Sources(DATA, blends={"INNER": mix_of("INNER", A=0.5, B=0.5)}, names={"INNER": "The inner mix"})
    with pytest.raises(InsufficientData, match=r"beside The outer mix: The inner mix within it is a mix of its own"):
        answered(question(AuditBlend("OUTER", outer, sources)))


def test_the_same_mix_gives_the_same_bytes_and_another_weight_another_fingerprint() -> None:
    def pack(weight: float) -> tuple[bytes, str]:
        found = answered(question(mixed(mix_of("MIX", rule=Rule.WEEKLY, A=weight, B=1 - weight))))
        return audit_pack(found, second_computation()), found.fingerprint

    assert pack(0.6) == pack(0.6)
    assert pack(0.6)[1] != pack(0.61)[1]


@pytest.fixture
def monthly(tmp_path: Path) -> Path:
    blend = replace(mix_of("MIX", rule=Rule.MONTHLY, **PARTS), policy=POLICY)
    return unpacked(answered(question(mixed(blend))), tmp_path / "pack")


SPECIFICATION, LEVELS = "specification.json", "inputs/component_levels.csv"


@pytest.mark.parametrize(
    ("path", "before", "after", "named"),
    [
        (LEVELS, "\nB,2023-06-05,", "\nB,2023-06-05,1", "DIFFERS  MIX: return of B"),
        (LEVELS, "\nB,2023-06-05,", "\nB,2023-06-05,1", "OK       MIX: return of A"),
        (LEVELS, "\nB,2023-06-05,", "\nB,2023-06-05,1", "DIFFERS  MIX: level, every observation"),
        (SPECIFICATION, '"weight": 0.6,', '"weight": 0.5999999,', "DIFFERS  MIX: opening weight of A"),
        (SPECIFICATION, '"weight": 0.6,', '"weight": 0.7,', "the weights of MIX are not parts of one whole"),
        (SPECIFICATION, '"rule": "M"', '"rule": "Q"', "DIFFERS  MIX: number of rebalances"),
        (SPECIFICATION, '"reset": "START"', '"reset": "CLOSE"', "DIFFERS  MIX: opening weight of A"),
        (SPECIFICATION, f'"effective": "{day(200)}"', f'"effective": "{day(260)}"', "DIFFERS  MIX: contribution of A"),
    ],
)
def test_a_changed_level_weight_rule_reset_or_policy_is_named(
    path: str, before: str, after: str, named: str, monthly: Path
) -> None:
    assert named in changed(monthly, path, before, after, forged=True).stdout


@st.composite
def blends(draw: st.DrawFn, rule: Rule) -> Blend:
    """One to four parts of any kind, under a rule, with or without dated changes that let parts join and leave."""
    ids = draw(st.lists(st.sampled_from([*DATA, "NONE"]), min_size=1, max_size=4, unique=True))
    currency = draw(st.sampled_from(["USD", "USD", "EUR"]))

    def weights() -> dict[str, float]:
        parts = [draw(st.integers(0, 5)) for _ in ids]
        parts[draw(st.integers(0, len(ids) - 1))] += 1
        return {one: part / sum(parts) for one, part in zip(ids, parts, strict=True)}

    def fallback(one: str) -> float | None:
        return 0.07 if one in ("LATE", "NONE") else draw(st.sampled_from([None, 0.05]))

    components = tuple(Component(one, weight, fallback_rate=fallback(one)) for one, weight in weights().items())
    days = draw(st.lists(st.integers(-5, 660), max_size=3, unique=True))
    changes = tuple(PolicyChange.of(day(one), weights()) for one in days)
    scheduled = rule is Rule.SCHEDULED
    threshold = draw(st.sampled_from([20.0, 150.0, 900.0])) if rule is Rule.DRIFT else None
    way = Rebalance(rule, threshold, changes if scheduled else ())
    return Blend("MIX", currency, components, () if scheduled else changes, way, draw(st.sampled_from(RESETS)))


@st.composite
def rows_of_s(draw: st.DrawFn) -> tuple[Transaction, ...]:
    """A large purchase, then purchases and sales dear enough that an account beside it may run out."""
    moves = st.tuples(st.integers(1, 640), st.booleans(), st.integers(1, 20))
    first = draw(st.integers(0, 300))
    later = [(max(on, first), *more) for on, *more in draw(st.lists(moves, max_size=7))]
    trades = [sell(on, "S", units, 500.0) if sold else buy(on, "S", units, 100.0) for on, sold, units in later]
    return (buy(first, "S", 150, 100.0), *trades)


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("first", [0, 249, 252])
def test_a_first_day_whose_money_cancels_is_shown_by_both(rule: Rule, first: int, tmp_path: Path) -> None:
    trades = ((buy, 150, 100.0), (sell, 15, 500.0), (buy, 20, 100.0), (sell, 19, 500.0))
    rows = (*(trade(first, "S", units, price) for trade, units, price in trades), buy(400, "S", 5, 90.0))
    mix = mixed(mix_of("MIX", rule=rule, **PARTS))
    assert wrong_lines(question(mix, rows=(*rows, sell(525, "S", 3, 500.0))), tmp_path) == []


@pytest.mark.parametrize("rule", Rule)
@settings(max_examples=settings().max_examples // 4, phases=[Phase.explicit, Phase.generate])
@given(
    data=st.data(),
    rows=rows_of_s(),
    start=st.none() | st.integers(-5, 600),
    days=st.integers(1, 700),
    currency=st.sampled_from(["USD", "USD", "INR"]),
)
def test_whatever_the_mix_both_computations_agree(
    rule: Rule, data: st.DataObject, rows: tuple[Transaction, ...], start: int | None, days: int, currency: str
) -> None:
    range_ = {} if start is None else {"start": day(start), "end": day(start + days)}
    mix = mixed(data.draw(blends(rule)))
    try:
        found = answered(question(mix, rows=rows, currency=currency, **range_))
    except BenchmarkingError:
        return
    with TemporaryDirectory() as folder:
        assert differing(unpacked(found, Path(folder)), least=0) == []
