"""The exception tree: what is wrong with the program or its caller. Strange text is an `Issue`, never an exception.

TocsinError
├── UsageError           the command line or the configuration asks for something impossible   exit status 2
├── InputError           one article or file cannot be read; the run goes on                    exit status 1
├── MissingPartError     a component is not installed; names the command that installs it      exit status 3
└── KnowledgeError       shipped data (lexicon, ontology, actor base) breaks its own schema
"""

from __future__ import annotations


class TocsinError(Exception):
    """Root of all errors that Tocsin raises itself."""


class UsageError(TocsinError):
    """The caller asks for something that cannot be done."""


class InputError(TocsinError):
    """An input that cannot be read. `code` is stable and printed in the reading's `error`."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the code beside the message."""
        super().__init__(message)
        self.code = code
        self.message = message


class MissingPartError(TocsinError):
    """A component is missing. `command` is the one command that installs it."""

    def __init__(self, part: str, command: str) -> None:
        """Name the part and the command."""
        super().__init__(f"{part} is missing. Install it with: {command}")
        self.part = part
        self.command = command


class KnowledgeError(TocsinError):
    """A data file breaks its schema. Lists every problem with its path at once."""

    def __init__(self, file: str, problems: list[str]) -> None:
        """Build one message from all problems."""
        super().__init__(f"{file}: " + "; ".join(problems))
        self.file = file
        self.problems = problems
