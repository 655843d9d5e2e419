"""The glossary is kept: one word for one thing, in the words of those who read them (docs/glossary.md)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import BY_NAME
from core.people.citizens import LANGUAGES
from tests.test_texts import entries, forms
from wording.texts import plain_title

FORBIDDEN = {
    "id": {
        r"rumah tangga|\bRumah no": "keluarga",
        r"\bART\b": "anggota keluarga",
        r"pencacah|pengawas": "PPL, PML, petugas",
        r"tercatat|tercacah|terdata|\bdicatat\b": "tersimpan; to citizens: sudah didata",
        r"kunjungan lagi": "kunjungan ulang",
        r"\brekap\b": "laporan sore",
        r"[Kk]embalikan": "lepas (families), minta perbaikan (reports)",
        r"lewat jam|lewat waktu": "terlambat",
        r"\babsen": "tidak bertugas",
        r"\btertua": "paling lama",
        r"di tangan": "ditangani, untuk",
        r"\btautan": "link",
        r"dikabari": "diberi tahu",
        r"Ketua RT(?!/)": "Ketua RT/dusun: an SLS may be a dusun",
    },
    "en": {
        r"\bby proxy": "according to",
        r"\bwish(es)?\b": "request",
        r"\bmend(ed)?\b": "correct",
        r"in (your|somebody's) hands": "with you",
    },
}
"""By language: what no text says, and what stands instead."""
ALLOWED = {("id", "problem.line_recap"): "names what was typed: a recap is no report"}
CITIZENS = {
    "help.citizen", "help.census", "help.officer", "help.contact_rt", "help.office", "help.office_phone",
    "help.office_unknown", "privacy.citizen", "privacy.forgotten", "privacy.still_counted", "problem.receipt_mistyped",
    "problem.too_many_checks", "problem.no_text_here",
}  # fmt: skip
CITIZENS_BEGIN = ("check.", "page.", "topic.button_", "privacy.button_")
OFFICERS_WORDS = r"\b(PPL|PML|Koseka|SLS|R205|kasus|tuntas)\b"
"""What citizens have never heard."""
SPELLED_OUT = {"id": "Badan Pusat Statistik", "en": "Statistics Indonesia"}
ON_AVERAGE, LONGEST, LONG_LETTERS, LONG_SHARE = 7, 12, 9, 0.10
"""Words a sentence, on average and at most; letters of a long word, and how many of them there may be."""
WIDEST, ONE_A_ROW = 18, 30
"""Characters of a button, in two columns and alone in its row."""
ALONE = ("reason.", "kind.", "note.", "giving.reason_", "review.reason_", "new.button_")
BUTTONS = (*ALONE, "outcome.", "menu.", "act.")


def texts(language: str) -> Iterator[tuple[str, str]]:
    """All texts of a language, plain: key and one of its forms."""
    for key, message in entries(language).items():
        for form in forms(message):
            yield key, plain_title(form)


def for_citizens(language: str) -> list[tuple[str, str]]:
    """What a citizen may read."""
    return [(k, text) for k, text in texts(language) if k in CITIZENS or k.startswith(CITIZENS_BEGIN)]


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a line and a list's point are sentences, places are none."""
    parts = re.split(r"[.?!:;](?=\s|$)|\n", re.sub(r"\{\w+\}", "", text))
    return [found for part in parts if (found := re.findall(r"[^\W\d_][\w'’/-]*", part))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_one_thing(language: str) -> None:
    wrong = [
        f"{key}: “{found[0]}”, better: {instead}"
        for key, text in texts(language)
        for word, instead in FORBIDDEN[language].items()
        if (found := re.search(word, re.sub(r"\{\w+\}|(?<!\w)/\w+", "", text))) and (language, key) not in ALLOWED
    ]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_have_a_dot_and_no_text_has_a_bar(language: str) -> None:
    assert not [key for key, text in texts(language) if re.search(r"\d\d:\d\d|[▓░]|\{bar\}", text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_have_the_names_of_the_language(language: str) -> None:
    for key, text in texts(language):
        for name in re.findall(r"(?<![\w/{}])/([a-z]+)", text):
            if name in BY_NAME and key not in ("command.bahasa", "language.which"):
                assert name == BY_NAME[name].called(language), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_fit_a_phone(language: str) -> None:
    buttons = [
        (key, text.replace("\ufe0f", ""))
        for key, text in texts(language)
        if (key.startswith(BUTTONS) or ".button_" in key) and not key.startswith("problem.") and "{" not in text
    ]
    assert len(buttons) > 100
    wide = [(k, text) for k, text in buttons if len(text) > (ONE_A_ROW if k.startswith(ALONE) else WIDEST)]
    assert not wide


@pytest.mark.parametrize("language", LANGUAGES)
def test_citizens_read_short_sentences_and_short_words(language: str) -> None:
    read = [(key, words) for key, text in for_citizens(language) for words in sentences(text)]
    assert not [(key, words) for key, words in read if len(words) > LONGEST]
    said = [word for _, words in read for word in words]
    assert len(said) / len(read) <= ON_AVERAGE
    assert sum(len(word) >= LONG_LETTERS for word in said) / len(said) <= LONG_SHARE


@pytest.mark.parametrize("language", LANGUAGES)
def test_citizens_get_buttons_and_no_words_of_the_field(language: str) -> None:
    for key, text in for_citizens(language):
        assert not re.search(r"(?<!\w)/[a-z]{3,}", text), f"{key} has a command"
        assert not re.search(OFFICERS_WORDS, text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_citizen_must_know_is_said(language: str) -> None:
    told = dict(for_citizens(language))
    assert SPELLED_OUT[language] in told["help.citizen"] and SPELLED_OUT[language] in told["page.what"]
    promise = {"id": "Didata tidak berarti pasti mendapat bantuan.", "en": "does not mean that you will get aid."}
    assert promise[language] in told["help.census"]


EMOJI = re.compile(
    r"[\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
"""All but the letters of which flags are made: each language shows its own."""
ROW = re.compile(r"^\| ([^\sa-z-]+) \| ([^|]+) \| ([a-z ]+) \|$", re.MULTILINE)


def test_no_emoji_stands_alone() -> None:
    for language in LANGUAGES:
        for key, text in texts(language):
            assert not EMOJI.search(text) or re.search(r"[^\W_]|\{", EMOJI.sub("", text)), key


def test_an_emoji_means_the_same_in_both_languages() -> None:
    shown = {lang: {key: sorted(set(EMOJI.findall(text))) for key, text in texts(lang)} for lang in LANGUAGES}
    assert not {key for key in shown["id"] if shown["id"][key] != shown["en"][key]}


def test_each_emoji_has_the_meaning_that_the_glossary_names() -> None:
    page = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text()
    rows = ROW.findall(page.partition("## Emoji")[2].partition("## Figures")[0])
    named = {sign: set(families.split()) for sign, _, families in rows}
    used: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for key, text in texts(language):
            for sign in EMOJI.findall(text):
                used.setdefault(sign, set()).add(key.partition(".")[0])
    assert len(named) == len(rows) == len({meaning for _, meaning, _ in rows}), "one row and one meaning for each"
    assert used == named
