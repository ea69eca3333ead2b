"""What if the deposit paid another rate? The strip and the open tab, drawn anew and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.category.comparison import CategoryBenchmarking, CategoryResult
from core.category.scheme import Category
from core.same_money.comparison import SameMoney
from ui.choices.selection import CATEGORY, DEPOSIT_LINE, risk_free_rate
from ui.reads.category import PortfolioCategories
from ui.views.category import parts
from ui.views.category.view import about_the_numbers, notes_beside, view_download
from ui.views.category.words import FILLS, category_title, spoken_benchmark, tab_label
from ui.views.same_money.sentence import alternative_of, outcome_of
from ui.views.trust.self_check import category_line
from ui.widgets.notices import empty_state, guarded, note_line
from ui.wording.headline import deposit_sentence, headline, what_became
from ui.wording.plain_text import escaped

ALWAYS = (Category.EQUITY, Category.DEBT)
OVERALL, HOLDINGS = "Overall", "All holdings"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the slider and the switch of the deposit's line stand."""

    slider: DeltaGenerator
    line: DeltaGenerator


@st.fragment
def category_tabs(places: Places, categories: PortfolioCategories, revision: str) -> None:
    """Everything that the rate moves, and the tabs, of which only the open one is computed and drawn."""
    with places.slider:
        rate = risk_free_rate(categories.valuation.currency)
    with places.line:
        line = st.toggle("Show Risk-Free Rate", True, key=DEPOSIT_LINE, bind="query-params")
    found = categories.at_rate(rate)
    parts.strip(found)
    badge = category_line(categories)
    results = {one: found.find(one) for one in Category if one in ALWAYS or found.find(one) is not None}
    labels = [OVERALL, *(tab_label(one, result) for one, result in results.items()), HOLDINGS]
    overall, *tabs, holdings = st.tabs(labels, key=CATEGORY, on_change="rerun", bind="query-params")
    if overall.open:
        with overall, guarded("The whole"):
            _overall(found, categories, rate, line, revision)
    for tab, (category, result) in zip(tabs, results.items(), strict=True):
        if tab.open:
            with tab, guarded(f"The category {category}"):
                _category(category, result, found, rate, line, revision)
    if holdings.open:
        with holdings, guarded("The holdings"):
            st.header("Your holdings, each beside its own benchmark", anchor=False)
            parts.holdings_table(found, None, "overall")
    badge(rate)


def _overall(
    found: CategoryBenchmarking, categories: PortfolioCategories, rate: float, line: bool, revision: str
) -> None:
    same = found.overall
    begins_later = same.period.start != categories.valuation.begins
    measured = [one for one in found.categories if one.same_money is not None]
    alone = measured[0] if len(measured) == 1 and not found.own_mix else None
    name = spoken_benchmark(alone) if alone else f"the reference mix ({found.mix_label})"
    _sentences(same, name, begins_later, rate, parts.split_sentence(found))
    parts.five_cards(same, "overall")
    notes_beside(found, same)
    parts.picture(same, "Your portfolio", "overall", line, revision)
    st.header("How the categories add up to the whole", anchor=False)
    left, right = st.columns([5, 7], gap="medium")
    with left:
        parts.split_picture(found, revision)
    with right:
        parts.split_table(found)
    about_the_numbers(found, categories.valuation)
    view_download(found, rate)


def _category(
    category: Category,
    result: CategoryResult | None,
    found: CategoryBenchmarking,
    rate: float,
    line: bool,
    revision: str,
) -> None:
    if result is None:
        empty_state(f"No {category} yet", FILLS[category])
        return
    same = result.same_money
    if same is None:
        note_line(escaped(result.reason or f"Nothing of {category} can be compared.", longest=600), str(category))
        return
    begins_later = same.period.start != result.valuation.begins
    if result.no_verdict is None:
        _sentences(same, spoken_benchmark(result), begins_later, rate, "")
    else:
        with st.container(key="ys-headline"):
            st.markdown(f"{what_became(outcome_of(same, begins_later))} {escaped(result.no_verdict, longest=600)}")
    parts.five_cards(same, str(category), result.no_verdict)
    notes_beside(found, same)
    parts.picture(same, f"Your {category}", str(category), line, revision)
    st.header(f"What {category_title(category).lower()} is made of", anchor=False)
    parts.holdings_table(found, category, str(category))


def _sentences(same: SameMoney, name: str, begins_later: bool, rate: float, more: str) -> None:
    outcome = outcome_of(same, begins_later)
    with st.container(key="ys-headline"):
        st.markdown(headline(outcome, alternative_of(same.benchmark, name)))
        if same.benchmark_name != same.risk_free.account.name:
            st.markdown(deposit_sentence(outcome, alternative_of(same.risk_free, "a deposit"), rate))
        if more:
            st.markdown(more)
