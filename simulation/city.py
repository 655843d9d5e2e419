"""The city: a made-up Balikpapan brought into an empty database like any other, and entered into the books."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from core.areas import Scheme
from core.face import By, Face
from core.identity import kk_key
from core.imports.files import read_areas, read_households, read_officers
from core.sample.city import AREA_HEADER, HOUSEHOLD_HEADER, OFFICER_HEADER, Cells, City
from db.engine.work import Database
from db.imports.areas import import_areas
from db.imports.households import import_households
from db.imports.officers import import_officers
from db.people.invites import make_invite
from simulation.books import Books, Sheet
from simulation.cases import Case
from simulation.stage import Plan, Stage
from simulation.walking import Door


class Part(City):
    """One part of a city: some coordinators, counted from 0, all below them and their households; and the office."""

    def __init__(self, plan: Plan, part: int) -> None:
        """ValueError when there are more parts than coordinators."""
        super().__init__(plan.households, plan.seed, plan.enumerators)
        if plan.parts > self.kosekas:
            raise ValueError(f"{plan.parts} parts: a city of this size has {self.kosekas}")
        rows = list(super().officers())
        above = {officer: leader for officer, _, _, leader, *_ in rows}
        coordinators = [officer for officer, _, role, *_ in rows if role == "koseka"]
        others = {each for n, each in enumerate(coordinators) if n * plan.parts // len(coordinators) != part}
        self.officers_here = {each for each in above if others.isdisjoint([each, *leaders_of(each, above)])}

    def officers(self) -> Iterator[Cells]:
        """The rows of officers.csv."""
        return (row for row in super().officers() if row[0] in self.officers_here)

    def prelist(self) -> Iterator[Cells]:
        """The rows of households.csv."""
        return (row for row in super().prelist() if row[4] in self.officers_here)


def build(stage: Stage) -> dict[str, tuple[str, str]]:
    """Import the city, open the books, and invite everybody: role and invitation code of each officer by id."""
    city = Part(stage.plan, stage.part)
    bring_in(stage.database, city, By("simulation", stage.now, Face.IMPORT))
    roles = open_books(stage.books, city)
    invited = {}
    with stage.database.work() as work:
        for officer, role in roles.items():
            code = f"invitation-{stage.plan.seed}-{officer}"
            make_invite(work, officer, code, stage.now)
            invited[officer] = (role, code)
    return invited


def bring_in(database: Database, city: City, by: By) -> None:
    """Import areas, officers and households from files, as an office does."""
    import_areas(database, read_areas(table(AREA_HEADER, city.areas())), Scheme.BPS)
    import_officers(database, read_officers(table(OFFICER_HEADER, city.officers())), by)
    key = kk_key("the secret of a made-up city")
    import_households(database, read_households(table(HOUSEHOLD_HEADER, city.prelist())), key, by)


def open_books(books: Books, city: City) -> dict[str, str]:
    """Enter the officers and the prelist into the books; the officers' roles by id."""
    roles, below = {}, defaultdict(list)
    for officer, name, role, above, *_ in city.officers():
        roles[officer], books.names[officer] = role, name
        below[above].append(officer)
        if role == "ppl":
            books.sheets[officer] = Sheet(officer, name)
    leaders = {officer: leader for leader, people in below.items() for officer in people}
    books.roles = roles
    books.reminders.leaders = {officer: leaders_of(officer, leaders) for officer in roles}
    books.below = {leader: sorted(people) for leader, people in below.items()}
    for sls, _, head, _, officer, _, lat, lon in city.prelist():
        sheet = books.sheets[officer]
        sheet.add(Case(len(sheet.cases) + 1, head), Door(sls, (float(lat), float(lon)) if lat else None))
    return roles


def leaders_of(officer: str, above: Mapping[str, str]) -> list[str]:
    """Those above an officer, the nearest first."""
    leader = above.get(officer)
    return [leader, *leaders_of(leader, above)] if leader else []


def table(header: Cells, rows: Iterable[Cells]) -> bytes:
    """A CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
