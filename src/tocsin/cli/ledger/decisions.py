"""`tocsin ledger accept`, `reject`, `correct`, `merge`, `split`, … and `undo`: what people of the desk decide."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from tocsin.cli.ingest import author_name
from tocsin.cli.ledger import options as o
from tocsin.errors import UsageError

Row = dict[str, Any]

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of it.")]
IdsArgument = Annotated[list[str], typer.Argument(metavar="ID…", help="Their ids, or the beginnings of them.")]
EvidenceOption = Annotated[list[str] | None, typer.Option("--evidence", help="Claim or article that shows it; can be given several times.")]


def _help(what: str, *examples: str) -> str:
    """Return a help text with its examples."""
    lines = "\n\n".join(f"  tocsin ledger {example}" for example in examples)
    return f"{what}\n\nExample:\n\n{lines}" if examples else what


HELP = {
    "accept": _help("Mark a record or claim as checked.", 'accept i4f2a --reason "read both articles"'),
    "reject": _help(
        "Mark an incident, claim, relation or case as wrong. It is kept, and counts nowhere.",
        'reject c91b0 --reason "the film was shot, not a person"',
    ),
    "correct": _help(
        "Replace values of an incident, claim, person or group. What the rules derived stays visible.",
        'correct i4f2a time=2015-02-15 --evidence c91b0 --reason "the day of the video"',
        """correct i4f2a 'toll={"effect": "killed", "low": 21, "best": 21, "high": 21}' --reason "list of names\"""",
    ),
    "grade": _help("Overrule the grade of an incident.", 'grade i4f2a --evidence-grade fair --reliability B --reason "two desks"'),
    "merge": _help("Declare that incidents are one happening.", 'merge i4f2a i88c1 --reason "same convoy"'),
    "split": _help(
        "Declare that some articles or claims of an incident tell of another happening.",
        'split i4f2a --out 3f9c2b --reason "the attack of the year before"',
    ),
    "same": _help("Declare that people, or groups, are one.", 'same name:person:m-barghathi kb:mahdi-al-barghathi --reason "same office"'),
    "different": _help("Declare that people, or groups, are not one.", 'different kb:azov name:group:azov --reason "a football club"'),
    "link": _help(
        "Tie two incidents: retaliation-for, part-of or follows.",
        'link i88c1 i4f2a --as retaliation-for --reason "both say so"',
    ),
    "close": _help(
        "Close a case with the claim or article that answers it.",
        'close k81c --answer "all returned home" --evidence c7f3a --reason "named by the bishop"',
    ),
    "reopen": _help("Open a closed case again.", 'reopen k81c --reason "another family still waits"'),
    "note": _help("Add a note to a record or article.", 'note i4f2a --text "ask the diocese" --reason "open names"'),
    "redact": _help("Keep names, place or all of it out of every release.", 'redact i4f2a --scope names --reason "family asked"'),
    "seal": _help("Keep a record for those who are let in; reads of it are audited.", 'seal i4f2a --reason "witness at risk"'),
    "unseal": _help("Take the seal away.", 'unseal i4f2a --reason "witness is safe"'),
    "undo": _help("Undo a decision. It and its undoing are kept.", 'undo d1c9e --reason "wrong convoy"'),
}


def _decide(
    verb: str, record_id: str, *, ledger: str | None, author: str | None, reason: str, value: Row | None = None, evidence: list[str] | None = None
) -> None:
    """Decide and say so."""
    from tocsin.asking.desk import decide
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        made = decide(store, verb, record_id, who=author_name(author), reason=reason, value=value, evidence=evidence or ())
    _say(made)


def _say(made: Any) -> None:
    from tocsin.report.harmless import printable

    typer.echo(printable(f"{made.id}  {made.verb} {made.subject_kind} {made.subject_id}  (undo: tocsin ledger undo {made.id} --reason …)"))


def accept(record_id: IdArgument, *, reason: o.ReasonOption = "checked", ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Mark as checked."""
    _decide("accept", record_id, ledger=ledger, author=author, reason=reason)


def reject(record_id: IdArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Mark as wrong."""
    _decide("reject", record_id, ledger=ledger, author=author, reason=reason)


def correct(
    record_id: IdArgument,
    values: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="time=2015-02-15, status=denied; JSON for values of several parts.")],
    *, reason: o.ReasonOption, evidence: EvidenceOption = None, ledger: o.LedgerOption = None, author: o.AuthorOption = None,
) -> None:  # fmt: skip
    """Replace values."""
    _decide("correct", record_id, ledger=ledger, author=author, reason=reason, value=dict(_pair(text) for text in values), evidence=evidence)


def _pair(text: str) -> tuple[str, Any]:
    """Return field and value of FIELD=VALUE."""
    field, equals, value = text.partition("=")
    if not equals or not field.strip():
        raise UsageError(f'"{text}" is not FIELD=VALUE, as in time=2015-02-15.')
    try:
        return field.strip(), json.loads(value)
    except ValueError:
        return field.strip(), value


def grade(
    record_id: IdArgument, *, reason: o.ReasonOption,
    evidence_grade: Annotated[str | None, typer.Option(help="confirmed, fair, weak, contested or discounted.")] = None,
    reliability: Annotated[str | None, typer.Option(help="A (completely reliable) … E, F: cannot be judged.")] = None,
    credibility: Annotated[str | None, typer.Option(help="1 (confirmed) … 5, 6: cannot be judged.")] = None,
    ledger: o.LedgerOption = None, author: o.AuthorOption = None,
) -> None:  # fmt: skip
    """Overrule the grade."""
    from tocsin.asking.filters import GRADES

    given = {"evidence": (evidence_grade, GRADES), "reliability": (reliability, tuple("ABCDEF")), "credibility": (credibility, tuple("123456"))}
    value = {name: chosen for name, (chosen, _) in given.items() if chosen is not None}
    for name, chosen in value.items():
        if chosen not in given[name][1]:
            raise UsageError(f'"{chosen}" is no {name}. Choose from: {", ".join(given[name][1])}.')
    if not value:
        raise UsageError("Say what the grade is: --evidence-grade, --reliability or --credibility.")
    _decide("grade", record_id, ledger=ledger, author=author, reason=reason, value=value)


def merge(record_ids: IdsArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Declare incidents one."""
    from tocsin.asking import desk
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        _say(desk.merge(store, record_ids, who=author_name(author), reason=reason))


def split(
    record_id: IdArgument, *, out: Annotated[list[str], typer.Option("--out", help="Article or claim that goes; can be given several times.")],
    reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None,
) -> None:  # fmt: skip
    """Declare two happenings."""
    from tocsin.asking import desk
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        _say(desk.split(store, record_id, out, who=author_name(author), reason=reason))


def same(record_ids: IdsArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Declare people or groups one."""
    from tocsin.asking import desk
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        _say(desk.declare_same(store, record_ids, who=author_name(author), reason=reason))


def different(record_ids: IdsArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Declare people or groups two."""
    from tocsin.asking import desk
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        _say(desk.declare_different(store, record_ids, who=author_name(author), reason=reason))


def link(
    record_id: IdArgument, to: Annotated[str, typer.Argument(metavar="TO", help="The other incident.")], *,
    tie: Annotated[str, typer.Option("--as", help="retaliation-for, part-of or follows.")],
    reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None,
) -> None:  # fmt: skip
    """Tie two incidents."""
    from tocsin.asking import desk
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        _say(desk.link(store, record_id, to, tie, who=author_name(author), reason=reason))


def close(
    record_id: IdArgument, *, answer: Annotated[str, typer.Option(help="What became of it.")], evidence: EvidenceOption = None,
    reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None,
) -> None:  # fmt: skip
    """Close a case."""
    _decide("close", record_id, ledger=ledger, author=author, reason=reason, value={"answer": answer}, evidence=evidence)


def reopen(record_id: IdArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Open a case again."""
    _decide("reopen", record_id, ledger=ledger, author=author, reason=reason)


def note(
    record_id: IdArgument, *, text: Annotated[str, typer.Option(help="The note.")], reason: o.ReasonOption = "note",
    ledger: o.LedgerOption = None, author: o.AuthorOption = None,
) -> None:  # fmt: skip
    """Add a note."""
    _decide("note", record_id, ledger=ledger, author=author, reason=reason, value={"text": text})


def redact(
    record_id: IdArgument, *, scope: Annotated[str, typer.Option(help="names, place or all.")] = "names",
    reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None,
) -> None:  # fmt: skip
    """Keep out of releases."""
    if scope not in {"names", "place", "all"}:
        raise UsageError(f'--scope "{scope}" is not known. Choose from: names, place, all.')
    _decide("redact", record_id, ledger=ledger, author=author, reason=reason, value={"scope": scope})


def seal(record_id: IdArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Keep for those who are let in."""
    _decide("seal", record_id, ledger=ledger, author=author, reason=reason)


def unseal(record_id: IdArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Take the seal away."""
    _decide("unseal", record_id, ledger=ledger, author=author, reason=reason)


def undo(record_id: IdArgument, *, reason: o.ReasonOption, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Undo a decision."""
    from tocsin.asking import desk
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        _say(desk.undo(store, record_id, who=author_name(author), reason=reason))
