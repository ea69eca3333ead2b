"""Which day is it, and which moment? Read here alone; from here on both are arguments."""

from __future__ import annotations

from datetime import UTC, date, datetime


def current_date() -> date:
    """The day on the calendar of the machine that serves the user."""
    return date.today()  # noqa: DTZ011 - a calendar date has no time zone


def written_at() -> datetime:
    """This moment in UTC, without a zone: as every database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
