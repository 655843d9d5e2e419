"""Whatever happens twice counts once: deliveries of one update, and runs of one job."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from tests.e2e.conftest import Join
from tests.e2e.office import WAYS, WEBHOOK_SECRET, Office
from tests.e2e.phones import Phone, Telegram, until

pytestmark = pytest.mark.slow

MORNING, NOON, EVENING = "2022-10-20T08:00+08:00", "2022-10-20T12:00+08:00", "2022-10-20T18:00+08:00"
NEW_IDS: Iterator[int] = count(1)


def written(phone: Phone, text: str) -> dict[str, Any]:
    """An update as Telegram makes it of a text."""
    person = {"id": phone.user_id, "first_name": phone.name.title()}
    number = next(NEW_IDS)
    message = {
        "message_id": number,
        "date": int(datetime.now(UTC).timestamp()),
        "from": {**person, "is_bot": False},
        "chat": {**person, "type": "private"},
        "text": text,
    }
    return {"update_id": number, "message": message}


def five_times(act: Callable[[], Any]) -> list[Any]:
    """Do something five times at once."""
    with ThreadPoolExecutor(5) as pool:
        return [done.result() for done in [pool.submit(act) for _ in range(5)]]


@pytest.mark.parametrize("way", ["webhook"])
def test_an_update_that_is_delivered_five_times_counts_once(office: Office, join: Join) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 1")
    ani.press("8+", "Berapa orang")
    update = written(ani, "4")
    assert five_times(lambda: office.deliver(update)) == [200] * 5
    ani.hear("Tersimpan")
    assert office.deliver(update) == 200
    assert "Hari ini" not in ani.say("/kunjungan")
    assert len(ani.told("Tersimpan")) == 1
    assert office.rows("select outcome, persons from visit") == [("complete", 4)]


@pytest.mark.parametrize("way", WAYS)
def test_a_telegram_that_delivers_everything_twice(office: Office, join: Join, telegram: Telegram) -> None:
    telegram.misbehave(deliver_twice=True)
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 1")
    ani.press("8+", "Berapa orang")
    ani.say("4", "Tersimpan")
    assert "Hari ini" not in ani.say("/kunjungan")
    assert len(ani.told()) == 4
    assert office.rows("select outcome, persons from visit") == [("complete", 4)]


@pytest.mark.parametrize("way", ["webhook"])
def test_who_does_not_know_the_secret_changes_nothing(office: Office, telegram: Telegram) -> None:
    office.start(NOON)
    update = written(telegram.phone("citra"), "/start")
    for secret in (None, b"", WEBHOOK_SECRET[:-1].encode(), f"{WEBHOOK_SECRET}x".encode(), "rahasiä".encode()):
        assert office.deliver(update, secret) == 403
    assert office.number("select count(*) from inbox") == 0
    assert office.number("select count(*) from outbox") == 0


@pytest.mark.parametrize("way", ["webhook"])
def test_what_is_no_update_is_refused(office: Office) -> None:
    office.start(NOON)
    for nonsense in (None, [], "text", {}, {"update_id": "1"}):
        assert office.deliver(nonsense) == 400
    assert office.number("select count(*) from inbox") == 0


JOBS = (("morning", MORNING, "ani", "Selamat pagi"), ("digest", EVENING, "budi", "Laporan sore"))


@pytest.mark.parametrize(("job", "at", "reader", "words"), JOBS, ids=[case[0] for case in JOBS])
def test_two_processes_with_the_same_due_job_send_one_message(
    office: Office, join: Join, job: str, at: str, reader: str, words: str
) -> None:
    office.start("2022-10-20T06:30+08:00")
    phones = join("ani", "budi")
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(office.catat, "job", job, "--at", at) for _ in range(2)]
    printed = sorted("was done before" in run.result() for run in runs)
    assert printed == [False, True], [run.result() for run in runs]
    assert phones[reader].hear(words)
    until(office.all_is_marked, "everything to be sent")
    assert len(phones[reader].told(words)) == 1
    assert "was done before" in office.catat("job", job, "--at", at)


def test_a_revisit_is_reminded_of_by_hand(office: Office, join: Join) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 7")
    ani.press("Tidak ada orang", "Kapan dikunjungi lagi")
    ani.press("Kam 20 Okt 16.00", "Tersimpan")
    assert "0 posted" in office.catat("job", "revisits", "--at", "2022-10-20T15:59+08:00")
    assert "1 posted" in office.catat("job", "revisits", "--at", "2022-10-20T16:00+08:00")
    assert "/lapor_7" in ani.hear("Saatnya kunjungan ulang")
    assert "0 posted" in office.catat("job", "revisits", "--at", "2022-10-20T16:01+08:00")


def test_closing_is_asked_for_by_hand_once(office: Office, join: Join) -> None:
    office.start(NOON)
    phones = join("ani", "budi")
    phones["ani"].say("/lapor 7")
    phones["ani"].press("Tidak ada orang", "Kapan dikunjungi lagi")
    phones["ani"].press("Kam 20 Okt 16.00", "Tersimpan")
    assert "1 posted" not in office.catat("job", "closing", "--at", "2022-11-13T08:00+08:00")
    assert "1 posted" in office.catat("job", "closing", "--at", "2022-11-14T08:00+08:00")
    assert phones["budi"].hear("Akhir pendataan")
    assert "was done before" in office.catat("job", "closing", "--at", "2022-11-14T08:30+08:00")
    until(office.all_is_marked, "everything to be sent")
    assert len(phones["budi"].told("Akhir pendataan")) == 1


def test_jobs_that_do_not_exist_or_are_not_due(office: Office) -> None:
    refused = office.run("job", "lunch")
    assert refused.returncode != 0
    assert refused.stderr.startswith("catat: there is no job 'lunch'; there are morning, nudge, digest, closing,")
    assert refused.stderr.count("\n") == 1
    assert "no day of fieldwork" in office.catat("job", "digest", "--at", "2022-10-01T18:00+08:00")
    assert "too late" in office.catat("job", "morning", "--at", "2022-10-20T18:00+08:00")
    without_officers = {"CATAT_DATABASE_URL": f"sqlite:///{office.folder / 'empty.db'}"}
    office.catat("db", "upgrade", **without_officers)
    assert "nothing is due" in office.catat("job", "digest", **without_officers)
