"""Kill -9 at random moments while three people work: the database equals a model that knows nothing of the program."""

import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.e2e.conftest import OFFICERS, Join
from tests.e2e.office import WAYS, Office
from tests.e2e.phones import Phone, until

pytestmark = pytest.mark.slow

SEED = 20221015
KILLS = {"polling": 8, "webhook": 4}
REPORTS = 10
Visit = tuple[str, int, str, int, str]


@dataclass
class Person:
    """An enumerator who types and presses a seeded mixture, and what the database must know afterwards."""

    phone: Phone
    officer: str
    chance: random.Random
    visits: list[Visit] = field(default_factory=list)
    sent: int = 0

    def work(self) -> None:
        """Report one household after another, with questions, mistakes and second thoughts in between."""
        for number in range(1, REPORTS + 1):
            doing = self.chance.choice((self.complete, self.refused, self.nobody_home, self.changes_mind))
            doing(number)
            if self.chance.random() < 0.3:
                self.types("/target", "Target hari ini")
        self.types("/lapor 100", "No. 100 ·")
        self.chooses("8+", "Berapa orang")

    def complete(self, number: int) -> None:
        """A complete interview, with a wrong number of persons now and then."""
        persons = self.chance.randint(1, 9)
        self.types(f"/lapor {number}", f"No. {number} ·")
        if self.chance.random() < 0.4:
            self.types("Selesai", "Berapa orang")
            self.types("banyak", "dengan angka")
            self.types(str(persons), f"Tersimpan: No. {number} ·")
        elif persons < 8:
            self.chooses(str(persons), f"Tersimpan: No. {number} ·")
        else:
            self.chooses("8+", "Berapa orang")
            self.chooses(str(persons), f"Tersimpan: No. {number} ·")
        self.visits.append((self.officer, number, "complete", persons, ""))

    def refused(self, number: int) -> None:
        """A refusal with an hour to come back."""
        self.types(f"/lapor {number}", f"No. {number} ·")
        self.chooses("Menolak", "Mengapa menolak")
        self.chooses("Tidak percaya petugas", "Kapan dicoba lagi")
        self.types("besok 16:00", f"Tersimpan: No. {number} ·")
        self.visits.append((self.officer, number, "refused", 0, "distrust"))

    def nobody_home(self, number: int) -> None:
        """Nobody home, and back by one question on the way."""
        self.types(f"/lapor {number}", f"No. {number} ·")
        self.chooses("Menolak", "Mengapa menolak")
        self.types("kembali", f"No. {number} ·")
        self.chooses("Tidak ada orang", "Kapan dikunjungi lagi")
        self.types("besok 16:00", f"Tersimpan: No. {number} ·")
        self.visits.append((self.officer, number, "nobody_home", 0, ""))

    def changes_mind(self, number: int) -> None:
        """A talk that is left before anything is saved."""
        self.types(f"/lapor {number}", f"No. {number} ·")
        self.chooses("8+", "Berapa orang")
        self.types("batal", "Dibatalkan")

    def types(self, text: str, hears: str) -> None:
        """Type and wait for the answer, which comes whatever happens to the service."""
        self.phone.say(text, hears)
        self.sent += 1

    def chooses(self, title: str, hears: str) -> None:
        """Press or type an answer; a press does not wait for its spinner, for the service may be dead."""
        if self.chance.random() < 0.5:
            self.types(title, hears)
            return
        self.phone.tap(title, wait=0.0)
        self.phone.hear(hears)
        self.sent += 1


@pytest.fixture
def people(office: Office, join: Join) -> Iterator[list[Person]]:
    """Three enumerators who have joined."""
    office.start("2022-10-20T09:00+08:00")
    phones = join("ani", "dewi", "eko")
    yield [Person(phone, OFFICERS[name], random.Random(f"{SEED} {name}"), sent=1) for name, phone in phones.items()]


@pytest.mark.parametrize("way", WAYS)
def test_kills_at_random_moments(office: Office, people: list[Person], way: str) -> None:
    chance = random.Random(SEED)
    with ThreadPoolExecutor(len(people)) as pool:
        works = [pool.submit(person.work) for person in people]
        for _ in range(KILLS[way]):
            time.sleep(chance.uniform(0.05, 0.6))
            office.kill()
            office.start(ready=False)
            if chance.random() < 0.5:
                until(office.is_ready, "the service to be ready")
        for work in works:
            work.result()

    for person in people:
        person.types("7", "Tersimpan: No. 100 ·")
        person.visits.append((person.officer, 100, "complete", 7, ""))
    until(office.all_is_marked, "every letter to be marked as sent")
    compare(office, people, KILLS[way])


def compare(office: Office, people: list[Person], kills: int) -> None:
    """The database and the phones against the model."""
    kept = office.rows(
        "select v.officer, h.no, v.outcome, v.persons, v.reason from visit v join household h on h.id = v.household"
    )
    assert sorted(kept) == sorted(visit for person in people for visit in person.visits)
    states = office.rows("select enumerator, no, status from household where status is not null")
    assert sorted(states) == sorted(visit[:3] for person in people for visit in person.visits)
    assert office.number("select count(*) from failure") == 0
    assert office.number("select count(*) from chat where talk <> 'null'") == 0
    for person in people:
        heard = sum(1 + message["edits"] for message in person.phone.messages() if message["from_bot"])
        assert person.sent <= heard <= person.sent + kills
        saved = {found[0] for text in person.phone.told() if (found := re.search(r"Tersimpan: No. \d+", text))}
        assert len(saved) == len(person.visits)
