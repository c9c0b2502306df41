"""Trouble in the text, as a value: stored, counted and shown, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from tocsin.model.text import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something strange in the text. `code` is stable and documented; `spans` are in section `text`."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What every stage returns: its products and what it found strange."""

    items: tuple[T, ...]
    issues: tuple[Issue, ...] = ()
