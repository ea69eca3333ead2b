"""What does every refusal look like?"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from studies.answers.fields import Answer


class ErrorBody(Answer):
    """What is wrong and what to do next."""

    code: Annotated[str, Field(description="A stable word that a program can test for.")]
    message: Annotated[str, Field(description="A sentence for people.")]
    details: Annotated[dict[str, Any], Field(description="The facts; `fields` names the faulty fields of a request.")]


class ErrorAnswer(Answer):
    """The one shape of every refusal."""

    error: ErrorBody


REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "model": ErrorAnswer,
        "description": "400 invalid, 401 or 403 not permitted, 404 unknown, 409 in conflict, 413 too large, 422 too little data",
    }
}
