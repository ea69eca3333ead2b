"""Which known sources of return does it hold? The answer, the loadings with their intervals, and the files behind them."""

from __future__ import annotations

import streamlit as st

from core.index.factor_words import MARKET, WORDS, behaves_like, is_sure, market_loading, title_of
from core.index.factors import FactorRegression, Frequency, Loading
from core.statistics.record import Certainty, Record
from ui.charts.index_fit.factors import LoadingBar, loadings_figure
from ui.reads.answers import factors_json
from ui.reads.index_fit.factors import MOST_TABLES, FactorFit, FactorSummary, factor_tables, fit_factors, usual_tables
from ui.reads.index_fit.fit import FitQuestion
from ui.views.index_fit.download import view_button
from ui.views.index_fit.factor_file import HOW, PLACE, factor_date, factor_list, factor_upload
from ui.views.index_fit.words import spoken_subject
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import empty_state, guarded, note_line, warning_line
from ui.widgets.tables import Column, Kind, table
from ui.widgets.upload import show_outcome
from ui.wording.number_format import count, listed, percent, ratio
from ui.wording.plain_text import as_markdown, escaped, file_name

NOUNS = {Frequency.MONTHLY: "month", Frequency.DAILY: "day", Frequency.WEEKLY: "week"}
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
INTERVAL = "95\u202f% interval"
_T_MEANING = "The value over its standard error; beyond about ±2 chance alone is an unlikely explanation."


def factors_tab(question: FitQuestion) -> None:
    """The regression where there are factors and real returns; else what to do next."""
    show_outcome(PLACE)
    stored = factor_tables()
    if not stored:
        _nothing_stored(question)
        return
    if question.subject.simulated:
        _sample_notice(question)
    else:
        _factor_answer(question, stored)
    with st.expander("Factor files", expanded=question.subject.simulated, icon=":material/table:"):
        factor_list(stored)
        factor_upload(stored)
        st.markdown(HOW)


def _nothing_stored(question: FitQuestion) -> None:
    empty_state(
        "Bring the factors",
        "Which known sources of return does it hold: the market, small companies, cheap ones, profitable ones, winners? Published factor "
        f"returns answer that, and none come with Yardstick.\n\n{HOW}",
    )
    factor_upload(())
    if question.subject.simulated:
        _sample_notice(question)


def _sample_notice(question: FitQuestion) -> None:
    """Real factors and invented days have nothing to do with each other."""
    name = escaped(question.subject.name)
    warning_line(
        f"**{name} has invented prices.** The factors happened on real days, which its simulated ones have nothing to do with: any "
        "loading would be chance. Choose something with real prices above, or bring your own.",
        "factors-sample",
    )


@st.fragment
def _factor_answer(question: FitQuestion, stored: tuple[FactorSummary, ...]) -> None:
    sentence = st.container(key="ys-headline")
    names = _choose(stored)
    if not names:
        note_line(
            "**None of these tables has a risk-free rate (RF).** Add the three- or five-factor file.", "factors-rate"
        )
        return
    with guarded("The factors"):
        found = fit_factors(question, names)
        with sentence:
            st.markdown(as_markdown(answer(question, found.regression, found.record)))
        metric_row(cards(found.regression), key="factors")
        _caveats(question, found)
        _picture(question, found.regression)
        loadings_table(question, found.regression)
        _explanation(found)
        view_button("Factors as JSON", question, "factors", lambda: factors_json(found), tables=found.factors.names)


def _choose(stored: tuple[FactorSummary, ...]) -> tuple[str, ...]:
    usual = usual_tables(stored)
    if len(stored) == 1:
        return usual
    chosen = st.multiselect(
        "Factors from",
        [one.name for one in stored],
        default=list(usual),
        max_selections=MOST_TABLES,
        key=f"ys-factors-from {' '.join(one.name for one in stored)}",
        select_all=False,
        help="Tables are joined on their common dates: five factors and momentum. All monthly, or all daily.",
    )
    return tuple(chosen) or usual


def answer(question: FitQuestion, found: FactorRegression, record: Record) -> str:
    """Markdown: what kind of companies it behaves like, how much the factors explain, and whether anything is left over."""
    subject, share = spoken_subject(question.subject), percent(max(found.r_squared, 0.0), 0)
    several = len(found.loadings)
    explain = "The factor explains" if several == 1 else f"The {NUMBERS.get(several, several)} factors explain"
    return f"{subject} {_behaviour(found)}. {explain} **{share}** of its ups and downs. {_left_over(found, record)}"


def _behaviour(found: FactorRegression) -> str:
    kinds, market = behaves_like(found), market_loading(found)
    moved = ""
    if market is not None:
        moved = (
            f"moves **{ratio(market.value)} times** the market" if is_sure(market) else "does not move with the market"
        )
    if not kinds:
        return f"{moved}, and shows no other factor beyond chance" if moved else "shows no factor beyond chance"
    alike = f"behaves like **{listed(kinds, most=6)}** companies"
    return f"{alike} and {moved}" if moved else alike


def _left_over(found: FactorRegression, record: Record) -> str:
    """Alpha, and as far as the record allows whether it can be told from luck."""
    alpha = percent(abs(found.alpha_a_year))
    more = "more" if found.alpha_a_year >= 0 else "less"
    told = f"Beyond them it earned **{alpha} a year {more}**"
    if record.certainty is Certainty.NONE:
        return f"{told}. {escaped(record.reason, longest=600)}"
    said = "which chance alone hardly explains" if is_sure(found.alpha) else "which cannot be told from luck"
    return f"{told}, {said}. {record.reason}".strip()


def cards(found: FactorRegression) -> list[Card]:
    """What is explained, what is left over, the market, and from how much that is told."""
    yearly = found.periods_per_year
    low, high = (one * yearly for one in found.interval(found.alpha))
    noun = NOUNS[found.frequency]
    first, last = (factor_date(one, found.frequency) for one in (found.dates[0], found.dates[-1]))
    market = market_loading(found)
    told = [
        Card(
            "Explained",
            percent(found.r_squared),
            f"R²: the share of its ups and downs that the factors explain; adjusted for their number {percent(found.adjusted_r_squared)}.",
            f"adjusted {percent(found.adjusted_r_squared)}",
        ),
        Card(
            "Alpha a year",
            percent(found.alpha_a_year, signed=True),
            f"What the factors do not explain, {ratio(yearly, 1)} times that of a {noun}. Below it its {INTERVAL} (Newey–West).",
            f"{percent(low)} to {percent(high)}",
        ),
    ]
    if market is not None:
        below, above = found.interval(market)
        told.append(
            Card("Market", ratio(market.value), _meaning(MARKET), f"{ratio(below)} to {ratio(above)}"),
        )
    return [
        *told,
        Card(
            "Told from",
            count(found.dates.size, noun),
            f"The {noun}s that it and all factors have.",
            f"{first} – {last}",
        ),
    ]


def _meaning(factor: str) -> str:
    words = WORDS.get(factor)
    held = "The loading says how much of this it holds, all other factors being equal."
    return held if words is None else f"{words.meaning} {held}"


def _caveats(question: FitQuestion, found: FactorFit) -> None:
    """What must be read before the numbers are believed."""
    own, factors = question.subject.currency, found.factors.currency
    if found.converted_from:
        note_line(
            f"**Converted from {own} to {factors}**, the currency of the factors, day by day at the stored exchange rates, for their "
            f"risk-free rate is one in {factors}. The exchange rate’s own moves are in these numbers.",
            "factors-currency",
        )
    if found.left_out:
        noun = NOUNS[found.regression.frequency]
        note_line(
            f"**{count(found.left_out, 'return')} left out**, which span more than one {noun}.", "factors-left-out"
        )


def _picture(question: FitQuestion, found: FactorRegression) -> None:
    bars = [_bar(found, one) for one in found.loadings]
    said = [f"{one.name} {ratio(one.value)} ({ratio(one.low)} to {ratio(one.high)})" for one in bars]
    live_chart(
        loadings_figure(bars),
        ChartFrame(
            key="fit-factors",
            title="Loadings with their 95\u202f% intervals",
            summary=f"Loadings: {listed(said, most=9)}.",
            file_name=f"{file_name(question.subject.name)}-factors",
            ranges=False,
        ),
    )
    st.caption(
        "Pale bars cannot be told from zero: their |t| is at most 2. The lines are 95\u202f% intervals (Newey–West)."
    )


def _bar(found: FactorRegression, one: Loading) -> LoadingBar:
    low, high = found.interval(one)
    text = f"{title_of(one.name)}: {ratio(one.value)}<br>{ratio(low)} to {ratio(high)}, t {ratio(one.newey_west_t)}"
    return LoadingBar(title_of(one.name), one.value, low, high, is_sure(one), text)


def loadings_table(question: FitQuestion, found: FactorRegression) -> None:
    """Every coefficient with both standard errors, both t-values and its interval; alpha a period last."""
    noun = NOUNS[found.frequency]
    rows = [*found.loadings, found.alpha]
    intervals = [found.interval(one) for one in rows]
    words = [_loading_in_words(one) if one is not found.alpha else f"Left over, a {noun}." for one in rows]
    columns = [
        Column("Factor", Kind.TEXT, [*(title_of(one.name) for one in found.loadings), f"Alpha a {noun}"], pinned=True),
        _figures("Loading", [one.value for one in rows]),
        _figures("Standard error", [one.standard_error for one in rows]),
        Column("t", Kind.RATIO, [one.t for one in rows], _T_MEANING),
        _figures("Newey–West error", [one.newey_west_error for one in rows]),
        Column("Newey–West t", Kind.RATIO, [one.newey_west_t for one in rows], _T_MEANING),
        _figures("From", [low for low, _ in intervals]),
        _figures("To", [high for _, high in intervals]),
        Column("It behaves like", Kind.TEXT, words),
    ]
    table(
        columns,
        key="fit-factor-loadings",
        file_name=f"{file_name(question.subject.name)}-loadings",
        caption="Every loading with its standard errors, t-values and interval.",
    )


def _figures(title: str, values: list[float]) -> Column:
    """Loadings as plain numbers and the alpha of the last row in percent; the CSV has them as they are."""
    *loadings, alpha = values
    return Column(title, Kind.FIGURE, [*(ratio(one, 3) for one in loadings), percent(alpha, 2)], saved=values)


def _loading_in_words(one: Loading) -> str:
    if not is_sure(one):
        return "Cannot be told from zero."
    if one.name not in WORDS:
        return ""
    word = WORDS[one.name].positive if one.value > 0 else WORDS[one.name].negative
    return word if one.name == MARKET else f"{word} companies"


def _explanation(found: FactorFit) -> None:
    regression, factors = found.regression, found.factors
    noun = NOUNS[regression.frequency]
    lines = [
        f"**Factors:** {escaped(listed(factors.names), 400)}, in {factors.currency}, as published.",
        (
            "**Regression:** p − RF = alpha + Σ loading · factor + e, by least squares; ordinary errors, and those of Newey and West "
            f"with {count(regression.lags, 'lag')}, which allow for errors that hang together from {noun} to {noun}."
        ),
        "**Risk-free rate:** the file’s own (RF), not the one chosen above.",
    ]
    if regression.frequency is Frequency.MONTHLY:
        lines.append(
            "**Months:** daily returns are linked by calendar month; a month cut off by the range is left out."
        )
    lines += [f"**Clocks:** {escaped(one, 600)}" for one in regression.cadence.notes]
    lines.append(
        "**Whose factors:** the library’s main files are of companies listed in the United States. Of shares listed elsewhere they "
        "explain less; the library has factors of other regions too."
    )
    with st.expander("About these numbers"):
        st.markdown(as_markdown("\n".join(f"- {line}" for line in lines)))
