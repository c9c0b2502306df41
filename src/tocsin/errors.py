"""The exception tree: what is wrong with the program or its caller. Strange text is an `Issue`, never an exception.

TocsinError
├── UsageError           the command line or the configuration asks for something impossible   exit status 2
├── InputError           one article or file cannot be read; the run goes on                    exit status 1
├── MissingPartError     a component is not installed; names the command that installs it      exit status 3
├── KnowledgeError       shipped data (lexicon, ontology, actor base) breaks its own schema
└── LedgerError          the ledger cannot do what was asked; nothing was half-written          exit status 1
    ├── LedgerMissingError   nothing there, or no ledger
    ├── LedgerBusyError      another process is writing
    ├── LedgerClosedError    read-only, or the disk is full
    ├── LedgerDamagedError   a stored row is not what was written
    ├── LedgerVersionError   written by a newer Tocsin
    ├── NoSuchRecordError    no such id
    └── StaleDecisionError   the record changed since the person looked
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


class LedgerError(TocsinError):
    """The ledger cannot do what was asked. Nothing was half-written: every act is one transaction."""


class LedgerMissingError(LedgerError):
    """There is no ledger at this address, or something else is there."""


class LedgerBusyError(LedgerError):
    """Another process holds the ledger for writing."""


class LedgerClosedError(LedgerError):
    """The ledger cannot be written: read-only, or the disk is full."""


class LedgerDamagedError(LedgerError):
    """What is stored is not what was written. `tocsin ledger verify` names the first row that does not fit."""


class LedgerVersionError(LedgerError):
    """The ledger was written by another version of Tocsin than this one can read."""


class NoSuchRecordError(LedgerError):
    """No record, article, claim or decision has this id."""


class StaleDecisionError(LedgerError):
    """The record changed after the person looked at it. Nothing was decided; look again."""
