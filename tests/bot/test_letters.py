"""The letter for help as paper: what stands on it, what never does, and the office's own template."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlmodel import col
from structlog.testing import capture_logs

from cli.checks.office import check_office_texts
from cli.settings import Settings
from cli.texts import speak_office_texts
from core.outgoing import FILE
from core.people.citizens import LANGUAGES
from db.engine.work import Database
from db.tables import Area, Household, Officer, Outbox
from delivery.files import upload
from delivery.letter_text import EXAMPLE, read_templates, use, write_text
from delivery.paper import make_letter, make_paper
from tests.leaving import call
from tests.people import MORNING
from tests.town import Town

LONG = "Perumahan Bumi Nirwana Indah Blok C nomor 12, belakang masjid, gang kedua di kiri, rumah bercat hijau"
SENT = (
    select(col(Outbox.chat), col(Outbox.method), col(Outbox.params))
    .where(col(Outbox.method) == FILE)
    .order_by(col(Outbox.id))
)


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    """The templates of one test are not used in the next."""
    yield
    use({})


def read(pdf: bytes) -> str:
    """The text of a PDF, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def sent(town: Town) -> list[tuple[dict[str, Any], str]]:
    """The parameters of each file that was posted, and its text."""
    with town.database.read() as work:
        posted = [call(row).params for row in work.rows(SENT)]
    return [(params, read(upload(params["document"]).content)) for params in posted]


def test_a_letter_tells_the_facts_and_no_family(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    with sqlite_database.work() as work:
        work.change(update(Officer).where(col(Officer.id) == "PML-001").values(phone="081254321000"))
        row = {"scheme": "bps", "code": "6471010", "level": "subdistrict", "name": "Balikpapan Selatan"}
        work.change(Area.__table__.insert(), **row)  # type: ignore[attr-defined]
    town.writes("Ani", "1 S 4; 3 M sibuk besok sore; 4 M takut; 40 T besok 16:00")
    town.writes("Ani", "/surat 3, 4 rt")
    town.writes("Ani", "/surat 40 camat")
    (_, to_rt), (_, to_camat) = sent(town)
    for told in (
        "BADAN PUSAT STATISTIK KOTA BALIKPAPAN",
        "20 Oktober 2022",
        "Yth. Ketua RT 001 Gunung Bahagia, Balikpapan Selatan, Kota Balikpapan",
        "sampai dengan 14 November 2022. Di RT 001 terdaftar 30 rumah tangga, dan 1 di antaranya",
        "1. Jl. Mangga No. 12 2. Gg. Sempit <belakang> masjid",
        "paling lambat 23 Oktober 2022",
        "Ani, PPL (petugas pendataan), nomor petugas PPL-0001",
        "Budi, PML (pemeriksa), telepon 081254321000",
        "/cek",
    ):
        assert told in to_rt
    assert "Yth. Camat Balikpapan Selatan Kota Balikpapan" in to_camat
    assert "Jl. Panjang No. 140, RT 002" in to_camat
    heads = [row.head for row in town.households()]
    for params, text in sent(town):
        for shown in (text, str(params)):
            assert not [head for head in heads if head in shown]
            assert not re.search(r"sibuk|takut|[Mm]enolak|tidak ada orang", shown)


def test_a_head_s_name_in_the_address_stays_out(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    with sqlite_database.work() as work:
        address = "Jl. Ulin 3, rumah Andi Tenri, KK 6471012005150003"
        work.change(update(Household).where(col(Household.id) == 3).values(address=address))
    town.writes("Ani", "/surat 3 lurah")
    ((params, text),) = sent(town)
    for shown in (text, str(params)):
        assert "Jl. Ulin 3" in shown
        assert not re.search("Tenri|6471012005150003", shown)


def test_in_training_a_letter_says_that_it_is_none(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    town.writes("Ani", "/latihan")
    town.writes("Ani", "/surat 3 rt")
    ((params, text),) = sent(town)
    assert "LATIHAN – BUKAN SURAT RESMI" in text
    assert "latihan" in params["caption"].lower()
    town.writes("Ani", "/latihan selesai")
    assert "menunggu jawaban" not in town.writes("Ani", "/surat")[0].text


def test_the_longest_letter_finds_room(sqlite_database: Database) -> None:
    """Town.said refuses captions that Telegram would refuse."""
    town = Town(sqlite_database)
    with sqlite_database.work() as work:
        work.change(update(Household).values(address=(LONG * 3)[:200]))
        work.change(update(Officer).values(name="N" * 200))
    town.writes("Ani", "/surat 1-20 rt")
    ((_, text),) = sent(town)
    assert text.count("Perumahan") >= 20
    assert "paling banyak" in town.writes("Ani", "/surat 1-21 rt")[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_letter_is_the_same_paper(language: str) -> None:
    of = {"language": language, "facts": EXAMPLE, "at": MORNING.isoformat()}
    made = make_letter(of)
    assert made == make_letter(of)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert "{" not in read(made)


def test_signatures_stay_together_and_letters_of_many_scripts_are_there() -> None:
    lines = ["# Judul", "! Awas", "---", "> kanan", *(f"- Łódź {number} Ñandú Ђ Ω" for number in range(38))]
    signed = ["Petugas, || a.n. Kepala,", "", "[stamp]", "Ani || (....)", "PPL-0001 || "]
    pdf = PdfReader(io.BytesIO(make_paper("\n".join([*lines, *signed]), "x", "id", MORNING)))
    assert len(pdf.pages) == 2
    assert "Łódź 37 Ñandú Ђ Ω" in pdf.pages[0].extract_text()
    assert {"Petugas", "Ani", "PPL-0001"} <= set(re.findall(r"[\w-]+", pdf.pages[1].extract_text()))


def test_the_office_writes_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.id.txt").write_text("# Kantor {{ office }}\nYth. {{ to }}", encoding="utf-8")
    templates, faults = read_templates(tmp_path)
    assert faults == []
    use(templates)
    assert write_text(EXAMPLE, "id") == "# Kantor Kota Balikpapan\nYth. Ketua RT 001"
    assert "come along" in write_text(EXAMPLE, "en")


FAULTS = [
    ("a value that nothing fills", "Yth. {{ head }}", "'head' is undefined"),
    ("a rule that is not closed", "{% if bot %}x", "line 1"),
    ("something to divide by nothing", "{{ 1 / 0 }}", "division by zero"),
    ("no words", "{# nothing #}", "has no words"),
    ("a way out of the template", "{{ ''.__class__.__mro__ }}", "__class__"),
    ("only without a contact", "{% if not contact %}{{ head }}{% endif %}x", "'head' is undefined"),
    ("a template without end", "{% for x in range(99999) %}xxxxxxxxxx{% endfor %}", "becomes too long"),
]


@pytest.mark.parametrize(("text", "why"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_template_that_will_not_do_is_told(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "letter.id.txt").write_text(text, encoding="utf-8")
    templates, faults = read_templates(tmp_path)
    assert templates == {}
    assert [name for name, _ in faults] == ["letter.id.txt"]
    assert why in faults[0][1]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.mkdir(), "cannot be read (Is a directory)"),
        (lambda path: path.write_bytes("Yth. é".encode("latin-1")), "is not UTF-8"),
    ],
    ids=["a folder in its place", "saved in an old encoding"],
)
def test_a_file_that_is_no_template_is_told(tmp_path: Path, make: Callable[[Path], object], why: str) -> None:
    make(tmp_path / "letter.id.txt")
    templates, faults = read_templates(tmp_path)
    assert (templates, [name for name, _ in faults]) == ({}, ["letter.id.txt"])
    assert faults[0][1].startswith(why)


def test_a_template_that_fails_later_gives_way_to_ours(tmp_path: Path) -> None:
    (tmp_path / "letter.id.txt").write_text("{{ 10 // (1 - done // 100) }}", encoding="utf-8")
    templates, faults = read_templates(tmp_path)
    assert faults == []
    use(templates)
    with capture_logs() as logs:
        assert "Dengan hormat" in write_text(EXAMPLE | {"done": 100}, "id")
    assert [one["event"] for one in logs] == ["office_letter_failed"]


def test_the_doctor_and_the_start_look_at_templates(tmp_path: Path) -> None:
    (tmp_path / "letter.id.txt").write_text("Yth. {{ to }}", encoding="utf-8")
    (tmp_path / "letter.en.txt").write_text("{{ head }}", encoding="utf-8")
    settings = Settings(_env_file=None, texts=str(tmp_path))  # type: ignore[call-arg]
    faults = speak_office_texts(settings)
    assert [str(fault) for fault in faults] == ["letter.en.txt: 'head' is undefined"]
    assert write_text(EXAMPLE, "id") == "Yth. Ketua RT 001"
    assert [finding.told for finding in check_office_texts(settings)] == ["letter.en.txt: 'head' is undefined"]
    (tmp_path / "letter.en.txt").unlink()
    (good,) = check_office_texts(settings)
    assert "its letters: id" in good.told
    speak_office_texts(Settings(_env_file=None, texts=None))  # type: ignore[call-arg]
    assert "Dengan hormat" in write_text(EXAMPLE, "id")
