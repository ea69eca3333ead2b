"""How is a portfolio's own sorting into categories written? Shares in percent."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from api.server.fields import NonNegative, Question, upper_case
from core.category.rules import AssignedKind
from core.category.scheme import Category, Scope
from studies.answers.fields import Answer, Finite

MOST_ROWS = 200


ScopeIn = Annotated[Scope, BeforeValidator(upper_case)]
KindIn = Annotated[AssignedKind, BeforeValidator(upper_case)]
Target = Annotated[str, Field(min_length=1, max_length=64)]
Shares = Annotated[dict[Category, NonNegative], Field(description="Percent by category, summing to 100.")]


class Override(Question):
    """A type (`MUTUAL_FUND`) or an instrument (its symbol) sorted by the owner; two categories split a hybrid."""

    scope: Annotated[ScopeIn, Field(description="`TYPE` or `INSTRUMENT`.")]
    target: Target
    shares: Shares


class Rule(Question):
    """Everything of a category, a type or one instrument is measured with this benchmark."""

    scope: ScopeIn
    target: Target
    kind: Annotated[
        KindIn, Field(description="`LEVELS` (an index, instrument or library benchmark), `YIELD` or `RISK_FREE`.")
    ]
    benchmark: Annotated[str, Field(max_length=64, description="Its symbol or id; empty for `RISK_FREE`.")] = ""


class CategorySettingsBody(Question):
    """All of it; what is left out goes back to its default."""

    overrides: Annotated[list[Override], Field(max_length=MOST_ROWS)] = Field(default_factory=list)
    rules: Annotated[list[Rule], Field(max_length=MOST_ROWS, description="In order; the first match wins.")] = Field(
        default_factory=list
    )
    reference_mix: Annotated[
        Shares | None, Field(description="null: the average mix of the portfolio's own money.")
    ] = None


class CategorySettingsAnswer(Answer):
    """How the portfolio is sorted and measured."""

    overrides: list[Override]
    rules: list[Rule]
    default_rules: Annotated[list[Rule], Field(description="What counts after the portfolio's own rules.")]
    reference_mix: dict[Category, Finite] | None
