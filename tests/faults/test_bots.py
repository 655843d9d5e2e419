"""Many bots: each has its own chats, and whatever happens to one of them happens to it alone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import insert

from db.tables import Chat
from sandbox.limits import Limits, Pace
from tests.e2e.phones import Phone, until
from tests.faults.city import ENUMERATORS, MAIN_BOT, OTHER_BOT, OTHER_TOKEN, PHONES, chat_of
from tests.faults.conftest import Note, in_short
from tests.faults.deployment import Deployment
from tests.faults.street import LIMITS, Street

pytestmark = pytest.mark.slow

NEW_TOKEN = "7000000002:the-new-secret-half-of-the-other-token"
WAYS = {"sqlite": "polling", "postgresql": "webhook"}


@pytest.fixture
def way(backend: str) -> str:
    """Each way once."""
    return WAYS[backend]


@pytest.fixture
def street() -> Iterator[Street]:
    """A Telegram that knows both bots."""
    made = Street([MAIN_BOT, OTHER_BOT], PHONES, LIMITS).start()
    yield made
    made.stop()


class OtherPhone(Phone):
    """A phone that looks at its chat with the other bot."""

    def messages(self) -> list[dict[str, object]]:
        answer = self.http.get(f"/sandbox/phones/{self.name}", params={"bot": OTHER_BOT.username})
        shown = answer.json()["messages"]
        return [{**entry["message"], "from_bot": entry["from_bot"], "edits": entry["edits"]} for entry in shown]

    def _do(self, what: str, **body: object) -> dict[str, object]:
        path = f"/sandbox/phones/{self.name}/{what}"
        done: dict[str, object] = self.http.post(path, params={"bot": OTHER_BOT.username}, json=body).json()
        return done


def test_a_bot_has_its_own_fate(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    telegram = street.outside
    telegram.phone("eko").type("/start")
    ani, dian = telegram.phone("ppl-1"), OtherPhone(telegram.http, "ppl-2")
    let_the_other_bot_have(deployment, "PPL-2")
    assert "@CatatOtherBot serves 6472" in deployment.catat(
        "bot", "add", "samarinda", "--areas", "6472", typed=OTHER_TOKEN
    )
    deployment.start("serve")

    assert "Target hari ini" in ani.say("/target", "Target")
    assert "Target hari ini" in dian.say("/target", "Target")
    assert not OtherPhone(telegram.http, "ppl-1").told()
    assert not telegram.phone("ppl-2").told()

    is_disabled(deployment, dian, ani)
    is_refused(deployment, street, dian, ani)
    survives_the_end_of_main(deployment, street, dian)
    note("a bot's token is revoked", backend, "it alone stopped, the office was told, rotate brought it back", lost=0)
    told = deployment.log() + deployment.catat("bot", "list")
    assert not [half for half in (OTHER_TOKEN, NEW_TOKEN, MAIN_BOT.token) if half.partition(":")[2] in told]


def let_the_other_bot_have(deployment: Deployment, officer: str) -> None:
    """The officer's chat is with the other bot."""
    deployment.change(f"delete from chat where officer = '{officer}'")  # noqa: S608
    with deployment.database.work() as work:
        work.change_many(insert(Chat), [chat_of(officer, ENUMERATORS[officer], OTHER_BOT.id)])


def is_disabled(deployment: Deployment, dian: Phone, ani: Phone) -> None:
    """A bot that is disabled is silent, also after a restart, and catches up when it is enabled."""
    for name, theirs, others in (("samarinda", dian, ani), ("main", ani, dian)):
        deployment.catat("bot", "disable", name)
        until(lambda name=name: line_of(deployment, name, "disabled"), f"{name} to be disabled")
        if name == "main":
            deployment.stop()
            deployment.start("serve")
        else:
            until(lambda: deployment.log().count('"bot_stopped"'), "the process to stop it")
        theirs.type("/target")
        others.say("/target", "Target hari ini")
        assert line_of(deployment, name, "disabled")
        heard = len(theirs.told("Target hari ini"))
        deployment.catat("bot", "enable", name)
        theirs.hear("Target hari ini")
        assert len(theirs.told("Target hari ini")) == heard + 1


def is_refused(deployment: Deployment, street: Street, dian: Phone, ani: Phone) -> None:
    """Its token is revoked: it alone stops, the office hears of it by the other bot, a new token brings it back."""
    bots, eko = street.telegram.bots, street.outside.phone("eko")
    bots[NEW_TOKEN] = bots.pop(OTHER_TOKEN)
    dian.type("/target")
    until(lambda: line_of(deployment, "samarinda", "refused"), "the bot to be refused", 60)
    assert "samarinda" in eko.hear("samarinda")
    assert "Target hari ini" in ani.say("/target", "Target")
    heard = len(dian.told("Target hari ini"))
    assert "has its new token" in deployment.catat("bot", "rotate", "samarinda", typed=NEW_TOKEN)
    until(lambda: len(dian.told("Target hari ini")) == heard + 1, "what was asked meanwhile")
    assert len(eko.told("samarinda")) == 1
    assert line_of(deployment, "samarinda", "active")


def survives_the_end_of_main(deployment: Deployment, street: Street, dian: Phone) -> None:
    """The bot of the settings is refused at a start: the others work all the same."""
    del street.telegram.bots[MAIN_BOT.token]
    deployment.stop()
    deployment.start("serve")
    assert "Target hari ini" in dian.say("/target", "Target")
    until(lambda: line_of(deployment, "main", "refused"), "main to be refused", 60)
    assert deployment.alive()
    assert dian.say("/target", "Target hari ini")


def line_of(deployment: Deployment, bot: str, status: str) -> bool:
    """Whether a bot stands like this in the database, as `catat status` shows it."""
    return deployment.rows(f"select status from bot where name = '{bot}'") == [(status,)]  # noqa: S608


@pytest.mark.parametrize("backend", in_short("postgresql"))
def test_one_bots_trouble_slows_no_other(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    """Telegram lets one bot send a message every two seconds; people of the other are answered at once."""
    ani, dian = street.outside.phone("ppl-1"), OtherPhone(street.outside.http, "ppl-2")
    let_the_other_bot_have(deployment, "PPL-2")
    deployment.catat("bot", "add", "samarinda", typed=OTHER_TOKEN)
    deployment.start("serve")
    ani.say("/target", "Target hari ini")
    slowly = Limits(per_second=0.5, chat_per_second=0.5, chat_burst=1)
    street.telegram.bots[OTHER_TOKEN].pace = Pace(slowly)
    for _ in range(4):
        dian.type("/target")
    dian.hear("Target hari ini")
    for _ in range(5):
        assert ani.say("/target", "Target hari ini")
    assert len(dian.told("Target hari ini")) < 4, "the other bot was as slow as this one"
    until(lambda: len(dian.told("Target hari ini")) == 4, "all answers")
    note("one bot gets 429", backend, "people of the other were answered at once", lost=0, repeated=0)


MISTYPED = [
    (OTHER_TOKEN, "catat bot rotate main", ("invite", "PPL-1")),
    (f"{MAIN_BOT.token}x", "is refused by Telegram", ("serve",)),
    ("7000000003:the-secret-half-of-no-token", "catat bot rotate main", ("serve",)),
]


@pytest.mark.parametrize("backend", in_short("sqlite"))
def test_a_mistyped_token_takes_nothing_down(
    deployment: Deployment, street: Street, backend: str, note: Note
) -> None:
    """Whoever starts with it is told so, and the bot that works goes on; another bot is taken on purpose only."""
    ani, right = street.outside.phone("ppl-1"), deployment.settings["CATAT_BOT_TOKEN"]
    deployment.start("serve")
    ani.say("/target", "Target hari ini")
    before = deployment.rows("select * from bot")
    for mistyped, told, command in MISTYPED:
        deployment.settings |= {"CATAT_BOT_TOKEN": mistyped, "CATAT_HTTP_PORT": "0"}
        done = deployment.run(*command)
        assert (done.returncode, told in done.stderr.splitlines()[-1]) == (2, True), done.stderr
    assert deployment.rows("select * from bot") == before
    ani.say("/target", "Target hari ini")
    deployment.settings["CATAT_BOT_TOKEN"] = right
    told = deployment.catat("bot", "rotate", "main", typed=OTHER_TOKEN)
    assert "main is @CatatOtherBot from now on" in told
    assert deployment.run("invite", "PPL-1").returncode == 2
    deployment.settings["CATAT_BOT_TOKEN"] = OTHER_TOKEN
    assert "t.me/CatatOtherBot" in deployment.catat("invite", "PPL-1")
    note("a mistyped token", backend, "told in one sentence, the bot at work went on", lost=0)


@pytest.mark.parametrize("backend", in_short("postgresql"))
def test_four_start_at_once(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    """None of them knows the bot yet."""
    names = [f"serve-{number}" for number in range(4)]
    deployment.start(*names)
    street.outside.phone("ppl-1").say("/target", "Target hari ini")
    assert deployment.alive()
    assert [row.name for row in deployment.rows("select name from bot")] == ["main"]
    note("four processes meet the bot at once", backend, "all run", lost=0)
