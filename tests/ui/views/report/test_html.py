"""Is the file safe and whole: every text escaped, no script, nothing from outside, tables and months as the numbers are?"""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.heatmap import MonthlyGrid
from ui.charts.theme import DIVERGING
from ui.views.report.content import Block, Cards, Facts, Months, Paragraphs, Report, Section, Sheet
from ui.views.report.html import arrow, as_document, cells, month_rows, running_header
from ui.views.report.markdown import as_html
from ui.widgets.metric_row import Card
from ui.widgets.tables import Column, Kind
from ui.wording.plain_text import escaped

NASTY = '<script>alert(1)</script><img src=x onerror="alert(1)">{{ 7*7 }}\'"&'


def report(*blocks: Block, **changes: object) -> Report:
    usual = {
        "name": NASTY,
        "currency": "INR",
        "simulated": False,
        "sentence": (f"**{escaped(NASTY)}** became",),
        "cards": (Card(NASTY, NASTY, NASTY, delta=NASTY, delta_sign=1.0, reference=NASTY),),
        "facts": Facts(((NASTY, NASTY),)),
        "warnings": (escaped(NASTY),),
        "sections": (Section("a", NASTY, NASTY, blocks), Section("b", "B", "", (), NASTY)),
        "fingerprint": "ab" * 32,
        "made_on": date(2026, 1, 5),
    }
    return Report(**{**usual, **changes})  # type: ignore[arg-type]


def page(*blocks: Block, **changes: object) -> str:
    return as_document(report(*blocks, **changes)).decode()


def sheet(*columns: Column) -> Sheet:
    return Sheet(NASTY, columns, "INR")


def test_no_text_becomes_markup_wherever_it_stands() -> None:
    column = Column(NASTY, Kind.TEXT, [NASTY])
    months = Months(NASTY, MonthlyGrid(NASTY, (2024,), np.zeros((1, 12)), np.zeros(1)), 0.1)
    told = page(
        Paragraphs((escaped(NASTY),)), Cards((Card(NASTY, "1", ""),)), sheet(column), months, Facts(((NASTY, NASTY),))
    )
    assert told.count("alert(1)") > 10
    assert "<script" not in told
    assert "<img" not in told
    assert "49" not in re.sub(r"#\w+", "", told.partition("<body>")[2])


def test_the_name_cannot_leave_the_style_in_which_the_running_header_stands() -> None:
    style = page(name='";}</style><script>x</script>').partition("<style>")[2].partition("</style>")[0]
    assert "size: A4" in style
    assert "script" not in style.replace("__", "")
    assert running_header(report(simulated=True)).startswith("SAMPLE, simulated prices")


class Attributes(HTMLParser):
    """Every attribute of every tag, and the tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.found: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += attrs


def test_nothing_comes_from_outside_and_nothing_runs() -> None:
    told = page()
    assert "default-src 'none'" in told
    read = Attributes(told)
    addresses = [value for name, value in read.found if name in ("src", "href", "action", "srcset", "data", "poster")]
    assert len(addresses) == 2
    assert all(address and address.startswith("#") for address in addresses)
    assert not [name for name, _ in read.found if name.startswith("on")]
    assert not {"script", "iframe", "object", "embed", "form", "link", "img", "base"} & read.tags
    assert not re.search(r"url\(|@import", told.partition("</style>")[0])


def test_a_sample_is_stamped_on_its_cover_and_nothing_else_is() -> None:
    assert 'class="stamp"' in page(simulated=True)
    assert 'class="stamp"' not in page()


def test_a_section_that_has_no_answer_says_why() -> None:
    told = page(sections=(Section("x", "Peers", "", (), "No peers yet."),))
    assert "<strong>This cannot be shown.</strong> No peers yet." in told
    assert "(could not be computed)" in told


def test_cells_are_written_as_the_pages_write_them() -> None:
    columns = (
        Column("Name", Kind.TEXT, ["A", None]),
        Column("Value", Kind.MONEY, [1234567.0, None]),
        Column("Ahead", Kind.SIGNED_MONEY, [-50.0, 20.0]),
        Column("XIRR", Kind.PERCENT, [0.124, None]),
    )
    assert cells(sheet(*columns)) == [
        [("A", "text"), ("₹12,34,567", "figure"), ("−₹50", "figure loss"), ("12.4\u202f%", "figure")],
        [("—", "text"), ("—", "figure"), ("+₹20", "figure gain"), ("—", "figure")],
    ]


def test_months_have_their_colours_and_unknown_ones_none() -> None:
    returns = np.full((1, 12), np.nan)
    returns[0, :4] = [0.1, -0.1, 0.0, 0.9]
    ((year, months, total),) = month_rows(Months("m", MonthlyGrid("m", (2024,), returns, np.array([0.5])), 0.1))
    assert year == 2024
    assert months[:5] == [
        ("10.0", DIVERGING[-1]),
        ("−10.0", DIVERGING[0]),
        ("0.0", DIVERGING[2]),
        ("90.0", DIVERGING[-1]),
        ("", "transparent"),
    ]
    assert total == ("50.0", DIVERGING[-1])


@pytest.mark.parametrize(
    ("delta", "sign", "shown"), [("+1", 1.0, "gain"), ("−1", -1.0, "loss"), ("0.0", 1.0, "level"), (None, 1.0, "level")]
)
def test_a_difference_of_nothing_has_no_arrow(delta: str | None, sign: float, shown: str) -> None:
    assert arrow(Card("l", "v", "m", delta=delta, delta_sign=sign)) == shown


def test_bold_and_emphasis_are_all_that_markdown_does() -> None:
    assert as_html(r"**a** *b* \*c\* \$5 <b> [x](http://y)") == (
        "<strong>a</strong> <em>b</em> *c* $5 &lt;b&gt; [x](http://y)"
    )


@given(st.text(alphabet="ab*\\<>&\"'", max_size=30))
def test_whatever_is_written_the_tags_match(text: str) -> None:
    html = str(as_html(text))
    stack: list[str] = []
    for closing, tag in re.findall(r"<(/?)(\w+)>", html):
        assert tag in ("strong", "em")
        if closing:
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert stack == []
    assert not re.search(r"<(?!/?(strong|em)>)", html)


@given(st.text(max_size=60))
def test_an_escaped_name_reads_as_itself(text: str) -> None:
    plain = re.sub(
        r"&(lt|gt|amp|#34|#39);",
        lambda m: {"lt": "<", "gt": ">", "amp": "&", "#34": '"', "#39": "'"}[m[1]],
        str(as_html(escaped(text))),
    )
    assert plain.split() == "".join(letter if letter.isprintable() else " " for letter in text).split()
