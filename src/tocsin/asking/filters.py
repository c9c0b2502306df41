"""The filter: one set of conditions for every list, count, page and alert."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime

from tocsin.errors import UsageError

GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
STATUSES = ("actual", "disputed", "denied", "future", "hypothetical")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True)
class Near:
    """A circle on the ground: centre in degrees (WGS84), radius in kilometres."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions that a record must all meet; None asks nothing.

    Attributes:
        since, until: First and last day (ISO, both inclusive); what happened in a window that touches them matches. Undated records do not.
        country: ISO 3166 alpha-3. place: name of a town, area or country. near: circle that the place's point lies in.
        type, mode: PLOVER type and mode of incidents; type of relations.
        actor: name, alias or key of who acted; victim: on whom; party: either, and the sides of relations.
        name: of people and groups: any spelling. community: religion or ethnicity of the victims. effect: killed, injured, abducted, …
        status: actual, disputed, denied, future, hypothetical; of people: dead, alive, captured, …; state: of cases and relations.
        grade: evidence grade. review: unreviewed, accepted, corrected, rejected; without it, rejected records are left out.
        source: outlet or person who says so. text: words in the sentences that claims stand on, or in articles.
        killed: at least so many killed (by the best figure).
        background: True for backstory only, False for news only.
        unsealed_for: Ids of the sealed records that may be listed; None lists all, () none of them.
    """

    since: str | None = None
    until: str | None = None
    country: str | None = None
    place: str | None = None
    near: Near | None = None
    type: str | None = None
    mode: str | None = None
    actor: str | None = None
    victim: str | None = None
    party: str | None = None
    name: str | None = None
    community: str | None = None
    effect: str | None = None
    status: str | None = None
    state: str | None = None
    grade: str | None = None
    review: str | None = None
    source: str | None = None
    text: str | None = None
    killed: int | None = None
    background: bool | None = None
    unsealed_for: tuple[str, ...] | None = None

    def asked(self) -> tuple[str, ...]:
        """Return the names of the conditions that are set."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is not None and field.name != "unsealed_for")

    def without(self, *names: str) -> Filter:
        """Return the filter without some conditions."""
        return replace(self, **dict.fromkeys(names))


def first_day(text: str) -> str:
    """Return the first day of `2016`, `2016-11` or `2016-11-03`.

    Raises:
        UsageError: another form, or a day that no calendar has.
    """
    return _day(text, last=False)


def last_day(text: str) -> str:
    """Return the last day of `2016`, `2016-11` or `2016-11-03`.

    Raises:
        UsageError: another form, or a day that no calendar has.
    """
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> str:
    match = _PARTIAL.fullmatch(text.strip())
    try:
        found = _bounds(*(int(part or 0) for part in match.groups())) if match else None
    except ValueError:
        found = None
    if found is None:
        raise UsageError(f'"{text}" is not a day. Write 2016, 2016-11 or 2016-11-03.')
    return found[last].isoformat()


def _bounds(year: int, month: int, day: int) -> tuple[date, date]:
    """Return first and last day of a year, month or day; 0 stands for what is not said."""
    if day:
        return date(year, month, day), date(year, month, day)
    last = month or 12
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, month or 1, 1), date.fromordinal(after.toordinal() - 1)


def moment(text: str) -> str:
    """Return a moment (`2026-03-01T12:00`, UTC unless it says otherwise) or the last day of `2026`, `2026-03` or `2026-03-01`, as acts are timed.

    Raises:
        UsageError: another form.
    """
    if "T" not in text:
        return last_day(text)
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f'"{text}" is not a moment. Write 2026-03-01, or 2026-03-01T12:00 (UTC).') from None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_of(as_of: str | None) -> date:
    """Return the day that a past state is of; today, without one."""
    return date.fromisoformat(moment(as_of)[:10]) if as_of else datetime.now(UTC).date()


def parse_near(text: str) -> Near:
    """Return the circle of `LAT,LON,KM`.

    Raises:
        UsageError: another form, or a point that is not on the Earth.
    """
    try:
        lat, lon, km = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f'"{text}" is not a circle. Write latitude, longitude and kilometres: 31.2,16.6,50') from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < km < math.inf):
        raise UsageError(f'"{text}" is not a circle on the Earth. Latitude is within ±90, longitude within ±180, kilometres above 0.')
    return Near(lat, lon, km)
