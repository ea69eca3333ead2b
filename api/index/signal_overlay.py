"""What do alpha, information ratio and beta add to a signal's confidence? Arithmetic on past data, not advice."""

from __future__ import annotations

from fastapi import APIRouter

from api.index.models.signal import SignalOverlayQuestion
from api.server.strict_json import StrictJsonRoute
from core.index.signal_overlay import overlay_signal
from studies.answers.position import SignalOverlayAnswer, signal_answer

router = APIRouter(prefix="/v1/analytics", tags=["Index fit"], route_class=StrictJsonRoute)


@router.post("/signal-overlay", summary="What does the index fit add to a signal's confidence?")
def overlay(question: SignalOverlayQuestion) -> SignalOverlayAnswer:
    """By the rules of its strategy, with the reason. Arithmetic on past data, not advice."""
    signal = overlay_signal(
        question.strategy,
        question.action,
        question.confidence,
        question.alpha,
        question.information_ratio,
        question.beta,
        question.alpha_low,
    )
    return signal_answer(signal)
