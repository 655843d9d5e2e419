"""Texts of the office: what is said in the place of ours, what is refused and why, and that a reply never breaks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from cli.office_texts import Fault, read_office_texts
from cli.settings import Settings, SettingsError
from cli.texts import speak_office_texts
from core.words import words
from db.engine.work import Database
from sandbox.html import parse_html
from tests.soak import examples
from tests.town import Town
from wording.texts import ours, read_ours, sentence, speak, spell, title


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """What one test says is not said in the next."""
    yield
    speak({})


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files of texts into a folder, by language."""

    def write(**files: str) -> Path:
        for language, text in files.items():
            (tmp_path / f"{language}.po").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def entry(key: str, *forms: str) -> str:
    """An entry of a file, with a plural when there are several forms."""
    quoted = [form.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for form in forms]
    if len(forms) == 1:
        return f'msgid "{key}"\nmsgstr "{quoted[0]}"\n'
    lines = [f'msgstr[{number}] "{form}"' for number, form in enumerate(quoted)]
    return "\n".join([f'msgid "{key}"', f'msgid_plural "{key}+"', *lines]) + "\n"


def test_what_the_office_writes_is_said(write: Write) -> None:
    folder = write(
        id=entry("refusal.busy", "Kami ikut sibuk. 🙏\n<b>Kapan</b> boleh?") + "\n" + entry("days", "{n} hr")
    )
    changed, faults = read_office_texts(folder)
    speak(changed)
    assert faults == []
    assert sentence(words("refusal.busy"), "id") == "Kami ikut sibuk. 🙏\n<b>Kapan</b> boleh?"
    assert sentence(words("days", n=3), "id") == "3 hr"
    assert sentence(words("refusal.busy"), "en") == ours("en").gettext("refusal.busy")
    assert sentence(words("refusal.unwilling"), "id") == ours("id").gettext("refusal.unwilling")


def test_both_languages_and_both_forms_of_a_plural(write: Write) -> None:
    folder = write(id=entry("talk.cancelled", "Batal, ya."), en=entry("days", "{n} day only", "all of {n} days"))
    speak(read_office_texts(folder)[0])
    assert [sentence(words("days", n=n), "en") for n in (1, 2)] == ["1 day only", "all of 2 days"]
    assert sentence(words("talk.cancelled"), "id") == "Batal, ya."


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", entry("refusal.busy", ""), 'msgid ""\nmsgstr "Language: id\\n"\n']
)
def test_a_file_without_words_changes_nothing(write: Write, text: str) -> None:
    changed, faults = read_office_texts(write(id=text))
    speak(changed)
    assert faults == []
    assert sentence(words("refusal.busy"), "id") == ours("id").gettext("refusal.busy")


def test_a_mark_and_other_ends_of_lines_are_read(tmp_path: Path) -> None:
    written = "\ufeff" + entry("talk.cancelled", "Batal, ya.").replace("\n", "\r\n")
    (tmp_path / "id.po").write_bytes(written.encode())
    speak(read_office_texts(tmp_path)[0])
    assert sentence(words("talk.cancelled"), "id") == "Batal, ya."


REFUSED = {
    "an unknown key": (entry("refusal.bussy", "x"), "refusal.bussy", "there is no such text: refusal.busy?"),
    "a key of nowhere": (entry("qqqqqq", "x"), "qqqqqq", "there is no such text; locales/ has the list"),
    "a wrong place": (
        entry("problem.number_range", "Dari {awal} sampai {high}"),
        "problem.number_range",
        "has {awal}, which nothing fills; there is {high}, {low}",
    ),
    "a place where there is none": (
        entry("refusal.busy", "{x}"),
        "refusal.busy",
        "has {x}, which nothing fills; there is none",
    ),
    "a brace alone": (
        entry("refusal.busy", "Halo {"),
        "refusal.busy",
        "has a { or } too many; write {{ and }} for the signs themselves",
    ),
    "a place without a name": (
        entry("problem.number_range", "{} sampai {}"),
        "problem.number_range",
        "has a { or } too many; write {{ and }} for the signs themselves",
    ),
    "a look inside a value": (
        entry("problem.number_range", "{low.__class__}"),
        "problem.number_range",
        "has a { or } too many; write {{ and }} for the signs themselves",
    ),
    "a width": (
        entry("problem.number_range", "{low:>9999999}"),
        "problem.number_range",
        "has a { or } too many; write {{ and }} for the signs themselves",
    ),
    "an open tag": (entry("refusal.busy", "<b>Halo"), "refusal.busy", "has <b> without </b> on the same line"),
    "a tag over two lines": (
        entry("refusal.busy", "<b>Halo\nBu</b>"),
        "refusal.busy",
        "has <b> without </b> on the same line",
    ),
    "tags that cross": (
        entry("refusal.busy", "<b><i>Halo</b></i>"),
        "refusal.busy",
        "has </b> without its beginning on the same line",
    ),
    "an end alone": (
        entry("refusal.busy", "Halo</b>"),
        "refusal.busy",
        "has </b> without its beginning on the same line",
    ),
    "a tag that Telegram does not know": (
        entry("refusal.busy", "<h1>Halo</h1>"),
        "refusal.busy",
        "has <h1>, which Telegram does not know here",
    ),
    "a tag with more in it": (
        entry("refusal.busy", '<b class="x">Halo</b>'),
        "refusal.busy",
        'has <b class="x">, which Telegram does not know here',
    ),
    "a link to a script": (
        entry("refusal.busy", '<a href="javascript:x">Halo</a>'),
        "refusal.busy",
        'has <a href="javascript:x">, which Telegram does not know here',
    ),
    "a sign alone": (entry("refusal.busy", "4 < 5"), "refusal.busy", "has a < or > alone: write &lt; and &gt;"),
    "an ampersand alone": (entry("refusal.busy", "Bapak & Ibu"), "refusal.busy", "has a & alone: write &amp;"),
    "no words": (entry("refusal.busy", " <b> </b> "), "refusal.busy", "has no words"),
    "too much": (entry("refusal.busy", "x" * 2001), "refusal.busy", "has 2,001 characters; 2,000 are allowed"),
    "too much for a command": (entry("command.cek", "x" * 257), "command.cek", "has 257 characters; 256 are allowed"),
    "a plural where there is none": (
        entry("refusal.busy", "x", "y"),
        "refusal.busy",
        "needs one msgstr",
    ),
    "another choice's words": (
        entry("outcome.moved", "rumah  KOSONG!"),
        "outcome.moved",
        "cannot be called as outcome.vacant is: people type these words",
    ),
    "another choice's words in the other language": (
        entry("outcome.moved", "Vacant house"),
        "outcome.moved",
        "cannot be called as outcome.vacant is: people type these words",
    ),
    "a button that leaves": (
        entry("menu.lapor", "✕ Batal"),
        "menu.lapor",
        "cannot be called 'batal', which goes back or leaves",
    ),
    "marked fuzzy": (
        "#, fuzzy\n" + entry("refusal.busy", "x"),
        "refusal.busy",
        "is marked fuzzy: look at it, and take the mark away",
    ),
    "of a context": ('msgctxt "x"\n' + entry("refusal.busy", "x"), "refusal.busy", "has a msgctxt: take it away"),
    "a quote too few": (
        'msgid "refusal.busy\nmsgstr "x"\n',
        "",
        'line 1 cannot be read: it wants msgid "..." or msgstr "..."',
    ),
    "a quote too many": (
        'msgid "refusal.busy"\nmsgstr "kata "x" itu"\n',
        "",
        'line 2 cannot be read: it wants msgid "..." or msgstr "..."',
    ),
    "words outside": (
        entry("refusal.busy", "x") + "halo\n",
        "",
        'line 3 cannot be read: it wants msgid "..." or msgstr "..."',
    ),
    "a key twice": (
        entry("refusal.busy", "x") + entry("refusal.busy", "y"),
        "",
        "has refusal.busy twice: leave one of them",
    ),
    "no text behind a key": (
        'msgid "refusal.busy"\n',
        "",
        "cannot be read near line 1: missing msgstr for msgid 'refusal.busy'",
    ),
}


@pytest.mark.parametrize(("text", "key", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_and_why(write: Write, text: str, key: str, why: str) -> None:
    good = entry("talk.cancelled", "Batal, ya.")
    changed, faults = read_office_texts(write(id=text if key == "" else f"{good}\n{text}"))
    speak(changed)
    assert faults == [Fault("id.po", key, why)]
    if key:
        assert sentence(words("talk.cancelled"), "id") == "Batal, ya.", "the others are said"
        if key in {str(message.id) for message in read_ours("id") if message.id}:
            assert ours("id").gettext(key) == changed["id"].get(key).string


def test_english_wants_both_forms_of_a_plural(write: Write) -> None:
    _, faults = read_office_texts(write(en=entry("days", "{n} days")))
    assert faults == [Fault("en.po", "days", 'needs msgid_plural "days+" and 2 msgstr')]


def test_two_choices_of_the_office_may_not_be_alike(write: Write) -> None:
    both = entry("outcome.moved", "Tidak di sini") + "\n" + entry("outcome.vacant", "Tidak di sini!")
    changed, faults = read_office_texts(write(id=both))
    assert [fault.key for fault in faults] == ["outcome.vacant"]
    speak(changed)
    assert title(words("outcome.moved"), "id") == "Tidak di sini"
    assert title(words("outcome.vacant"), "id") == "Rumah kosong"


def test_files_under_another_name_are_told_of(tmp_path: Path) -> None:
    for name in ("indonesia.po", "ID.po", "id.txt", "README.md", "jv.po"):
        (tmp_path / name).write_text("x")
    changed, faults = read_office_texts(tmp_path)
    assert changed == {}
    assert [fault.file for fault in faults] == ["ID.po", "id.txt", "indonesia.po", "jv.po"]
    assert faults[0].why == "is not read: call it id.po or en.po"


def test_a_file_that_is_no_text_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "id.po").write_bytes(b"msgid \xff")
    (tmp_path / "en.po").mkdir()
    changed, faults = read_office_texts(tmp_path)
    assert changed == {}
    assert [fault.why for fault in faults] == ["is not UTF-8: save it as UTF-8", "cannot be read (Is a directory)"]


def test_a_text_that_cannot_be_filled_never_breaks_a_reply() -> None:
    broken = Catalog(locale="id")
    broken.add("problem.number_range", "{nowhere}")
    broken.add("talk.cancelled", "Batal, ya.")
    speak({"id": broken})
    with capture_logs() as logs:
        said = sentence(words("problem.number_range", low=1, high=60), "id")
    assert said == ours("id").gettext("problem.number_range").format(low=1, high=60)
    assert [(one["event"], one["key"]) for one in logs] == [("office_text_failed", "problem.number_range")]
    assert sentence(words("talk.cancelled"), "id") == "Batal, ya."
    with pytest.raises(KeyError, match="no text"):
        sentence(words("no.such_text"), "id")


def test_an_old_keyboard_is_still_understood(write: Write, database: Database) -> None:
    speak(read_office_texts(write(id=entry("menu.target", "🗓 Hari ini")))[0])
    assert spell(words("menu.target")) == {"🗓 Hari ini", "📋 Target"}
    town = Town(database)
    new, old = (town.writes("Ani", typed)[0].text for typed in ("🗓 Hari ini", "📋 Target"))
    assert new == old
    town.writes("Ani", "/kunjungan")
    assert "🗓 Hari ini" in town.history[-1].menu


def test_what_a_family_is_told_can_be_the_offices(write: Write, database: Database) -> None:
    speak(read_office_texts(write(id=entry("refusal.distrust", "Telepon kantor kami: 0542-1234 &amp; tanya.")))[0])
    (said,) = Town(database).writes("Ani", "/bantuan_menolak")
    assert "Telepon kantor kami: 0542-1234 & tanya." in said.text


PIECES = ("<b>", "</b>", "<", ">", "&", "&amp;", "{low}", "{high}", "{", "}", "a", " ", "\n", "é")
LETTERS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
PATIENT = settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])


@PATIENT
@given(text=LETTERS)
def test_whatever_is_said_can_be_filled_and_sent(write: Write, text: str) -> None:
    changed, faults = read_office_texts(write(id=entry("problem.number_range", text)))
    speak(changed)
    with capture_logs() as logs:
        said = sentence(words("problem.number_range", low=1, high=60), "id")
    parse_html(said)
    assert logs == [], "what would fail is refused before"
    assert len(faults) <= 1


@PATIENT
@given(junk=st.one_of(st.binary(max_size=80), st.text(alphabet='msgidtr []"\\\n01#~,x', max_size=80).map(str.encode)))
def test_no_file_breaks_the_start(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "id.po").write_bytes(junk)
    changed, _ = read_office_texts(tmp_path)
    speak(changed)
    assert sentence(words("refusal.busy"), "id")


def office(folder: str) -> Settings:
    return Settings(_env_file=None, texts=folder)  # type: ignore[call-arg]


def test_at_start_faults_are_logged_and_the_others_said(write: Write) -> None:
    folder = write(id=entry("refusal.busy", "{x}") + "\n" + entry("talk.cancelled", "Batal, ya."))
    with capture_logs() as logs:
        faults = speak_office_texts(office(str(folder)))
    assert [fault.key for fault in faults] == ["refusal.busy"]
    assert [(one["event"], one["file"], one["key"]) for one in logs] == [
        ("office_text_refused", "id.po", "refusal.busy")
    ]
    assert sentence(words("talk.cancelled"), "id") == "Batal, ya."


def test_a_folder_that_is_not_there_is_told_at_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CATAT_TEXTS: there is no folder"):
        speak_office_texts(office(str(tmp_path / "nowhere")))


def test_without_the_setting_ours_are_said(write: Write) -> None:
    speak(read_office_texts(write(id=entry("talk.cancelled", "Batal, ya.")))[0])
    assert speak_office_texts(office("")) == []
    assert sentence(words("talk.cancelled"), "id") == ours("id").gettext("talk.cancelled")
