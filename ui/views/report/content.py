"""What is a report made of? Sections of sentences, cards, pictures and tables, before anybody decides how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ui.charts.heatmap import MonthlyGrid
from ui.widgets.metric_row import Card
from ui.widgets.tables import Column


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Sentences in our Markdown: bold and escaped characters, nothing else. ``quiet``: small, beside the numbers."""

    kind: ClassVar[str] = "told"
    texts: tuple[str, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Cards:
    """Numbers that matter first."""

    kind: ClassVar[str] = "cards"
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a colour stands for; ``swatch`` is a drawing of our own."""

    swatch: str
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Two drawings of the same, one for paper and wide screens, one for a phone."""

    kind: ClassVar[str] = "picture"
    title: str
    wide: str
    narrow: str
    legend: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """Monthly returns as a coloured table; ``full_colour``: the return that gets the full colour."""

    kind: ClassVar[str] = "months"
    title: str
    grid: MonthlyGrid
    full_colour: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; ``currency``: of its amounts."""

    kind: ClassVar[str] = "sheet"
    title: str
    columns: tuple[Column, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, in plain text."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


Block = Paragraphs | Cards | Picture | Months | Sheet | Facts


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """One question with its answer; without one, ``reason`` says in plain text what is missing. ``own_page``: begins a sheet of paper."""

    id: str
    title: str
    question: str
    blocks: tuple[Block, ...] = ()
    reason: str | None = None
    own_page: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The whole. ``sentence``: the answer, in our Markdown. ``facts``: what it is about. ``fingerprint``: of the inputs."""

    name: str
    currency: str
    simulated: bool
    sentence: tuple[str, ...]
    cards: tuple[Card, ...]
    facts: Facts
    warnings: tuple[str, ...]
    sections: Sequence[Section]
    fingerprint: str
    made_on: date
