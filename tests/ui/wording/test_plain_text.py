"""Does a text from a file stay a text, whatever is in it?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.wording.plain_text import as_markdown, escaped, file_name


@pytest.mark.parametrize(
    "hostile",
    [
        "![x](https://example.org/p.png)",
        "[click](javascript:alert(1))",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "$\\evil$",
        ":red[alarm]",
        "**bold** _it_ `code`",
        "www.example.org/a",
    ],
)
def test_every_special_character_is_escaped(hostile: str) -> None:
    shown = escaped(hostile)
    assert re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "") == hostile
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]()!$:`*_]", shown)


@given(st.text(max_size=300))
def test_one_short_line_without_control_characters(text: str) -> None:
    shown = escaped(text)
    plain = re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "")
    assert len(plain) <= 200
    assert "\n" not in shown
    assert "\u202e" not in shown  # right-to-left override


def test_ordinary_names_stay_readable() -> None:
    assert escaped("HDFC Bank") == "HDFC Bank"
    assert escaped("Größe  ₹ 5") == "Größe ₹ 5"
    assert escaped("a" * 300).endswith("…")


def test_an_ampersand_is_escaped_only_where_it_could_be_an_entity() -> None:
    assert escaped("S&P 500") == "S&P 500"
    assert escaped("AT&T; &lt;b&gt; &#60; &#x3c;") == r"AT\&T; \&lt;b\&gt; \&\#60; \&\#x3c;"


def test_two_dollars_are_no_formula() -> None:
    assert as_markdown("$18k became $27k") == r"\$18k became \$27k"


def test_file_names_are_safe() -> None:
    assert file_name("../../Sample: Household (₹)") == "sample-household"
    assert file_name("株") == "portfolio"
    assert file_name("Crédit Agricole & Co.") == "credit-agricole-co"


def test_a_dollar_sign_is_escaped_once() -> None:
    assert as_markdown(f"{escaped('A$AP')} costs $5") == r"A\$AP costs \$5"


def test_the_thin_space_before_percent_stays() -> None:
    assert escaped("60\u202f% SPY\u00a0 +  40\u202f% AGG") == "60\u202f% SPY \\+ 40\u202f% AGG"


@pytest.mark.parametrize(
    "address", ["https://a.test/x", "HTTP://a.test", "www.a.test", "me@a.test", "x https://a.test,www.b.test"]
)
def test_an_address_is_no_link(address: str) -> None:
    """Streamlit's Markdown finds these in the finished text, where no escape is left."""
    finished = re.sub(r"\\(.)", r"\1", escaped(address))
    assert not re.search(r"https?://|www\.|@[-\w]", finished, re.IGNORECASE)
