"""Does a mix come back from its line as it was, and does a spoilt line say what is wrong with it?"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.errors import InvalidSpecification
from ui.views.hybrid.mix_in_address import RULES, mix_from_address, mix_to_address

NAMES = {"^NSEI": "Nifty 50", "AGG": "Bonds", "odd ~*;=é": "Odd"}
START = Blend("CUSTOM", "INR", (Component("^NSEI", 0.5), Component("AGG", 0.5, fallback_rate=0.07)), name="Mix")


def test_a_mix_by_hand() -> None:
    policy = (PolicyChange.of(date(2020, 4, 1), {"^NSEI": 0.25, "AGG": 0.75}),)
    rebalance = Rebalance(Rule.DRIFT, 250.0)
    mix = START.weighted({"^NSEI": 0.6, "AGG": 0.4}).with_rebalancing(rebalance)
    mix = Blend(mix.id, mix.currency, mix.components, policy, rebalance, Reset.CLOSE, "Mix")
    line = mix_to_address(mix)
    assert line == "60*^NSEI~40*AGG;rule=DRIFT;drift=250;reset=CLOSE;2020-04-01=75*AGG~25*^NSEI"
    assert mix_from_address(line, START, NAMES, free=False) == mix


@given(st.integers(0, 200), st.sampled_from(RULES), st.sampled_from(list(Reset)), st.sampled_from(list(NAMES)[1:]))
def test_every_mix_of_the_controls_comes_back(half_percents: int, rule: Rule, reset: Reset, other: str) -> None:
    share = half_percents / 200
    parts = (Component("^NSEI", share), Component(other, 1 - share))
    rebalance = Rebalance(rule, 300.0 if rule is Rule.DRIFT else None)
    mix = Blend("CUSTOM", "INR", parts, (), rebalance, reset, "Mix")
    again = mix_from_address(mix_to_address(mix), START, NAMES, free=True)
    assert again.ids == mix.ids
    assert [one.weight for one in again.components] == pytest.approx([share, 1 - share], abs=1e-12)
    assert (again.rebalance, again.reset) == (rebalance, reset)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "no part of a mix"),
        ("90*^NSEI", "sum to 90"),
        ("nan*^NSEI~50*AGG", "no number"),
        ("-10*^NSEI~110*AGG", "no number"),
        ("1e400*^NSEI", "no number"),
        ("50*^NSEI~50*^NSEI", "comes twice"),
        ("50*^NSEI~50*NOBODY", "not in the library"),
        ("50*^NSEI~50*<script>alert(1)</script>", "not in the library"),
        ("50*^NSEI~50*AGG;rule=SOMETIMES", "no rule"),
        ("50*^NSEI~50*AGG;reset=<b>", "no rule"),
        ("50*^NSEI~50*AGG;rule=DRIFT;drift=9e9", "no number"),
        ("50*^NSEI~50*AGG;2020-13-45=50*^NSEI~50*AGG", "no date"),
        ("50*^NSEI~50*AGG;2020-01-01=60*^NSEI~60*AGG", "sum to 120"),
        ("50*^NSEI~50*AGG;2020-01-01=100*GOLD", "other parts"),
        ("50*^NSEI~50*AGG;" + ";".join(f"2020-01-{one:02}=100*AGG" for one in range(1, 29)) * 2, "policy dates"),
        ("~".join(f"1*{one}" for one in range(100)), "100 parts"),
    ],
)
def test_a_spoilt_line_says_what_is_wrong(line: str, said: str) -> None:
    with pytest.raises(InvalidSpecification, match=said):
        mix_from_address(line, START, NAMES, free=True)


@given(st.text(max_size=400))
def test_any_text_is_a_mix_or_a_clear_no(line: str) -> None:
    with suppress(InvalidSpecification):
        assert sum(one.weight for one in mix_from_address(line, START, NAMES, free=True).components) == pytest.approx(
            1.0
        )


def test_a_chosen_mix_keeps_its_parts() -> None:
    with pytest.raises(InvalidSpecification, match="not those of Mix"):
        mix_from_address("100*^NSEI", START, NAMES, free=False)
