"""Are overrides, rules, target mix and yields kept as they were given, with the portfolio and no longer than it?"""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import Engine, func, select

from core.category.rules import RISK_FREE, AssignedBenchmark, AssignedKind, AssociationRule, CategorySettings
from core.category.scheme import Category, CategoryOverride, CategoryScheme, Scope
from core.errors import InvalidSpecification, NotFound
from core.ledger.portfolio import Portfolio
from core.market.levels import to_days
from core.market.yields import YieldSeries
from data.store.portfolios.categories import load_category_settings, save_category_settings
from data.store.portfolios.category_tables import association_rules, category_overrides, target_mixes
from data.store.portfolios.portfolios import delete_portfolio, load_portfolio, save_portfolio
from data.store.prices.yields import delete_yields, load_yields, save_yields, yield_coverage
from data.store.revision import revision

NDX = AssignedBenchmark(AssignedKind.LEVELS, "^NDX")
GSEC = AssignedBenchmark(AssignedKind.YIELD, "gsec_10y_yield")
SETTINGS = CategorySettings(
    CategoryScheme(
        (
            CategoryOverride(Scope.INSTRUMENT, "FUND", {Category.EQUITY: 0.65, Category.DEBT: 0.35}),
            CategoryOverride(Scope.TYPE, "ETF", {Category.GOLD: 1.0}),
        )
    ),
    (
        AssociationRule(Scope.TYPE, "RSU", NDX),
        AssociationRule(Scope.CATEGORY, "debt", GSEC),
        AssociationRule(Scope.INSTRUMENT, "FUND", RISK_FREE),
    ),
    {Category.EQUITY: 0.6, Category.DEBT: 0.4},
)


def stored(engine: Engine, name: str = "Mine") -> str:
    return save_portfolio(engine, Portfolio("", name, "INR"))


def test_settings_come_back_as_they_were_given_and_in_order(any_engine: Engine) -> None:
    mine, other = stored(any_engine), stored(any_engine, "Other")
    before = revision(any_engine)
    save_category_settings(any_engine, mine, SETTINGS)
    assert load_category_settings(any_engine, mine) == SETTINGS
    assert load_category_settings(any_engine, other) == CategorySettings()
    assert revision(any_engine) == before + 1  # so that the pages ask anew


def test_saving_again_replaces_everything(any_engine: Engine) -> None:
    mine = stored(any_engine)
    save_category_settings(any_engine, mine, SETTINGS)
    save_category_settings(any_engine, mine, CategorySettings())
    assert load_category_settings(any_engine, mine) == CategorySettings()


def test_a_changed_portfolio_keeps_its_settings_and_a_deleted_one_takes_them_along(any_engine: Engine) -> None:
    mine = stored(any_engine)
    save_category_settings(any_engine, mine, SETTINGS)
    save_portfolio(any_engine, load_portfolio(any_engine, mine))
    assert load_category_settings(any_engine, mine) == SETTINGS
    delete_portfolio(any_engine, mine)
    with any_engine.connect() as connection:
        for table in (category_overrides, association_rules, target_mixes):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_settings_of_nothing_are_refused(any_engine: Engine) -> None:
    with pytest.raises(NotFound):
        save_category_settings(any_engine, "nobody", SETTINGS)
    with pytest.raises(NotFound):
        load_category_settings(any_engine, "nobody")
    rule = AssociationRule(Scope.INSTRUMENT, "X", NDX)
    with pytest.raises(InvalidSpecification, match="At most 200 rules"):
        save_category_settings(any_engine, stored(any_engine), CategorySettings(rules=(rule,) * 201))


def test_yields_come_back_as_yields(any_engine: Engine) -> None:
    given = YieldSeries("GSEC", to_days(["2024-01-01", "2024-02-01"]), np.array([0.0718, -0.002]))
    assert save_yields(any_engine, [given]) == 2
    found = load_yields(any_engine, "GSEC")
    assert (found.dates == given.dates).all()
    assert found.yields.tolist() == [0.0718, -0.002]
    (cover,) = yield_coverage(any_engine)
    assert (cover.symbol, cover.count, cover.latest) == ("GSEC", 2, -0.002)


def test_a_second_telling_extends_and_corrects(any_engine: Engine) -> None:
    save_yields(any_engine, [YieldSeries("GSEC", to_days(["2024-01-01", "2024-02-01"]), np.array([0.07, 0.071]))])
    save_yields(any_engine, [YieldSeries("GSEC", to_days(["2024-02-01", "2024-03-01"]), np.array([0.072, 0.073]))])
    assert load_yields(any_engine, "GSEC").yields.tolist() == [0.07, 0.072, 0.073]


def test_ten_years_of_daily_yields_fit(any_engine: Engine) -> None:
    days = np.datetime64("2014-01-01") + np.arange(3_650)
    assert save_yields(any_engine, [YieldSeries("GSEC", days, np.full(3_650, 0.07))]) == 3_650
    assert load_yields(any_engine, "GSEC").dates.size == 3_650


def test_a_series_can_be_taken_out_and_a_missing_one_is_named(any_engine: Engine) -> None:
    save_yields(any_engine, [YieldSeries("GSEC", to_days(["2024-01-01"]), np.array([0.07]))])
    with pytest.raises(NotFound, match="Did you mean GSEC"):
        load_yields(any_engine, "GSECS")
    delete_yields(any_engine, "GSEC")
    assert yield_coverage(any_engine) == ()
    with pytest.raises(NotFound):
        delete_yields(any_engine, "GSEC")
