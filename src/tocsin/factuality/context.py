"""The value of an event on its way down the sentence: how sure, which sign, how real, and which words decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tocsin.model.event import FactualityValue, Progress, Realis

CERTAIN, PROBABLE, POSSIBLE, UNKNOWN = 3, 2, 1, 0
STRENGTH: dict[str, int] = {"CT+": 3, "PR+": 2, "PS+": 1, "Uu": 0, "PS-": -1, "PR-": -2, "CT-": -3}
VALUES: dict[int, FactualityValue] = {3: "CT+", 2: "PR+", 1: "PS+", 0: "Uu", -1: "PS-", -2: "PR-", -3: "CT-"}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of an event so far.

    Attributes:
        strength: 3 certain, 2 probable, 1 possible, 0 unknown; negative when the event is said not to have happened.
        content: Strength forced on what this event is about ("foiled a *plot* to bomb": -3), None when not forced.
        cues, rules: Positions of the words that decided, and ids of their rules, in the order in which they were applied.
    """

    strength: int = CERTAIN
    realis: Realis = "actual"
    progress: Progress = "accomplished"
    superseded: bool = False
    content: int | None = None
    cues: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()

    def because(self, rule: str, *cues: int) -> Context:
        """Return the context with one more reason."""
        return replace(self, cues=self.cues + cues, rules=(*self.rules, rule))

    def flipped(self) -> Context:
        """Return the context with the other sign."""
        return replace(self, strength=-self.strength)

    def capped(self, most: int) -> Context:
        """Return the context no surer than `most`, its sign kept."""
        if abs(self.strength) <= abs(most):
            return self
        return replace(self, strength=abs(most) if self.strength > 0 else -abs(most))

    def limited(self, value: int) -> Context:
        """Return the context under an operator worth `value`: no surer than either, negative when exactly one of them is."""
        capped = self.capped(value)
        return capped.flipped() if value < 0 else capped

    def real(self, realis: Realis | None) -> Context:
        """Return the context with a realis, unless it has lost actuality before."""
        return replace(self, realis=realis) if realis and self.realis == "actual" else self


ASSERTED = Context()
"""What a plain main clause says: it happened."""
