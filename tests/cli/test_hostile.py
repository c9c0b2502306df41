"""What stands in an article cannot steer the terminal that shows it."""

import pytest

from tocsin.cli.app import main

pytestmark = pytest.mark.model
TEXT = "Bob \x1b]0;owned\x07Smith killed three \x1b[31mfarmers\x1b[0m in \u202eBorno on 3 May 2019, police said."


@pytest.mark.parametrize("arguments", [["read", "--evidence"], ["explain"]])
def test_control_characters_and_turned_writing_are_replaced(tmp_path, capsys, monkeypatch, arguments):
    path = tmp_path / "hostile.txt"
    path.write_text(TEXT)
    claim = ["--claim", "c1"] if arguments == ["explain"] else []
    monkeypatch.setattr("sys.argv", ["tocsin", *arguments, str(path), *claim])
    with pytest.raises(SystemExit):
        main()
    out = capsys.readouterr().out
    assert "Smith" in out
    assert "\N{REPLACEMENT CHARACTER}" in out
    assert not set(out) & set("\x1b\x07\u202e")
