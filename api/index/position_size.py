"""How large should a position be, given how hard it swings? Two rules; arithmetic on past data, not advice."""

from __future__ import annotations

from fastapi import APIRouter

from api.index.models.position import PositionSizeQuestion
from api.server.strict_json import StrictJsonRoute
from core.index.position_size import position_size
from studies.answers.position import PositionSizeAnswer, position_size_answer

router = APIRouter(prefix="/v1/analytics", tags=["Index fit"], route_class=StrictJsonRoute)


@router.post("/position-size", summary="How large should a position be, by its beta?")
def size(question: PositionSizeQuestion) -> PositionSizeAnswer:
    """By one of two rules. Arithmetic on past data, not advice."""
    return position_size_answer(position_size(question.base, question.beta, question.rule, question.record))
