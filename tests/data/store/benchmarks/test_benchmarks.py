"""Do the user's benchmarks come back as they were stored, all or none, on both databases?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.errors import Conflict, InsufficientData, InvalidSpecification, NotFound
from core.ledger.portfolio import Portfolio
from core.market.levels import Basis
from core.market.period import Period
from data import benchmark_library as library
from data.market import exchange_rates
from data.store.benchmarks.benchmarks import BenchmarkInUse, load_records, portfolio_measures
from data.store.benchmarks.imported_returns import load_returns, put_returns, returns_coverage
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.portfolios.portfolios import delete_portfolio, save_portfolio
from data.store.revision import revision
from studies.benchmark_data import BenchmarkData, extents, library_levels, sources_of

TODAY = date(2026, 1, 15)


def mix(name: str, *ids: str, **more: object) -> BenchmarkRecord:
    parts = tuple(Part(one, 1.0 / len(ids)) for one in ids)
    return BenchmarkRecord("", name, BenchmarkKind.BLENDED, "USD", intervals=(Interval(None, parts),), **more)  # type: ignore[arg-type]


def imported(name: str) -> BenchmarkRecord:
    return BenchmarkRecord("", name, BenchmarkKind.IMPORTED, "USD", basis=Basis.NET)


def test_every_type_comes_back_as_it_was_stored(any_engine: Engine) -> None:
    portfolio = save_portfolio(any_engine, Portfolio("", "Mine", "INR"))
    later = Interval(date(2020, 7, 1), (Part("SPY", 0.7), Part("AGG", 0.3, 0.04)))
    first = Interval(None, (Part("SPY", 0.6), Part("AGG", 0.4, 0.04)))
    given = [
        BenchmarkRecord(
            "",
            "60/40",
            BenchmarkKind.BLENDED,
            "USD",
            rebalance=Rebalance(Rule.DRIFT, 250.0),
            reset=Reset.CLOSE,
            intervals=(later, first),
        ),
        imported("Ours"),
        BenchmarkRecord("", "", BenchmarkKind.FIXED_RETURN, rate=0.05, compounded=False),
        BenchmarkRecord("", "Share", BenchmarkKind.SECURITY, "USD", symbol="ACME"),
        BenchmarkRecord("", "Twin", BenchmarkKind.PORTFOLIO, "INR", portfolio_id=portfolio),
    ]
    made = library.create(any_engine, given)
    stored = load_records(any_engine)
    assert [stored[one.id] for one in made] == list(made)
    assert [replace(one, id="") for one in made] == given
    assert made[0].intervals == (first, later)
    assert made[2].name == "5.00 %"
    assert len({one.id for one in made}) == 5
    assert all(one.id.startswith("bm-") for one in made)


def test_all_or_none_and_the_revision_rises_once(any_engine: Engine) -> None:
    before = revision(any_engine)
    with pytest.raises(Conflict):
        library.create(any_engine, [imported("A"), imported("a")])
    assert (load_records(any_engine), revision(any_engine)) == ({}, before)
    library.create(any_engine, [imported("A"), imported("B")])
    assert revision(any_engine) == before + 1


def test_a_change_sees_the_ones_before_it(any_engine: Engine) -> None:
    one, other = library.create(any_engine, [imported("A"), imported("B")])
    swapped = [(one.id, lambda r: replace(r, name="B")), (other.id, lambda r: replace(r, name="A"))]
    assert [r.name for r in library.change(any_engine, swapped)] == ["B", "A"]
    with pytest.raises(Conflict):
        library.change(any_engine, [(one.id, lambda r: replace(r, name="A"))])
    assert load_records(any_engine)[one.id].name == "B"


def test_own_returns(any_engine: Engine) -> None:
    (ours,) = library.create(any_engine, [imported("Ours")])
    assert load_returns(any_engine, ours.id).dates.size == 0
    put_returns(any_engine, ours.id, {date(2024, 1, n): n / 1000 for n in range(2, 12)})
    put_returns(any_engine, ours.id, {date(2024, 1, 2): -0.5})
    span = Period(date(2024, 1, 3), date(2024, 1, 31))
    put_returns(any_engine, ours.id, {date(2024, 1, 5): 0.25}, span)
    found = load_returns(any_engine, ours.id)
    assert found.dates.astype(str).tolist() == ["2024-01-02", "2024-01-05"]
    assert found.returns.tolist() == [-0.5, 0.25]
    assert returns_coverage(any_engine) == {ours.id: Period(date(2024, 1, 2), date(2024, 1, 5))}
    with pytest.raises(NotFound):
        put_returns(any_engine, "bm-none", {})
    for wrong in ({date(2024, 1, 5): -1.01}, {date(2024, 1, 5): float("nan")}):
        with pytest.raises(InvalidSpecification):
            put_returns(any_engine, ours.id, wrong)


def test_deleting_what_is_used(any_engine: Engine) -> None:
    (ours,) = library.create(any_engine, [imported("Ours")])
    (blend,) = library.create(any_engine, [mix("Mix", "SPY", ours.id)])
    portfolio = save_portfolio(any_engine, Portfolio("", "Mine", "INR"))
    library.set_measure(any_engine, portfolio, blend.id)
    with pytest.raises(BenchmarkInUse, match="the blend “Mix”"):
        library.delete(any_engine, ours.id)
    with pytest.raises(BenchmarkInUse, match="the portfolio “Mine”"):
        library.delete(any_engine, blend.id)
    library.delete(any_engine, blend.id, force=True)
    assert portfolio_measures(any_engine) == {}
    library.delete(any_engine, ours.id)
    assert load_records(any_engine) == {}
    assert returns_coverage(any_engine) == {}


def test_a_portfolio_takes_its_benchmark_along(any_engine: Engine) -> None:
    portfolio = save_portfolio(any_engine, Portfolio("", "Mine", "INR"))
    twin = BenchmarkRecord("", "Twin", BenchmarkKind.PORTFOLIO, "INR", portfolio_id=portfolio)
    (made,) = library.create(any_engine, [twin])
    library.set_measure(any_engine, portfolio, "^nsei")
    assert portfolio_measures(any_engine) == {portfolio: "^NSEI"}
    delete_portfolio(any_engine, portfolio)
    assert made.id not in load_records(any_engine)
    assert portfolio_measures(any_engine) == {}
    with pytest.raises(NotFound):
        library.set_measure(any_engine, portfolio, "^NSEI")
    with pytest.raises(NotFound):
        library.create(any_engine, [twin])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: BenchmarkRecord("", " ", BenchmarkKind.IMPORTED),
        lambda: BenchmarkRecord("", "X", BenchmarkKind.IMPORTED, "rupees"),
        lambda: BenchmarkRecord("", "X", BenchmarkKind.SECURITY),
        lambda: BenchmarkRecord("", "X", BenchmarkKind.PORTFOLIO),
        lambda: BenchmarkRecord("", "X", BenchmarkKind.FIXED_RETURN),
        lambda: BenchmarkRecord("", "X", BenchmarkKind.IMPORTED, intervals=(Interval(None, (Part("SPY", 1.0),)),)),
        lambda: mix("X", "SPY", rebalance=Rebalance(Rule.SCHEDULED)),
        lambda: Interval(None, (Part("SPY", 0.5),)),
        lambda: BenchmarkRecord(
            "", "X", BenchmarkKind.BLENDED, intervals=(Interval(date(2020, 1, 1), (Part("SPY", 1.0),)),)
        ),
        lambda: BenchmarkRecord("", "X", BenchmarkKind.BLENDED, intervals=(Interval(None, (Part("SPY", 1.0),)),) * 2),
        lambda: BenchmarkRecord("", "X", BenchmarkKind.BLENDED).blend("USD", {}),
    ],
)
def test_what_no_benchmark_may_be(wrong: object) -> None:
    with pytest.raises(InvalidSpecification):
        wrong()  # type: ignore[operator]


def test_a_blend_takes_the_currency_of_what_it_is_made_of(engine: Engine) -> None:
    (made,) = library.create(engine, [replace(mix("X", "^NSEI", "AGG"), currency=None)])
    known = library.open_library(engine)
    assert known.currency(made.id) == "INR"
    assert known.blend(made.id).currency == "INR"
    (fixed,) = library.create(engine, [BenchmarkRecord("", "", BenchmarkKind.FIXED_RETURN, rate=0.05)])
    (only,) = library.create(engine, [replace(mix("Y", fixed.id), currency=None)])
    known = library.open_library(engine)
    with pytest.raises(InvalidSpecification, match="no currency"):
        known.blend(only.id)
    assert known.measured(only.id, "EUR").currency == "EUR"
    with pytest.raises(InvalidSpecification, match="no blend"):
        known.blend("^NSEI")


def test_the_extent_of_everything_in_the_library(sample_engine: Engine) -> None:
    (ours,) = library.create(sample_engine, [imported("Ours")])
    twin = BenchmarkRecord("", "Twin", BenchmarkKind.PORTFOLIO, "INR", portfolio_id="sample-household")
    made = library.create(
        sample_engine,
        [
            twin,
            BenchmarkRecord("", "", BenchmarkKind.FIXED_RETURN, rate=0.05),
            BenchmarkRecord("", "Nothing", BenchmarkKind.SECURITY, "USD", symbol="NO_PRICES"),
            mix("Mix", "SPY", "CRISIL_HYBRID_35_65"),
        ],
    )
    known = library.open_library(sample_engine)
    found = extents(sample_engine, known, TODAY)
    assert found["^NSEI"].simulated
    assert found["^NSEI"].coverage is not None
    assert found[ours.id].coverage is None
    assert found[made[0].id].coverage is not None
    assert (found[made[1].id].coverage, found[made[1].id].basis) == (None, Basis.TOTAL)
    assert found[made[2].id].reason == "It has no data yet."
    assert found[made[3].id].basis is Basis.PRICE
    put_returns(sample_engine, ours.id, {date(2024, 1, 2): 0.01, date(2024, 1, 3): 0.02})
    known = library.open_library(sample_engine)
    assert extents(sample_engine, known, TODAY)[ours.id].coverage == Period(date(2024, 1, 2), date(2024, 1, 3))
    data = BenchmarkData(sample_engine, exchange_rates(sample_engine), TODAY)
    levels = library_levels(known, ours.id, data)
    assert levels.levels[-1] / levels.levels[0] == pytest.approx(1.01 * 1.02)
    assert library_levels(known, made[0].id, data).name == "Twin"
    fixed = library_levels(known, made[1].id, data)
    assert fixed.levels[-1] / fixed.levels[0] == pytest.approx(1.05 ** (fixed.coverage.days / 365))
    with pytest.raises(InsufficientData):
        library_levels(known, made[2].id, data)


def test_a_blend_finds_everything_below_it(engine: Engine) -> None:
    (inner,) = library.create(engine, [mix("Inner", "SPY", "AGG")])
    (outer,) = library.create(engine, [mix("Outer", inner.id, "BALANCED_50_50")])
    known = library.open_library(engine)
    sources = sources_of(engine, known, known.blend(outer.id), TODAY)
    assert set(sources.series) == {"SPY", "AGG", "^NSEI", "CRISIL_SHORT_TERM_BOND"}
    assert set(sources.blends) == {inner.id, "BALANCED_50_50"}
    assert sources.names["SPY"] == "SPDR S&P 500 ETF"


def test_a_benchmark_and_its_returns_are_stored_together_or_not_at_all(any_engine: Engine) -> None:
    record = BenchmarkRecord("", "Mine", BenchmarkKind.IMPORTED, "EUR", basis=Basis.TOTAL)
    with pytest.raises(InvalidSpecification, match="at least"):
        library.create_imported(any_engine, record, {date(2024, 1, 2): 0.1, date(2024, 1, 3): -1.5})
    assert load_records(any_engine) == {}
    made = library.create_imported(any_engine, record, {date(2024, 1, 2): 0.1})
    assert load_returns(any_engine, made.id).returns.tolist() == [0.1]
