"""An operator's last days of a campaign and the first of the next: changed days, a parked message, a new list."""

import signal
import subprocess
import time

import pytest

from tests.e2e.conftest import Join
from tests.e2e.office import CATAT, Office, bare_environment, until
from tests.e2e.phones import Phone
from tests.e2e.test_poison import POISON

pytestmark = pytest.mark.slow

NOON = "2022-10-20T12:00+08:00"
NEW_LIST = "area,number,head,address,enumerator\n{area},1,Wayan Baru,Jl. Baru 1,PPL-0001\n"


def close(office: Office, copy: str, *, kill_after: float | None = None) -> subprocess.Popen[str]:
    """Run `catat campaign close`, typing the days; maybe killed so many seconds after they were typed."""
    command = [str(CATAT), "campaign", "close", copy]
    process = subprocess.Popen(
        command, cwd=office.folder, env=bare_environment(office.settings), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdin is not None
    until(lambda: (office.folder / copy).exists(), "the copy")
    process.stdin.write("2022-10-15/2022-11-21\n")
    process.stdin.flush()
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    process.wait(60)
    return process


def days_change_and_a_message_is_retried(office: Office, ani: Phone, budi: Phone) -> None:
    office.stop()
    office.settings["CATAT_PERIOD"] = "2022-10-15/2022-11-21"
    office.start()
    assert "days_not_told" in office.log()
    assert "officers are told" in office.catat("campaign", "announce", "--yes")
    for phone in (ani, budi):
        assert "21 Nov" in phone.hear("Masa pendataan berubah")
    assert "Nothing to tell" in office.catat("campaign", "announce", "--yes")

    office.change(POISON)
    ani.type("3 P POISON")
    ani.hear("gagal diproses")
    [(bot, update)] = office.rows("select bot, update_id from failure")
    assert "PPL-0001" in office.catat("status")
    assert "as here" in office.catat("status")
    office.change("drop trigger poison")
    assert "was handled" in office.catat("retry", f"{bot}/{update}")
    assert "3 " in ani.hear("✅")
    assert "handled already" in office.run("retry", f"{bot}/{update}").stderr


def test_from_one_campaign_to_the_next(office: Office, join: Join) -> None:
    office.start(NOON)
    phones = join("ani", "budi")
    ani, budi = phones["ani"], phones["budi"]
    code = ani.say("5 S 4", "🧾")
    days_change_and_a_message_is_retried(office, ani, budi)

    assert "stop serve-" in office.run("campaign", "close", "early.backup").stderr
    office.stop()
    count = "select count(*) from"
    old = office.number(f"{count} household"), office.number(f"{count} visit")
    assert old[1] == 2
    for number in range(8):
        close(office, f"killed{number}.backup", kill_after=number * 0.05)
        left = office.number(f"{count} household"), office.number(f"{count} visit")
        assert left in (old, (0, 0)), "the old campaign or the new one"
        if left == (0, 0):
            break
    else:
        done = close(office, "old.backup")
        assert done.stdout is not None
        assert "Number 2 begins" in done.stdout.read()

    [(area,)] = office.rows("select code from area where level = 'sls' limit 1")
    (office.folder / "next.csv").write_text(NEW_LIST.format(area=area), encoding="utf-8")
    office.catat("import", "households", "next.csv")
    office.start()
    assert "Wayan Baru" in ani.say("/target")
    ani.say("1 S 2", "🧾")
    assert office.rows("select enumerator, no, status, visits from household") == [("PPL-0001", 1, "complete", 1)]
    assert "1" in budi.say("/ringkasan")
    assert office.rows("select receipt from household")[0][0] not in code.replace("-", "")
