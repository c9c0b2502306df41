"""Datelines: the words before the first sentence that say where, when and by whom a report was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.model.text import Span


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of an article; spans are in section `text`.

    Attributes:
        span: From the first letter of the place to the end of the dash or colon that closes the dateline.
        place: The place as written, with its region or country ("SIRTE, Libya"); `place_span`: its offsets.
        day: The day it gives, None when it gives none or leaves out the year.
        month, day_of_month: The day without its year, as far as stated. `day_span`: offsets of the whole date.
        outlet: The agency or paper in it ("AP"), None when it names none; `outlet_span`: its offsets.
    """

    span: Span
    place: str
    place_span: Span
    day: date | None = None
    month: int | None = None
    day_of_month: int | None = None
    day_span: Span | None = None
    outlet: str | None = None
    outlet_span: Span | None = None
