"""Help: every topic from every question of a report, without losing the talk; and which topic is meant."""

import pytest
from sqlalchemy import insert, update
from sqlmodel import col

from bot.event import Event
from bot.flows.start import ASKED, SPOKEN, TOPICS
from bot.router import Answer, Start, wish_of
from core.people.help import Contact, Contacts, ContactsOf
from core.people.person import OFFICER_ROLES, Role
from core.words import words
from db.engine.work import Database
from db.people.leaders import contacts_of, leaders_above, reachable_leader
from db.tables import Chat, Officer
from tests.people import ANI, BOT, DEWI, MORNING, officer_row
from tests.town import Town
from wording.texts import plain_title, sentence


def typed_event(text: str) -> Event:
    """Somebody types this."""
    return Event(BOT, 1, ANI, "text", MORNING, text)


QUESTIONS = {
    "which household": ("/lapor",),
    "what happened": ("/lapor 3",),
    "how many persons": ("/lapor 3", "selesai"),
    "why refused": ("/lapor 3", "menolak"),
    "which reason": ("/lapor 3", "menolak", "alasan lain"),
    "when again": ("/lapor 3", "menolak", "sibuk"),
    "a note": ("/lapor 3", "pindah"),
    "who says so": ("/lapor 3", "pindah", "ke Samarinda"),
    "a new family": ("/lapor", "keluarga baru"),
    "giving back": ("/kembalikan 3, 4", "terlalu jauh"),
    "a code": ("/cek",),
}
LISTS = ("which household", "a code")
"""Nothing is filled in yet: the question waits, and is not put once more."""
OWN = [topic for topic in TOPICS if Role.PPL in topic.roles]
ASKING = (
    [f"/bantuan_{topic.names[1]}" for topic in OWN]
    + [f"help {topic.name}" for topic in OWN]
    + ["bantuan", "❔ Bantuan"]
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_help_in_the_middle_loses_nothing(sqlite_database: Database, question: str) -> None:
    town = Town(sqlite_database)
    for typed in QUESTIONS[question]:
        asked = town.writes("Ani", typed)[-1]
    before = town.talk(ANI)
    assert before is not None
    del before["screen"]
    prompt = asked.text.splitlines()[-1]
    for asking in ASKING:
        (said,) = town.writes("Ani", asking)
        assert ("Pertanyaan tadi" in said.text) is (question not in LISTS), asking
        if question not in LISTS:
            assert said.text.splitlines()[-1] == prompt, asking
            assert [button.text for button in said.buttons] == [button.text for button in asked.buttons]
        assert {**(town.talk(ANI) or {}), "screen": None} == {**before, "screen": None}


@pytest.mark.parametrize("role", OFFICER_ROLES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_list_names_every_topic_of_the_role(role: Role, language: str) -> None:
    for topic in (each for each in TOPICS if role in each.roles):
        line = plain_title(sentence(words(f"topic.{topic.name}"), language))
        command = line.split(" ")[0].removeprefix("/")
        asked, _, name = command.partition("_")
        assert asked in ASKED, "what is tapped is a command"
        assert name in topic.names


MEANT = {
    "by name": ("menolak", "ℹ️ Kalau"),
    "in English": ("refusal", "ℹ️ Kalau"),
    "with words around": ("kalau keluarga menolak", "ℹ️ Kalau"),
    "with a line below": ("keluarga_menolak", "ℹ️ Kalau"),
    "in capitals": ("MENOLAK", "ℹ️ Kalau"),
    "a reason": ("tidak mau", "ℹ️ Kalau"),
    "an outcome": ("rumah kosong", "ℹ️ Arti"),
    "an outcome's letters": ("MK", "ℹ️ Arti"),
    "mistyped": ("menolka", "ℹ️ Kalau"),
    "mistyped in English": ("contct", "📞"),
    "a command": ("lapor", "/lapor – "),
    "nothing known": ("cuaca", "Tidak ada bantuan tentang “cuaca”."),
    "signs": ("???", "Tidak ada bantuan tentang “???”."),
    "markup": ("<q>", "Tidak ada bantuan tentang “<q>”."),
    "long": ("x" * 290, "Tidak ada bantuan tentang “xxx"),
    "too long": ("x" * 3000, "Maaf, terlalu panjang (3000 huruf). Paling banyak 300 huruf."),
    "of another role": ("sensus", "Tidak ada bantuan tentang “sensus”."),
}


@pytest.mark.parametrize(("typed", "begins"), MEANT.values(), ids=MEANT.keys())
def test_which_topic_is_meant(sqlite_database: Database, typed: str, begins: str) -> None:
    (said,) = Town(sqlite_database).writes("Ani", f"/bantuan {typed}")
    known = said.text.split("mungkin ini yang Anda maksud:\n\n")[-1]
    assert known.startswith(begins)


@pytest.mark.parametrize(
    "typed", ["bantuan RT sudah datang", "bantuan?menolak saja", "butuh bantuan", "helpful", "menolak", "kontak"]
)
def test_words_that_are_no_question_for_help(typed: str) -> None:
    assert wish_of(typed_event(typed)) == Answer()


def test_words_that_ask_for_help_without_a_slash() -> None:
    for spoken, topic in SPOKEN.items():
        wish = wish_of(typed_event(f"  {spoken.upper()}! "))
        assert isinstance(wish, Start)
        assert (wish.command.name, wish.typed) == ("bantuan", topic)


CONTACTS = {
    "an enumerator": ("PPL-0001", ["Budi", "Dewi", "Eko"]),
    "a supervisor": ("PML-001", ["Dewi", "Eko"]),
    "the office": ("BPS-6471", []),
    "a citizen": (None, []),
    "somebody unknown": ("PPL-9999", []),
    "a circle": ("PPL-0007", ["Round"]),
}


@pytest.mark.parametrize(("officer", "names"), CONTACTS.values(), ids=CONTACTS.keys())
def test_who_to_call(database: Database, officer: str | None, names: list[str]) -> None:
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PML-007", "Round", "pml", None))
        work.change(update(Officer).where(col(Officer.id) == "PML-007").values(supervisor="PML-007"))
        work.change(insert(Officer), **officer_row("PPL-0007", "Lost", "ppl", "PML-007"))
        work.change(update(Officer).where(col(Officer.id) == "PML-001").values(phone="0811"))
        found = contacts_of(work, ContactsOf(officer), "0542-1234")
    assert found.office == "0542-1234"
    assert [contact.name for contact in found.leaders] == names
    if officer == "PPL-0001":
        assert found == Contacts(
            (Contact("Budi", Role.PML, "0811"), Contact("Dewi", Role.KOSEKA), Contact("Eko", Role.BPS)), "0542-1234"
        )


def test_the_nearest_leader_who_can_be_reached(database: Database) -> None:
    with database.work() as work:
        assert [row.chat for row in leaders_above(work, "PPL-0001")][1] == DEWI
        nearest = reachable_leader(work, "PPL-0001")
        assert nearest is not None
        assert nearest.id == "PML-001"
        work.change(update(Chat).where(col(Chat.officer) == "PML-001").values(blocked_at=MORNING))
        nearest = reachable_leader(work, "PPL-0001")
        assert nearest is not None
        assert nearest.id == "KSK-01"
        work.change(update(Chat).values(officer=None))
        assert reachable_leader(work, "PPL-0001") is None
