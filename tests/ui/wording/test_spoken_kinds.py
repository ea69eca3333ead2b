"""Are kinds and types said as people say them?"""

from __future__ import annotations

import pytest

from core.ledger.transaction import AssetType, TransactionKind
from ui.wording.spoken_kinds import kind_in_a_sentence, spoken_kind


@pytest.mark.parametrize(
    ("stored", "spoken"),
    [("MUTUAL_FUND", "Mutual fund"), ("ETF", "ETF"), ("RSU_VEST", "RSU vest"), ("PPF", "PPF"), ("BUY", "Buy")],
)
def test_initials_stay_and_words_are_words(stored: str, spoken: str) -> None:
    assert spoken_kind(stored) == spoken
    assert kind_in_a_sentence(stored).lower() == spoken.lower()


def test_in_a_sentence_only_initials_are_large() -> None:
    assert [kind_in_a_sentence(one) for one in ("MUTUAL_FUND", "ETF", "ESPP")] == ["mutual fund", "ETF", "ESPP"]


@pytest.mark.parametrize("kind", [*AssetType, *TransactionKind])
def test_no_kind_is_shown_as_it_is_stored(kind: str) -> None:
    assert "_" not in spoken_kind(str(kind))
    assert spoken_kind(str(kind))[0].isupper()
