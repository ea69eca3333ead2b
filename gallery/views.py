"""Which views are in the gallery? Every page of the menu, and the views of a page that differ most from its first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One picture's subject: a page's ``address``, and the ``tab`` to open on it (None: as it opens)."""

    title: str
    address: str
    tab: str | None = None

    @property
    def name(self) -> str:
        """The picture's file name, without look and ending."""
        page = self.address or "overview"
        return page if self.tab is None else f"{page}-{self.tab.lower().replace(' ', '-')}"


PAGES = (
    View("Overview", ""),
    View("Portfolio vs Benchmark", "portfolio-vs-benchmark"),
    View("Hybrid and Risk-Free", "hybrid-and-risk-free"),
    View("Category", "category"),
    View("Attribution", "attribution"),
    View("Index Fit", "index-fit"),
    View("Conventions", "conventions"),
    View("Peer Benchmarks", "peer-benchmarks"),
    View("Diversification", "diversification"),
    View("Benchmark Library", "benchmark-library"),
    View("Your Data", "your-data"),
)
FURTHER_VIEWS = (
    View("Growth of 100", "portfolio-vs-benchmark", "Growth of 100"),
    View("Index Fit: Scan", "index-fit", "Scan"),
    View("Index Fit: Rolling", "index-fit", "Rolling"),
    View("Index Fit: Style", "index-fit", "Style"),
    View("Index Fit: Members", "index-fit", "Members"),
)
