"""An update that cannot be worked on is put aside after its third failure, and nobody waits for it."""

import pytest

from tests.e2e.conftest import Join
from tests.e2e.office import WAYS, Office

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("way", WAYS)]

NOON = "2022-10-20T12:00+08:00"
POISON = """
create trigger poison before insert on visit when new.note = 'POISON'
begin select raise(abort, 'the note POISON is refused'); end
"""
FAILS_TWICE = """
create trigger fails_twice before insert on visit
when not exists (select 1 from failure where attempts >= 2)
begin select raise(abort, 'not yet'); end
"""


def test_a_poisonous_update_is_parked(office: Office, join: Join) -> None:
    office.change(POISON)
    office.start(NOON)
    phones = join("ani", "dewi")
    ani, dewi = phones["ani"], phones["dewi"]
    ani.say("/lapor 3")
    ani.press("Lainnya", "Hasil yang mana")
    ani.press("Tidak bisa masuk", "Apa yang menghalangi")
    ani.type("POISON")
    assert "Target hari ini" in dewi.say("/target")
    sorry = ani.hear("gagal diproses")

    [(attempts, error, parked, update)] = office.rows('select attempts, error, parked, "update" from failure')
    assert (attempts, parked) == (3, 1)
    assert "POISON" in update
    assert error.startswith("IntegrityError at db/")
    [(number, head)] = office.rows(
        "select update_id, head from failure, household where enumerator = 'PPL-0001' and no = 3"
    )
    assert str(number) in sorry
    assert "POISON" not in error + office.log()
    assert head not in error + office.log()

    assert "Target hari ini" in ani.say("/target")
    ani.say("/lapor 3")
    ani.press("Lainnya", "Hasil yang mana")
    ani.press("Pindah", "Pindah ke mana")
    assert "No. 3 ·" in ani.say("Samarinda, kata Ketua RT", "Tersimpan")
    assert office.rows("select outcome, note from visit") == [("moved", "Samarinda, kata Ketua RT")]
    assert len(ani.told("gagal diproses")) == 1


def test_a_failure_that_passes_is_not_noticed(office: Office, join: Join) -> None:
    office.change(FAILS_TWICE)
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 1")
    ani.press("8+", "Berapa orang")
    ani.say("4", "Tersimpan")
    assert office.rows("select attempts, parked from failure") == [(2, 0)]
    assert office.rows("select outcome, persons from visit") == [("complete", 4)]
    assert ani.told("gagal") == []
