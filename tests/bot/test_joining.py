"""An invitation that waits for a yes."""

import json

from core.people.joining import invite_hash
from db.engine.work import Database
from db.people.invites import make_invite
from tests.people import BUDI
from tests.town import Town

CODE = "an-invitation-for-ani"


def test_what_is_kept_while_it_is_asked_joins_nobody(database: Database) -> None:
    """The code is a secret; the talk that waits holds its hash, and the hash opens nothing."""
    town = Town(database)
    with database.work() as work:
        make_invite(work, "PPL-0001", CODE, town.now)
    town.writes("Budi", f"/start {CODE}")
    kept = json.dumps(town.talk(BUDI))
    assert invite_hash(CODE) in kept
    assert CODE not in kept
    assert "tidak berlaku" in town.writes("Citra", f"/start {invite_hash(CODE)}")[-1].text
    assert "Selamat datang, Ani" in next(said.text for said in town.writes("Budi", "ya") if said.chat == BUDI)
