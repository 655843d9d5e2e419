"""The commands: which talk each starts, under which names, and for whom. Rights to talk are decided here alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.flows import (
    accept,
    batch,
    case,
    check,
    closing,
    correct,
    decide,
    detail,
    edit,
    give_back,
    letter,
    message,
    new,
    pace,
    privacy,
    reassign,
    review,
    revisit,
    settings,
    start,
    summary,
    target,
    team,
    train,
    visit,
)
from bot.flows.kit import Script
from bot.flows.kit.language import choose_language
from bot.spoken import Takes, a_code, a_number, a_word, days, nothing, numbers, one_of, quiet_hours, reports
from core.people.citizens import LANGUAGES
from core.people.person import LEADERS, OFFICER_ROLES, Caller, Role
from core.typed.lines import LONGEST_TEXT, LONGEST_TYPED
from core.words import Words, words

Flow = Callable[[Caller, str], Script[None]]
EVERYBODY = tuple(Role)
A_LIST = 2_000
"""Characters of a list of numbers, for somebody's whole workload."""
LANGUAGE_NAMES = ("indonesia", "inggris", "indonesian", "english")


@dataclass(frozen=True)
class Command:
    """A command of the menu. names: the first is Indonesian, the second, if any, English; others are understood too.

    personal: it is about the officer in person, not about a list, so there is nothing to train. takes: what may stand
    behind its bare word, typed without the slash, besides nothing. sealed: what becomes of the words behind it before
    anything else, for they may be a secret. longest: characters that may stand behind it.
    """

    names: tuple[str, ...]
    flow: Flow
    roles: tuple[Role, ...] = EVERYBODY
    listed: bool = True
    personal: bool = False
    takes: Takes = nothing
    sealed: Callable[[str], str] = str
    longest: int = LONGEST_TYPED

    @property
    def name(self) -> str:
        """The name it is stored under, and shown under in Indonesian."""
        return self.names[0]

    def called(self, language: str) -> str:
        """The name it is shown under in a language."""
        return self.names[1] if language == "en" and len(self.names) > 1 else self.name

    @property
    def title(self) -> Words:
        """What its keyboard button says."""
        return words(f"menu.{self.name}")


COMMANDS = (
    Command(
        ("target", "today", "hariini"), target.show_target, (Role.PPL,), takes=one_of("hari ini", "today")
    ),
    Command(("capaian", "pace"), pace.show_pace, (Role.PPL,)),
    Command(("lapor", "report"), visit.report_visit, (Role.PPL,), takes=reports),
    Command(("ketik", "type"), batch.report_typed, (Role.PPL,), takes=reports, longest=LONGEST_TEXT),
    Command(("maksud", "meant"), batch.report_meant, (Role.PPL,), listed=False),
    Command(("baru", "new"), new.report_new, (Role.PPL,)),
    Command(
        ("detail", "note", "photo", "place", "catatan", "foto", "lokasi"),
        detail.add_detail,
        (Role.PPL,),
        takes=a_number,
    ),
    Command(("koreksi", "correct", "undo"), correct.correct_report, (Role.PPL,), takes=reports),
    Command(("ubah", "change"), edit.change_report, (Role.PPL,), listed=False, takes=reports),
    Command(("kunjungan", "revisits"), revisit.show_revisits, (Role.PPL,)),
    Command(("kasus", "case", "cases"), case.show_cases, OFFICER_ROLES, takes=a_number),
    Command(("surat", "letter"), letter.write_letter, OFFICER_ROLES, takes=a_number),
    Command(("lepas", "giveback", "kembalikan"), give_back.give_back, (Role.PPL,), takes=numbers, longest=A_LIST),
    Command(("terima", "accept"), accept.accept, (Role.PPL,), takes=a_number),
    Command(("ringkasan", "summary"), summary.show_summary, LEADERS),
    Command(("periksa", "review"), review.check_reports, LEADERS),
    Command(("putuskan", "decide"), decide.decide, LEADERS, takes=a_number),
    Command(("tutup", "close", "penutupan"), closing.close_open, LEADERS, longest=A_LIST),
    Command(("tim", "team"), team.show_team, LEADERS),
    Command(("pindah", "reassign", "alihkan"), reassign.reassign, LEADERS, longest=A_LIST),
    Command(("pesan", "message", "kirim"), message.write_message, LEADERS, takes=a_number, longest=LONGEST_TEXT),
    Command(("siap", "gotit"), message.answer_message, OFFICER_ROLES, takes=a_number),
    Command(("cek", "check"), check.check_receipt, takes=a_code),
    Command(("latihan", "training"), train.train, (Role.PPL,), takes=one_of(*train.LEAVE, *train.ANEW)),
    Command(("setelan", "settings"), settings.show_settings, OFFICER_ROLES, personal=True),
    Command(("jeda", "pause", "sakit", "ill", "sick"), settings.fall_ill, OFFICER_ROLES, personal=True),
    Command(("cuti", "leave", "izin", "libur"), settings.take_leave, OFFICER_ROLES, personal=True, takes=days),
    Command(("lanjut", "resume", "sembuh"), settings.come_back, OFFICER_ROLES, personal=True),
    Command(
        ("tenang", "quiet", "jamtenang"),
        settings.set_quiet,
        OFFICER_ROLES,
        listed=False,
        personal=True,
        takes=quiet_hours,
    ),
    Command(("privasi", "privacy"), privacy.show_privacy, takes=one_of(*privacy.COPY, *privacy.DELETE)),
    Command(("bahasa", "language"), choose_language, takes=one_of(*LANGUAGES, *LANGUAGE_NAMES)),
    Command(("bantuan", "help"), start.show_help, takes=a_word),
    Command(("start",), start.start, listed=False, sealed=start.sealed),
)
BY_NAME = {name: command for command in COMMANDS for name in command.names}

BACK = ("kembali", "back")
CANCEL = ("batal", "cancel")

_LEADER = ("ringkasan", "periksa", "kasus", "tim", "bantuan")
KEYBOARDS: dict[Role, tuple[str, ...]] = {
    Role.PPL: ("target", "lapor", "kunjungan", "cek", "bantuan"),
    **dict.fromkeys(LEADERS, _LEADER),
    Role.CITIZEN: ("cek", "bantuan"),
}
"""What stands on the keyboard of each role: what it does all day."""
ON_KEYBOARDS = tuple(BY_NAME[name] for name in sorted({name for names in KEYBOARDS.values() for name in names}))


def commands_of(role: Role) -> list[Command]:
    """The commands that this role may use and sees in the menu."""
    return [command for command in COMMANDS if role in command.roles and command.listed]
