"""What did a blended benchmark return, what was it made of, and what happened on the way?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from core.benchmark.path import BlendedPath
from studies.answers.fields import Answer, Finite, origin


class ResolvedBenchmark(Answer):
    """The whole range in two numbers."""

    id: Annotated[str, origin("blend.id")]
    currency: Annotated[str, origin("blend.currency")]
    return_total: Annotated[Finite, origin("total_return")]
    weights_eop: Annotated[dict[str, Finite], Field(description="After the last close.")]


class ResolvedComponent(Answer):
    """One part over the whole range; the contributions add up to the total return."""

    id: str
    weight_avg: Annotated[Finite, origin("weight_average")]
    return_: Annotated[
        Finite | None,
        Field(alias="return", description="Null where its data does not cover the range; see diagnostics.reasons."),
        origin("total_return"),
    ]
    contrib: Annotated[Finite, origin("contribution")]


class RebalanceDay(Answer):
    """A reset: `Q_START`, `DRIFT`, `POLICY` …"""

    date: Annotated[dt.date, origin("on")]
    reason: str


class FallbackLine(Answer):
    """A fixed yearly rate (a fraction) stands in for a component."""

    component: str
    rate: Finite
    reason: str


class BlendDiagnostics(Answer):
    """What happened on the way."""

    rebalance_events: Annotated[list[RebalanceDay], origin("events")]
    carried_days: int
    fallbacks: list[FallbackLine]
    reset: Literal["START", "CLOSE"]
    base: Annotated[dt.date, origin("base_on"), Field(description="From which the first return is earned.")]
    turnover: Annotated[Finite, Field(description="How many times the whole was bought anew, one way.")]
    basis: Annotated[
        str,
        origin("aligned.basis"),
        Field(description="The poorest of the components': `price` leaves some dividends out."),
    ]
    simulated: Annotated[bool, Field(description="Whether some component is the embedded sample's invented data.")]
    reasons: Annotated[dict[str, str], Field(description="Why a component has no return of its own.")]


def resolved_benchmark(path: BlendedPath) -> ResolvedBenchmark:
    """The whole range in two numbers."""
    closing = dict(zip(path.ids, path.weights_close_last.tolist(), strict=True))
    return ResolvedBenchmark.from_result(path, weights_eop=closing)


def resolved_diagnostics(path: BlendedPath) -> BlendDiagnostics:
    """What happened on the way."""
    return BlendDiagnostics.from_result(path, reasons={one.id: one.reason for one in path.components if one.reason})
