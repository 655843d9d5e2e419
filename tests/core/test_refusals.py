"""The usual reason that a family's words name."""

import pytest

from core.visits.outcomes import RefusalReason
from core.visits.refusals import reason_of

NAMED = [
    ("sibuk", RefusalReason.BUSY),
    ("Lagi SIBUK, panen!", RefusalReason.BUSY),
    ("too busy now", RefusalReason.BUSY),
    ("tidak mau didata", RefusalReason.UNWILLING),
    ("bapaknya tidak percaya petugas", RefusalReason.DISTRUST),
    ("minta ketua RT ikut", RefusalReason.WANTS_RT),
    # nothing usual, or denied
    ("sudah pernah didata", RefusalReason.OTHER),
    ("sibuknya bukan main", RefusalReason.OTHER),
    ("tidak sibuk, hanya malas", RefusalReason.OTHER),
    ("not busy", RefusalReason.OTHER),
    ("", RefusalReason.OTHER),
]


@pytest.mark.parametrize(("said", "reason"), NAMED, ids=[said for said, _ in NAMED])
def test_the_reason_that_words_name(said: str, reason: RefusalReason) -> None:
    assert reason_of(said) is reason
