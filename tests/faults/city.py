"""A small city for faults: an office, a supervisor and enumerators who have joined, each with a long list."""

import itertools

from sqlalchemy import insert

from db.engine.schema import upgrade
from db.engine.work import Database
from db.tables import Area, Chat, Household, Officer
from sandbox.accounts import BotAccount, PhoneSpec
from tests.e2e.office import TOKEN, USERNAME
from tests.people import AREAS, household_row, officer_row

MAIN_BOT = BotAccount(TOKEN, USERNAME, "Catat")
OTHER_TOKEN = "7000000002:the-secret-half-of-the-other-token"
OTHER_BOT = BotAccount(OTHER_TOKEN, "CatatOtherBot", "Catat Samarinda")
PEOPLE = 8
HOUSEHOLDS = 300
"""On the list of each enumerator."""
EKO, BUDI, FIRST = 9001, 9002, 9101
OFFICERS = {"BPS-1": ("Eko", "bps", None, EKO), "PML-1": ("Budi", "pml", "BPS-1", BUDI)}
ENUMERATORS = {f"PPL-{n}": FIRST + n for n in range(1, PEOPLE + 1)}
PHONES = [
    PhoneSpec("Eko", id="eko", user_id=EKO),
    PhoneSpec("Budi", id="budi", user_id=BUDI),
    PhoneSpec("Citra", id="citra", user_id=9003),
    *(PhoneSpec(f"Enumerator {code}", id=code.lower(), user_id=chat) for code, chat in ENUMERATORS.items()),
]


def build(url: str) -> None:
    """The newest schema, and the city in it."""
    database = Database(url)
    upgrade(database)
    with database.work() as work:
        places = [*AREAS, ("6472", "regency", "Kota Samarinda")]
        work.change_many(
            insert(Area),
            [{"scheme": "bps", "code": code, "level": level, "name": name} for code, level, name in places],
        )
        officers = [officer_row(code, *who[:3]) for code, who in OFFICERS.items()]
        officers += [{**officer_row(code, code, "ppl", "PML-1"), "last_no": HOUSEHOLDS} for code in ENUMERATORS]
        work.change_many(insert(Officer), officers)
        homes = itertools.product(ENUMERATORS, range(1, HOUSEHOLDS + 1))
        work.change_many(
            insert(Household),
            [{**household_row(no), "number": f"{code}-{no}", "enumerator": code} for code, no in homes],
        )
        chats = {**{code: who[3] for code, who in OFFICERS.items()}, **ENUMERATORS}
        work.change_many(insert(Chat), [chat_of(code, chat) for code, chat in chats.items()])
    database.close()


def chat_of(officer: str, chat: int, bot: int = MAIN_BOT.id) -> dict[str, object]:
    """An officer's chat with a bot."""
    return {"bot": bot, "chat": chat, "officer": officer, "talk_no": 0, "checks": 0}
