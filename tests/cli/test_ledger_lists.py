"""The ledger's commands as a desk uses them: on terminals and in pipes, for spreadsheets and programs, with wrong input and hostile text."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import subprocess
import sys

import pytest
from handmade import attack, incoming, ingest
from scenes import SCENES, fill, story

from tocsin.cli.app import main

LISTS = ("incidents", "people", "groups", "relations", "cases", "claims", "articles", "timeline", "counts")


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line; return its exit status, output and messages."""
    monkeypatch.setenv("TOCSIN_AUTHOR", "ada")

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["tocsin", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


@pytest.fixture
def address(sqlite_ledger):
    return str(sqlite_ledger.url.database)


@pytest.fixture
def desk(sqlite_ledger, address, run, monkeypatch):
    """A filled ledger and a way to ask it."""
    monkeypatch.setenv("TOCSIN_LEDGER", address)
    fill(sqlite_ledger)
    return run


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_a_table_json_lines_and_csv(desk, name):
    status, table, message = desk("ledger", name, "--as-of", "2026-12-31")
    assert status == 0
    rows = [json.loads(line) for line in desk("ledger", name, "--json")[1].splitlines()]
    sheet = list(csv.DictReader(io.StringIO(desk("ledger", name, "--csv")[1])))
    assert len(rows) == len(sheet)
    assert len(table.splitlines()) == (len(rows) + 1 if rows else 0)
    assert str(len(rows)) in message or not rows
    assert message.count("\n") == (2 if name == "counts" else 1)


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_ledger_says_so(run, sqlite_ledger, address, name):
    status, table, message = run("ledger", name, "--ledger", address)
    assert (status, table) == (0, "")
    assert "in the ledger meet that" in message
    assert run("ledger", name, "--ledger", address, "--json")[1] == ""


@pytest.mark.parametrize("name", [*LISTS, "stats", "show i4f2a", "changes --from 2026", "accept i4f2a", "note i4f2a --text x", "verify", "rebuild", "upgrade", "head"])
def test_a_missing_ledger_is_named_and_not_made(run, tmp_path, name):
    file = tmp_path / "none.ledger"
    status, out, message = run("ledger", *name.split(), "--ledger", file)
    assert (status, out) == (1, "")
    assert str(file) in message
    assert not file.exists()


@pytest.mark.parametrize(("arguments", "status", "told"), [
    ("show nosuchid", 1, "has the id"),
    ("show i1", 1, "at least 4"),
    ("show name:", 1, "Several ids begin"),
    ("show i'--;DROP", 1, "has the id"),
    ("incidents --since 2016-02-30", 2, "is not a day"),
    ("incidents --near 1,2", 2, "is not a circle"),
    ("incidents --country Narnia", 2, "No country"),
    ("incidents --status dead", 2, "Choose from"),
    ("incidents --order size", 2, "--order"),
    ("incidents --limit -1", 2, "--limit"),
    ("incidents --limit 99999999999999", 2, "--limit"),
    ("incidents --killed many", 2, "--killed"),
    ("incidents --as-of soon", 2, "is not a day"),
    ("incidents --as-of 2026-03-01Tnoon", 2, "is not a moment"),
    ("incidents --text ()", 2, "no word"),
    ("incidents --json --csv", 2, "one of"),
    ("incidents --ledger mysql://x/y", 2, "not an address"),
    ("counts --by colour", 2, "month"),
    ("relations --at 2016-13", 2, "is not a day"),
    ("changes --from soon", 2, "is not a day"),
    ("close kkkkk --answer x --reason y", 1, "has the id"),
    ("nosuchcommand", 2, "No such command"),
])  # fmt: skip
def test_wrong_input_is_told_in_one_line_with_its_status(desk, arguments, status, told):
    ended, out, message = desk("ledger", *arguments.split())
    assert (ended, out) == (status, "")
    assert told in message
    assert "Traceback" not in message


def test_limit_nought_shows_all_and_a_small_one_says_how_many_there_are(desk):
    assert len(desk("ledger", "incidents", "--limit", 0)[1].splitlines()) == len(SCENES) + 1
    status, table, message = desk("ledger", "incidents", "--limit", 2)
    assert status == 0
    assert len(table.splitlines()) == 3
    assert f"{len(SCENES)} incidents (incidents, not articles); 2 shown, --limit 0 shows all." in message


def test_counts_say_that_they_count_incidents_and_how_rows_add_up(desk):
    message = desk("ledger", "counts", "--by", "country,community")[2]
    assert "incidents, not articles" in message
    assert "counts under each" in message


def test_an_id_as_a_terminal_shortens_it_is_understood(desk):
    (row,) = [json.loads(line) for line in desk("ledger", "incidents", "--actor", "ISIS", "--json")[1].splitlines()]
    status, out, _ = desk("ledger", "show", row["id"][:11])
    assert status == 0
    assert row["id"] in out


def test_a_story_tells_values_with_their_rules_claims_disagreements_decisions_and_changes(run, sqlite_ledger, address, monkeypatch):
    monkeypatch.setenv("TOCSIN_LEDGER", address)
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20), attack("Other Post", "2015-02-17"))
    (row,) = [json.loads(line) for line in run("ledger", "incidents", "--json")[1].splitlines()]
    made = run("ledger", "correct", row["id"], "toll.killed=21", "--reason", "list of names")[1].split()[0]
    run("ledger", "undo", made, "--reason", "of another day")
    out = run("ledger", "show", row["id"])[1]
    for words in ("rule ", "[1] [2]", "Sources disagree", "20 — Example Times [1]", "21 — Other Post [2]", "Who says what", "toll ≠", "toll.killed 20 → 21",
                  "“Gunmen of the Desert Brigade killed 20", "“list of names”", "undone"):  # fmt: skip
        assert words in out, words
    story_ = json.loads(run("ledger", "show", row["id"], "--json")[1])
    assert [version["verb"] for version in story_["versions"]] == ["ingest", "ingest", "correct", "undo"]
    assert {"field": "toll.killed", "from": "20", "to": "21 (20–21)"} in story_["versions"][1]["changed"]


def test_stats_sum_up_the_ledger(desk):
    status, out, _ = desk("ledger", "stats")
    assert status == 0
    for words in ("9 of 4 outlets", "8 actual, 1 denied", "unreviewed"):
        assert words in out
    told = json.loads(desk("ledger", "stats", "--json")[1])
    assert told["incidents"] == len(SCENES) == sum(told["by_status"].values()) == sum(told["by_grade"].values())
    assert json.loads(desk("ledger", "stats", "--json", "--as-of", "2020")[1])["articles"] == 0


HOSTILE = "Eve \x1b]0;owned\x07\x1b[2J \u202egnitirw [bold red]=1+1[/] <b>Brigade</b>"


def hostile_row(**facts):
    text = f"{HOSTILE} killed 3 men in Sirte.\r\n\tNo word of them."
    row = story(text, "killed", {"name": HOSTILE, "sector": "REB"}, {"name": "3 men", "kind": "population"}, day="2015-01-01", place="Sirte",
                toll=[("killed", 3, 3, "3")], outlet=f"=cmd|' /C calc'!A0 {HOSTILE}")  # fmt: skip
    row["article"].update(title=f"-2+3 {HOSTILE}", uri="javascript:alert(1)\x1b[31m", ref="=\x1b[31mfile.txt", **facts)
    row["cases"] = [{"id": "k1", "question": HOSTILE, "span": [0, len(HOSTILE)], "in": "text", "incident": "i1"}]
    return row


def hostile_tie():
    text = f"{HOSTILE} leads the Desert Brigade."
    return story(text, "leads", {"name": HOSTILE, "kind": "person"}, {"name": "Desert Brigade", "sector": "REB"}, kind="relation", type="leadership",
                 day="2015-01-01")  # fmt: skip


@pytest.mark.parametrize("arguments", [*LISTS, "show", "changes --from 2020", "audit", "stats", "counts --by actor,source"])
@pytest.mark.parametrize("form", ["", "--csv", "--json"])
def test_hostile_text_steers_neither_terminals_nor_spreadsheets(run, sqlite_ledger, address, monkeypatch, arguments, form):
    monkeypatch.setenv("TOCSIN_LEDGER", address)
    sqlite_ledger.ingest([incoming(hostile_row())], "ev\x1b[31ml")
    sqlite_ledger.ingest([incoming(hostile_tie())], "ada")
    words = arguments.split()
    if words == ["show"]:
        words.append(json.loads(run("ledger", "incidents", "--json", "--effect", "killed")[1])["id"])
    if form == "--csv" and words[0] in {"show", "stats"}:
        return
    status, out, message = run("ledger", *words, *([form] if form else []))
    assert status == 0
    assert out
    assert not set(out + message) & set("\x1b\x07\x08\u202e")
    if form == "--csv":
        cells = [cell for line in csv.reader(io.StringIO(out)) for cell in line]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@")) or (cell.startswith("-") and not cell[1:2].isdigit())]
    elif not form and words[0] == "groups":
        assert "[bold red]" in out  # markup is text


@pytest.mark.parametrize("command", [["read"], ["ingest"], ["explain"], ["ledger", "import"], ["ledger", "show"], ["ledger", "incidents", "--country"]])
def test_messages_that_quote_hostile_names_are_harmless(run, tmp_path, monkeypatch, command):
    monkeypatch.setenv("TOCSIN_LEDGER", str(tmp_path / "x.ledger"))
    status, out, message = run(*command, f"{tmp_path}/no \x1b[31m\u202efile\x07.txt")
    assert status in {1, 2}
    assert not set(out + message) & set("\x1b\x07\u202e")
    assert "\N{REPLACEMENT CHARACTER}" in message or "There is no ledger" in message


def python(*arguments, **options):
    return subprocess.Popen([sys.executable, "-m", "tocsin", *arguments], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, **options)


def test_a_reader_that_goes_away_is_no_failure(sqlite_ledger, address):
    fill(sqlite_ledger, "sirte", "suva")
    asked = python("ledger", "incidents", "--ledger", address, "--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    asked.stdout.close()
    message = asked.stderr.read().decode()
    asked.stderr.close()
    assert asked.wait() == 0
    assert "Traceback" not in message
    assert "BrokenPipe" not in message


def on_terminal(columns, *arguments):
    """Run a command on a terminal of so many columns; return what it printed."""
    mine, its = pty.openpty()
    asked = python(*arguments, stdout=its, stderr=its, stdin=its, close_fds=True, start_new_session=True)
    os.close(its)
    import fcntl
    import struct
    import termios

    fcntl.ioctl(mine, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    out = b""
    while select.select([mine], [], [], 20)[0]:
        try:
            portion = os.read(mine, 65536)
        except OSError:
            break
        if not portion:
            break
        out += portion
    asked.wait()
    os.close(mine)
    return out.decode()


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_lists_fit_the_terminal(sqlite_ledger, address, monkeypatch, columns):
    from rich.cells import cell_len
    from rich.text import Text

    monkeypatch.setenv("COLUMNS", str(columns))
    fill(sqlite_ledger)
    sqlite_ledger.ingest([incoming(hostile_row())], "ada")
    for name in ("incidents", "claims", "groups", "cases"):
        lines = [Text.from_ansi(line).plain for line in on_terminal(columns, "ledger", name, "--ledger", address).splitlines()]
        assert len(lines) > 2
        assert max(cell_len(line) for line in lines) <= columns, name


def test_help_is_quick_and_has_an_example_for_each_command(run):
    import typer.main

    from tocsin.cli.app import app

    for name, command in typer.main.get_command(app).commands["ledger"].commands.items():
        assert f"tocsin ledger {name}" in (command.help or ""), name
    code = "import time; t = time.perf_counter(); import tocsin.cli.app; print(time.perf_counter() - t, *__import__('sys').modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert not {"sqlalchemy", "spacy", "rich", "alembic", "yaml"} & set(told.stdout.split())
