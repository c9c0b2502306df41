"""English is read, other languages are named; what may be English passes."""

import subprocess
import sys

import pytest

from tocsin.articles.language import english_evidence, load_language_file, other_language, stated_english

ROWS = load_language_file()


@pytest.mark.parametrize("text", ROWS["hits"], ids=lambda text: text[:30])
def test_each_hit_of_the_word_file_passes_as_english(text):
    assert other_language(text) is None


@pytest.mark.parametrize("row", ROWS["misses"], ids=lambda row: row["language"])
def test_each_miss_of_the_word_file_is_recognised(row):
    assert other_language(row["text"]) == row["language"]


def test_an_english_text_with_arabic_names_in_it_is_english():
    assert other_language("Zaid Karim (زيد كريم الكربولي) was held near the town of Dala (بلدة دالا), police said.") is None


def test_nothing_is_english():
    assert other_language("") is None
    assert other_language("12345 !!! \n") is None


def test_letters_of_no_known_language_do_not_fail():
    assert other_language("ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ ᛇᛈᛉᛊᛏᛒ") is not None


@pytest.mark.parametrize("stated", ["en", "EN", "en-GB", "en_US", "eng", "English", " en "])
def test_stated_english_is_trusted(stated):
    assert stated_english(stated)


@pytest.mark.parametrize("stated", ["es", "enm-x", "fr", "ar"])
def test_other_stated_languages_are_not_english(stated):
    assert not stated_english(stated)


def test_running_english_is_clear_without_the_language_model():
    assert english_evidence("Gunmen killed two farmers near Dala on Sunday, police said. They were on their way home.") == "clear"
    script = (
        "import sys; from tocsin.articles.language import other_language\n"
        "assert other_language('Gunmen killed two farmers near Dala on Sunday, police said. They were on their way home.') is None\n"
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
