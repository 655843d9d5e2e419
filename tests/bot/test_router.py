"""What an event asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import BY_NAME, COMMANDS
from bot.event import Event
from bot.router import Answer, Back, Cancel, Start, Unknown, Wish, button, spoken_command, wish_of
from bot.spoken import is_thanks
from core.people.person import Role
from tests.people import ANI, BOT, MORNING, WITA

LAPOR, TARGET, HELP, START, CHECK = (BY_NAME[name] for name in ("lapor", "target", "bantuan", "start", "cek"))

NOW = MORNING.astimezone(WITA)

TYPED: list[tuple[str, Wish]] = [
    ("/lapor", Start(LAPOR)),
    ("/LAPOR", Start(LAPOR)),
    ("  /lapor  ", Start(LAPOR)),
    ("/lapor 12", Start(LAPOR, "12")),
    ("/lapor\n12", Start(LAPOR, "12")),
    ("/lapor_12", Start(LAPOR, "12")),
    ("/lapor_12@CatatDemoBot", Start(LAPOR, "12")),
    ("/report  Pak Slamet ", Start(LAPOR, "Pak Slamet")),
    ("/lapor@CatatDemoBot 12", Start(LAPOR, "12")),
    ("/start abc-DEF_123", Start(START, "abc-DEF_123")),
    ("/target", Start(TARGET)),
    ("/hariini", Start(TARGET)),
    ("📋 Target", Start(TARGET)),
    ("❔ Bantuan", Start(HELP)),
    ("❔ Help", Start(HELP)),
    ("🔎 Check", Start(CHECK)),
    ("/nonsense", Unknown()),
    ("/nonsense 12", Unknown()),
    ("/", Answer()),
    ("//lapor", Answer()),
    ("/siap_12", Start(BY_NAME["siap"], "12")),
    ("/lapor-12", Answer()),
    ("lapor", Answer()),
    ("target", Answer()),
    ("batal", Cancel()),
    ("BATAL!", Cancel()),
    ("/batal", Cancel()),
    ("/cancel", Cancel()),
    ("cancel", Cancel()),
    ("✕ Batal", Cancel()),
    ("kembali", Back()),
    ("‹ Kembali", Back()),
    ("/back", Back()),
    ("batal dong", Answer()),
    ("", Answer()),
    ("👍", Answer()),
    ("12", Answer()),
]
PRESSED: list[tuple[str, Wish]] = [
    ("3:outcome:refused", Answer(3, "outcome", "refused")),
    ("3:household:12", Answer(3, "household", "12")),
    ("3:outcome:<", Answer(3, "outcome", "<")),
    ("0:siap:12", Start(BY_NAME["siap"], "12")),
    ("0:lapor:", Start(LAPOR)),
    ("0:outcome:refused", Answer(0, "outcome", "refused")),
    ("3:siap:12", Answer(3, "siap", "12")),
    ("3:when:20221020T16:00", Answer(3, "when", "20221020T16:00")),
    ("", Answer(-1)),
    ("nonsense", Answer(-1)),
    ("3", Answer(-1)),
    ("3:", Answer(-1)),
    ("-3:outcome:x", Answer(-1)),
    ("x:outcome:x", Answer(-1)),
]


def event(kind: str, text: str = "", data: str = "") -> Event:
    return Event(BOT, 1, ANI, kind, MORNING, text, data=data)


@pytest.mark.parametrize(("text", "wish"), TYPED, ids=[repr(text) for text, _ in TYPED])
def test_typed(text: str, wish: Wish) -> None:
    assert wish_of(event("text", text)) == wish


@pytest.mark.parametrize(("data", "wish"), PRESSED, ids=[repr(data) for data, _ in PRESSED])
def test_pressed(data: str, wish: Wish) -> None:
    assert wish_of(event("press", data=data)) == wish


@pytest.mark.parametrize("kind", ["photo", "contact", "location", "other"])
def test_a_caption_is_no_command(kind: str) -> None:
    assert wish_of(event(kind, "/lapor 12")) == Answer()


@given(st.sampled_from(["text", "press"]), st.text(max_size=80))
def test_nothing_breaks_it(kind: str, text: str) -> None:
    assert isinstance(wish_of(event(kind, text, text)), Wish)


@given(st.integers(0, 10**6), st.sampled_from(["household", "outcome"]), st.text(min_size=1, max_size=12))
def test_a_button_is_understood_again(talk: int, key: str, choice: str) -> None:
    assert wish_of(event("press", data=button(talk, key, choice))) == Answer(talk, key, choice)


def test_a_button_carries_no_more_than_telegram_keeps() -> None:
    assert len(button(1, "k", "c" * 60)) == 64
    with pytest.raises(ValueError, match="longer than 64"):
        button(1, "k", "é" * 31)


SPOKEN: list[tuple[str, Role, tuple[str, str] | None]] = [
    # the bare word, with or without polite words
    ("cuti besok", Role.PPL, ("cuti", "besok")),
    ("Sakit!", Role.PPL, ("jeda", "")),
    ("PRIVASI  salinan ", Role.CITIZEN, ("privasi", "salinan")),
    ("privacy", Role.BPS, ("privasi", "")),
    ("saya sakit", Role.PPL, ("jeda", "")),
    ("sakit pak", Role.PPL, ("jeda", "")),
    ("Saya mau cuti besok", Role.PML, ("cuti", "besok")),
    ("cuti 25/10 - 27/10 ya bu", Role.PML, ("cuti", "25/10 - 27/10")),
    ("I'm ill", Role.PPL, ("jeda", "")),
    ("capaian saya", Role.PPL, ("capaian", "")),
    # with what belongs to it
    ("ketik\n12 S 4\n13 S 2", Role.PPL, ("ketik", "12 S 4\n13 S 2")),
    ("lapor 12", Role.PPL, ("lapor", "12")),
    ("lapor no. 12", Role.PPL, ("lapor", "no. 12")),
    ("lapor 12 S 4", Role.PPL, ("lapor", "12 S 4")),
    ("foto 12", Role.PPL, ("detail", "12")),
    ("koreksi 12", Role.PPL, ("koreksi", "12")),
    ("kasus K3", Role.PML, ("kasus", "K3")),
    ("lepas 3, 5-7", Role.PPL, ("lepas", "3, 5-7")),
    ("kembalikan 3, 5-7", Role.PPL, ("lepas", "3, 5-7")),
    ("tenang 21-6", Role.PPL, ("tenang", "21-6")),
    ("quiet off", Role.PPL, ("tenang", "off")),
    ("cek 7KQ-2MD-XR5", Role.PPL, ("cek", "7KQ-2MD-XR5")),
    ("bahasa indonesia", Role.CITIZEN, ("bahasa", "indonesia")),
    ("latihan selesai", Role.PPL, ("latihan", "selesai")),
    ("bantuan cuaca", Role.PPL, ("bantuan", "cuaca")),
    ("lapor pak no 3 sudah pindah", Role.PPL, ("lapor", "pak no 3 sudah pindah")),
    # not for everybody
    ("sakit", Role.CITIZEN, None),
    ("target", Role.PML, None),
    ("saya", Role.PPL, None),
    ("saya di mana", Role.PPL, None),
    ("", Role.PPL, None),
    ("🤒", Role.PPL, None),
]
SENTENCES = """
sakit kepala keluarganya no 3
izin masuk ditolak satpam no 9
cuti bersama semua kosong
cuti besok kata istrinya no 4
libur sekolah rumah kosong no 7
leave the house to his brother
baru selesai 1 S 4
baru pindah no 8
new family next door
terima kasih sudah no 4
terima uang bansos no 4
target hari ini 5 rumah
capaian hari ini berapa
lapor pak no 3 mungkin minggu depan pindah
lapor ke pak RT
report of the neighbour
ketik apa
detail rumah no 4 pagar biru
catatan kemarin salah
foto tidak bisa dikirim no 5
lokasi rumahnya jauh no 5
note from the neighbour
koreksi no 4 jadi 5 orang
kunjungan ke no 4 gagal
kasus no 3 sudah beres
surat dari RT no 4 belum ada
kembalikan buku no 3
lepas sepatu di no 3
siap pak no 4 sudah
cek rumah no 4
check the house
latihan kemarin selesai
jeda dulu hujan
lanjut ke no 5
lanjut besok
sembuh dari covid no 4
resume the visit
tenang saja bu
quiet house no 4
privasi keluarga no 4
bahasa jawa semua no 4
language problem no 3
bantuan pemerintah tidak sampai no 3
ringkasan rapat tadi
periksa rumah no 4
putuskan nanti
tutup pintu no 4
close to the mosque
tim sudah di lapangan
pindah no 7
pindah rumah kemarin
alihkan ke Dian
pesan dari pak RT no 4
kirim foto nanti
message from the RT
start over
""".strip().splitlines()


@pytest.mark.parametrize(("text", "role", "meant"), SPOKEN, ids=[f"{row[0]!r} {row[1]}" for row in SPOKEN])
def test_a_command_without_its_slash(text: str, role: Role, meant: tuple[str, str] | None) -> None:
    found = spoken_command(text, role, NOW)
    assert (found and (found[0].name, found[1])) == meant


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("role", Role)
def test_a_sentence_that_begins_with_a_command_is_none(text: str, role: Role) -> None:
    assert spoken_command(text, role, NOW) is None


@pytest.mark.parametrize("name", BY_NAME)
def test_no_word_of_a_command_takes_whatever_stands_behind_it(name: str) -> None:
    for role in BY_NAME[name].roles:
        assert spoken_command(f"{name} keluarganya tadi di rumah no 3", role, NOW) is None
        bare = spoken_command(name, role, NOW)
        assert bare is not None
        assert bare == (BY_NAME[name], "")


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("terima kasih", True),
        ("Terima kasih banyak, Pak 🙏", True),
        ("makasih ya", True),
        ("ok thanks", True),
        ("thank you very much", True),
        ("terima", False),
        ("terima kasih no 4 sudah pindah", False),
        ("kasih", False),
        ("", False),
        ("terima kasih " * 500, False),
    ],
)
def test_thanks(text: str, thanks: bool) -> None:
    assert is_thanks(text) is thanks


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))
