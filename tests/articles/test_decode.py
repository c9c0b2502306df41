"""Bytes of every common encoding become the right text; bytes that are not text are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.articles.decode import decode_text
from tocsin.errors import InputError

ENGLISH = "“We don’t know,” said Ms Peña – a trader at the café. Police said that two of the men were held and that they would be tried."
RUSSIAN = "Полиция задержала троих мужчин в понедельник вечером, сообщил представитель ведомства. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_english_comes_through_each_encoding(encoding):
    raw = ENGLISH.encode(encoding)
    if encoding == "utf-16-be":
        raw = b"\xfe\xff" + raw
    assert decode_text(raw).removeprefix("\ufeff") == ENGLISH


def test_latin_1_is_read_as_windows_1252_which_holds_it():
    assert decode_text("Police said that the man at the café was held.".encode("latin-1")) == "Police said that the man at the café was held."


@pytest.mark.parametrize("text", ["café", "Trois hommes ont été tués lundi soir à Tombouctou, selon la police.", "“No”"])
def test_short_western_texts_are_not_guessed_to_be_chinese(text):
    assert decode_text(("A man said: " + text).encode("cp1252")) == "A man said: " + text


def test_russian_in_windows_1251_is_read_well_enough_to_be_named():
    assert decode_text(RUSSIAN.encode("cp1251")) == RUSSIAN


def test_two_encodings_pasted_together_are_both_read():
    raw = "The café’s owner – Mr Peña – was held.\n".encode() + "“No,” said a trader.\n".encode("cp1252")
    assert decode_text(raw) == "The café’s owner – Mr Peña – was held.\n“No,” said a trader.\n"


def test_the_unassigned_bytes_of_windows_1252_do_not_fail():
    assert decode_text(b"Police said that the men were held at the caf\x81 and \x9d that was all.") == "Police said that the men were held at the caf\x81 and \x9d that was all."


def test_a_stray_nul_byte_stays_where_it_is():
    assert decode_text(b"Two men\0 were held, police said.") == "Two men\0 were held, police said."


def test_line_ends_are_kept_as_they_are():
    assert decode_text(b"a\r\nb\rc\n") == "a\r\nb\rc\n"


@pytest.mark.parametrize("raw", [bytes(range(256)) * 20, b"\0" * 100, b"\x01\x02\x03" * 50], ids=["all bytes", "zeros", "controls"])
def test_bytes_that_are_not_text_are_refused(raw):
    with pytest.raises(InputError) as caught:
        decode_text(raw)
    assert caught.value.code == "binary-file"


@given(st.binary(max_size=300))
def test_any_bytes_become_text_or_are_refused_by_name(raw):
    try:
        text = decode_text(raw)
    except InputError as error:
        text = error.code
        named = {"binary-file", "unknown-encoding"}
    else:
        named = {text}
    assert text in named


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_utf_8_comes_back_verbatim(text):
    raw = text.encode()
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in raw:
        assert decode_text(raw) == text
