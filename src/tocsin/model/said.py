"""Attribution: who is said to say, think or want what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.model.text import Section, Span

AttributionKind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One reported passage.

    Attributes:
        sentence: Index of the sentence of the cue. `cue_token`: position of the cue's head word in it.
        source: Span of the words that name the speaker, None when hidden ("was said to"). `source_sentence`, `source_token`: its head word.
        cue: Span of the reporting words. `lemma`: lemma of the cue's head ("say", "claim", "deny", "according").
        content: Spans of what is reported, in text order; may run over several sentences.
        stance: What the cue does to the content: "assert" (say), "hedge" (believe, allege), "deny", "ask", "want", "know".
        speech: True when somebody says or writes it; False for thoughts and wishes of the narrator's making.
        actor: Id of the speaker among the article's actors, None when it is not one.
    """

    id: str
    section: Section
    sentence: int
    cue_token: int
    source: Span | None
    source_sentence: int | None
    source_token: int | None
    cue: Span
    content: tuple[Span, ...]
    kind: AttributionKind
    lemma: str = ""
    stance: str = "assert"
    speech: bool = True
    actor: str | None = None

    def covers(self, section: Section, offset: int) -> bool:
        """Tell whether the reported passage holds an offset of a section."""
        if section != self.section or not self.content or not self.content[0][0] <= offset < self.content[-1][1]:
            return False  # the fast way out: almost always
        return any(start <= offset < end for start, end in self.content)
