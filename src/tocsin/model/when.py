"""Times: what an expression says (TIMEX3) and the window of days that it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.model.text import Section, Span

Grain = Literal["instant", "hour", "part", "day", "week", "month", "season", "quarter", "year", "decade", "century", "span"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
TimeBasis = Literal["explicit", "relative", "inherited", "publication", "unknown"]


@dataclass(frozen=True, slots=True)
class When:
    """A window of time with its precision.

    Attributes:
        edtf: ISO 8601-2 / EDTF value ("2015-02", "2017-01~", "[2016-11-01..2016-11-30]", "2014/.."), None when the days are not known.
        start, end: First and last possible day, both included; None = open or unknown.
        grain: The unit that the text commits to.
    """

    edtf: str | None
    start: date | None
    end: date | None
    grain: Grain


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression in the text.

    Attributes:
        sentence: Index of its sentence. `first`, `last`: token positions, both included.
        when: What it means; None when it cannot be placed on the calendar (a bare duration, a set, a vague past).
        basis: "explicit" when the text itself gives the year (or the full date), "relative" when publication or another time is needed.
        start_only: True for "since 2014": the window starts there and lasts on.
    """

    id: str
    section: Section
    sentence: int
    first: int
    last: int
    span: Span
    timex_type: TimexType
    timex_value: str
    when: When | None
    basis: TimeBasis = "relative"
    start_only: bool = False
    rule: str = ""
