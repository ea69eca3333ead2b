"""How does the owner sort instruments, choose benchmarks and set a target mix? Three short forms, each saved at once."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.category.fund_names import in_words
from core.category.rules import AssignedBenchmark, AssociationRule, CategorySettings, default_rules
from core.category.scheme import Category, CategoryOverride, Scope, split_by_category
from core.valuation.portfolio_value import Valuation
from ui.reads.category import measure_choices, settings_of, suggestions_for
from ui.views.category.words import category_title, override_in_words, rule_in_words, target_in_words
from ui.widgets.notices import guarded
from ui.wording.plain_text import escaped
from ui.writes.category import keep_mix, keep_overrides, keep_rules, remove_override

Target = tuple[Scope, str]
SPLIT = "Split: equity and debt"


def suggestions(portfolio_id: str) -> None:
    """Funds whose names say something else than their type, with the button that follows the name."""
    found = suggestions_for(portfolio_id)
    if not found:
        return
    with st.container(key="ys-notice-note-suggestions"):
        named = "; ".join(f"**{escaped(one.name)}** looks like {in_words(one.shares)}" for one in found[:6])
        more = f"; and {len(found) - 6} more" if len(found) > 6 else ""
        st.markdown(f"By their names: {named}{more}. Their type counts them as equity.")
        label = "Sort it so" if len(found) == 1 else f"Sort these {len(found)} so"
        if st.button(label, key="ys-take-suggestions", type="primary"):
            with guarded("Sorting"):
                keep_overrides(portfolio_id, [one.override for one in found])
                st.rerun()


def settings_editor(portfolio_id: str, valuation: Valuation) -> None:
    """Overrides, rules and target mix of one portfolio."""
    settings, choices = settings_of(portfolio_id), measure_choices()
    names = {one.symbol: one.name for one in (*valuation.holdings, *valuation.unpriced)}
    targets = _targets(valuation, names)
    with st.expander("How it is sorted and measured", key="ys-category-settings"):
        sorting, measuring, mixing = st.columns(3, gap="large")
        with sorting, guarded("Sorting"):
            st.markdown("**What belongs where**")
            _overrides(portfolio_id, settings, names, targets)
        with measuring, guarded("The benchmarks"):
            st.markdown("**What it is measured with**")
            _rules(portfolio_id, settings, valuation.currency, names, targets, choices)
        with mixing, guarded("The reference mix"):
            st.markdown("**The reference mix**")
            _mix(portfolio_id, settings, valuation)


def _targets(valuation: Valuation, names: Mapping[str, str]) -> dict[Target, str]:
    """The types that are there, then every instrument."""
    types = dict.fromkeys(str(one.asset_type) for one in (*valuation.holdings, *valuation.unpriced))
    found: dict[Target, str] = {(Scope.TYPE, one): target_in_words(Scope.TYPE, one, names) for one in types}
    return found | {(Scope.INSTRUMENT, symbol): name for symbol, name in names.items()}


def _overrides(
    portfolio_id: str, settings: CategorySettings, names: Mapping[str, str], targets: Mapping[Target, str]
) -> None:
    for number, override in enumerate(settings.scheme.overrides):
        text, button = st.columns([6, 1], vertical_alignment="center")
        text.markdown(escaped(override_in_words(override, names)))
        if button.button("✕", key=f"ys-unsort-{number}", help="Count it by its type again"):
            remove_override(portfolio_id, override)
            st.rerun()
    if not settings.scheme.overrides:
        st.caption("Everything is sorted by its type.")
    if not targets:
        return
    target = st.selectbox("Sort", list(targets), format_func=targets.__getitem__, key="ys-sort-what")
    where = st.selectbox("into", [*map(category_title, Category), SPLIT], key="ys-sort-into")
    equity = st.number_input("Equity, %", 1.0, 99.0, 65.0, 5.0, key="ys-sort-equity") if where == SPLIT else 0.0
    if st.button("Sort", key="ys-sort", width="stretch"):
        shares = {Category.EQUITY: equity / 100, Category.DEBT: 1 - equity / 100}
        override = CategoryOverride(*target, shares if where == SPLIT else {Category(where.lower()): 1.0})
        keep_overrides(portfolio_id, [override])
        st.rerun()


def _rules(
    portfolio_id: str,
    settings: CategorySettings,
    currency: str,
    names: Mapping[str, str],
    targets: Mapping[Target, str],
    choices: Mapping[AssignedBenchmark, str],
) -> None:
    st.caption("The first rule that fits wins.")
    for number, rule in enumerate(settings.rules):
        text, up, out = st.columns([6, 1, 1], vertical_alignment="center")
        text.markdown(f"{number + 1}. {escaped(_rule_text(rule, names, choices))}")
        if up.button("↑", key=f"ys-rule-up-{number}", disabled=number == 0, help="One place up"):
            _keep_order(portfolio_id, settings, number, number - 1)
        if out.button("✕", key=f"ys-rule-out-{number}", help="Remove the rule"):
            keep_rules(portfolio_id, (*settings.rules[:number], *settings.rules[number + 1 :]))
            st.rerun()
    shown = [rule for rule in default_rules(currency) if rule.target in (Category.EQUITY, Category.DEBT, Category.GOLD)]
    st.caption(
        "Then: " + "; ".join(_rule_text(rule, names, choices) for rule in shown) + "; all else → the bank deposit."
    )
    every: dict[Target, str] = {
        (Scope.CATEGORY, str(one)): target_in_words(Scope.CATEGORY, one, names) for one in Category
    }
    every |= targets
    target = st.selectbox("Measure", list(every), format_func=every.__getitem__, key="ys-measure-what")
    benchmark = st.selectbox("with", list(choices), format_func=choices.__getitem__, key="ys-measure-with")
    if st.button("Add as the first rule", key="ys-add-rule", width="stretch"):
        kept = tuple(one for one in settings.rules if (one.scope, one.target) != target)
        keep_rules(portfolio_id, (AssociationRule(*target, benchmark), *kept))
        st.rerun()


def _rule_text(rule: AssociationRule, names: Mapping[str, str], choices: Mapping[AssignedBenchmark, str]) -> str:
    named = choices.get(rule.benchmark, f"{rule.benchmark.symbol} (no longer there)")
    return rule_in_words(rule, names, named)


def _keep_order(portfolio_id: str, settings: CategorySettings, number: int, to: int) -> None:
    rules = list(settings.rules)
    rules.insert(to, rules.pop(number))
    keep_rules(portfolio_id, tuple(rules))
    st.rerun()


def _mix(portfolio_id: str, settings: CategorySettings, valuation: Valuation) -> None:
    if settings.mix is None:
        st.caption("The average share of your money in each category. Or set a target of your own:")
    else:
        words = ", ".join(f"{share * 100:g}\u202f% {category}" for category, share in settings.mix.items())
        st.caption(f"Your target: {words}.")
    with st.form("ys-mix", border=False):
        given = {}
        offered = {Category.EQUITY, Category.DEBT, Category.GOLD, *(settings.mix or {})}
        offered |= split_by_category(valuation, settings.scheme).keys()
        for category in (one for one in Category if one in offered):
            share = (settings.mix or {}).get(category, 0.0)
            given[category] = (
                st.number_input(f"{category_title(category)}, %", 0.0, 100.0, round(share * 100, 4), 5.0) / 100
            )
        if st.form_submit_button("Use this target", width="stretch"):
            with guarded("The target"):
                keep_mix(portfolio_id, given)
                st.rerun()
    if settings.mix is not None and st.button("Back to the average mix", key="ys-average-mix", width="stretch"):
        keep_mix(portfolio_id, None)
        st.rerun()
