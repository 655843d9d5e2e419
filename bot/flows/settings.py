"""/setelan and its shorter ways: /tenang (quiet hours), /jeda (ill), /cuti (leave), /lanjut (back to work)."""

from __future__ import annotations

from datetime import date

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say
from bot.flows.kit.language import choose_language
from bot.flows.kit.questions import plain
from bot.flows.kit.sure import is_sure
from core.people.absences import (
    DAY,
    Absence,
    CancelLeave,
    ComeBack,
    FallIll,
    Noted,
    TakeLeave,
    Why,
    counted,
    days_words,
)
from core.people.citizens import LANGUAGES
from core.people.person import Caller, Role
from core.people.quiet import Quiet, SetQuiet
from core.people.settings import Settings, SettingsOf
from core.problems import Problem
from core.typed.when import read_days, read_hours
from core.words import Words, words
from core.workload.households import CurrentPeriod, RevisitsOf
from core.workload.targets import Period

OFFERED_HOURS = ("20:00-07:00", "21:00-06:00")
NO_QUIET = Choice("none", words("quiet.button_none"), ("tidak", "tidak ada", "tanpa", "hapus", "mati", "none", "off"))
ONLY_THAT_DAY = Choice("only", words("leave.only"), ("satu hari", "sehari", "1 hari", "one day", "1 day"))
DAYS_OFFERED = 6
LONGEST = 60
"""Characters of a span of days or hours."""


def show_settings(me: Caller, typed: str = "") -> Script[None]:
    """All settings in one message, and the question which of them is to be changed."""
    settings = yield from look(SettingsOf(me))
    absent = counted(settings.absences, me.today)
    ways = [
        Option(Choice("language", words("settings.language")), choose_language),
        Option(Choice("quiet", words("settings.quiet"), ("tenang", "quiet")), set_quiet),
    ]
    if absent is None or absent.why is not Why.ILL:
        ways.append(Option(Choice("ill", words("settings.button_ill"), ("jeda", "pause", "ill", "sick")), fall_ill))
    ways.append(Option(Choice("leave", words("settings.button_leave"), ("libur",)), take_leave))
    if absent is not None:
        ways.append(Option(Choice("resume", words("settings.button_back"), ("lanjut",)), come_back))
    elif settings.absences:
        ways.append(Option(Choice("cancel", words("settings.button_cancel"), ("lanjut", "resume")), come_back))
    way = yield from choose("setting", _settings_words(me, settings, absent), ways, columns=2)
    yield from way(me)


def set_quiet(me: Caller, typed: str = "") -> Script[None]:
    """Choose the hours in which reminders wait. Hours that cannot be read are asked for."""
    try:
        quiet = _quiet(typed)
    except Problem as problem:
        if typed:
            yield from say(problem.words)
        offered = [Choice(hours, _hours_words(_quiet(hours))) for hours in OFFERED_HOURS]
        typed = yield from ask_text("quiet", words("quiet.which"), [*offered, NO_QUIET], limit=LONGEST, columns=2)
        quiet = _quiet(typed)
    else:
        asked = words("quiet.sure", start=quiet.start, end=quiet.end) if quiet else words("quiet.sure_off")
        if not (yield from is_sure(asked)):
            return
    yield from do(SetQuiet(me, quiet))
    yield from say(words("quiet.set", start=quiet.start, end=quiet.end) if quiet else words("quiet.off"))


def fall_ill(me: Caller, typed: str = "") -> Script[None]:
    """Ill from today until further notice; the leader is told."""
    settings = yield from look(SettingsOf(me))
    absent = counted(settings.absences, me.today)
    known = absent is not None and absent.why is Why.ILL
    if not known and not (yield from is_sure(words("absence.sure_ill", day=me.today))):
        return
    noted = yield from do(FallIll(me))
    yield from say(words("absence.ill", day=noted.absence.start))
    yield from _say_who_was_told(me, noted)


def take_leave(me: Caller, typed: str = "") -> Script[None]:
    """Leave from a first to a last day, both within the fieldwork; the leader is told."""
    period = yield from look(CurrentPeriod())
    asked = False
    try:
        first, last = _read_leave(typed, me, period)
    except Problem as problem:
        asked = True
        if typed:
            yield from say(problem.words)
        offered = [_day_choice(me, me.today + DAY * ahead) for ahead in range(DAYS_OFFERED)]
        typed = yield from ask_text("first", words("leave.first"), offered, limit=LONGEST, columns=2)
        first, last = _read_leave(typed, me, period)
    if last is None:
        first, last = yield from _ask_last(me, first, period)
    elif not asked and not (yield from _is_sure_of(me, first, last)):
        return
    noted = yield from do(TakeLeave(me, first, last))
    yield from say(words("absence.leave", days=days_words(noted.absence.start, noted.absence.until)))
    yield from _say_who_was_told(me, noted)


def _is_sure_of(me: Caller, first: date, last: date) -> Script[bool]:
    """Whether a leave is meant that was typed whole; one that is known already needs no question."""
    settings = yield from look(SettingsOf(me))
    leaves = [each for each in settings.absences if each.why is Why.LEAVE]
    if any(each.start <= first and each.until is not None and last <= each.until for each in leaves):
        return True
    return (yield from is_sure(words("absence.sure_leave", days=days_words(first, last))))


def come_back(me: Caller, typed: str = "") -> Script[None]:
    """Back to work; when nobody was away, a leave to come can be cancelled."""
    settings = yield from look(SettingsOf(me))
    if counted(settings.absences, me.today) is None and settings.absences:
        options = [
            Option(Choice(f"{each.start:%Y%m%d}", words("absence.button", days=days_words(*each.days))), each)
            for each in settings.absences
        ]
        leave = yield from choose("cancelled", words("absence.which_cancelled"), options)
        noted = yield from do(CancelLeave(me, leave.start))
        yield from say(words("absence.cancelled", days=days_words(*noted.absence.days)))
        yield from _say_who_was_told(me, noted)
        return
    away = counted(settings.absences, me.today) is not None
    if away and not (yield from is_sure(words("absence.sure_back"))):
        return
    noted = yield from do(ComeBack(me))
    yield from say(words("absence.back"))
    yield from _say_who_was_told(me, noted)
    yield from _say_what_waits(me)


def _say_who_was_told(me: Caller, noted: Noted) -> Script[None]:
    if noted.told is None:
        if me.role is not Role.BPS:
            yield from say(words("absence.not_told"))
    elif noted.revisits:
        yield from say(words("absence.told_revisits", leader=noted.told, n=noted.revisits))
    else:
        yield from say(words("absence.told", leader=noted.told))


def _say_what_waits(me: Caller) -> Script[None]:
    """After coming back: the revisits that were missed, and the leave that is still to come."""
    settings = yield from look(SettingsOf(me))
    for each in settings.absences:
        yield from say(words("absence.still_planned", days=days_words(*each.days)))
    overdue = yield from look(RevisitsOf(me.officer or "", me.at))
    if overdue:
        yield from say(words("absence.overdue", n=len(overdue)))


def _ask_last(me: Caller, first: date, period: Period) -> Script[tuple[date, date]]:
    """The last day of a leave whose first is known; whoever types a whole span means that one."""
    later = (first + DAY * ahead for ahead in range(1, DAYS_OFFERED))
    offered = [ONLY_THAT_DAY, *(_day_choice(me, day) for day in later if day <= period.end)]
    asked = words("leave.last", first=first, example=f"{min(first + 2 * DAY, period.end):%d/%m}")
    typed = yield from ask_text("last", asked, offered, limit=LONGEST, columns=2)
    if typed == ONLY_THAT_DAY.id:
        return first, first
    begin, last = read_days(typed, me.today, begins=first)
    if last is None:
        begin, last = first, begin
    if last < begin:
        raise Problem("days_turned", first=begin, last=last)
    _check(begin, last, me, period)
    return begin, last


def _read_leave(typed: str, me: Caller, period: Period) -> tuple[date, date | None]:
    """The days of a leave as they were typed; the last is None when just one day was named."""
    first, last = read_days(typed, me.today)
    _check(first, last or first, me, period)
    return first, last


def _check(first: date, last: date, me: Caller, period: Period) -> None:
    """Refuse a leave that has begun before today, or lies outside the fieldwork."""
    if first < me.today:
        raise Problem("days_past", day=first)
    if first < period.start or last > period.end:
        raise Problem("days_outside", start=period.start, end=period.end)


def _day_choice(me: Caller, day: date) -> Choice:
    near = {me.today: words("leave.today"), me.today + DAY: words("leave.tomorrow")}
    return Choice(f"{day:%d/%m/%Y}", near.get(day, words("leave.button", day=day)))


def _quiet(typed: str) -> Quiet | None:
    """The hours that are meant, None when none are wanted."""
    return None if plain(typed) in NO_QUIET.also else Quiet(*read_hours(typed))


def _hours_words(quiet: Quiet | None) -> Words:
    return words("quiet.hours", start=quiet.start, end=quiet.end) if quiet else words("quiet.none")


def _settings_words(me: Caller, settings: Settings, absent: Absence | None) -> Words:
    duty = [words(f"settings.now_{absent.why}", days=days_words(*absent.days)) if absent else words("settings.working")]
    later = (each for each in settings.absences if each.start > me.today)
    duty.extend(words("settings.planned", days=days_words(*each.days)) for each in later)
    language = LANGUAGES.get(me.language, me.language)
    return words("settings.now", language=language, quiet=_hours_words(settings.quiet), duty=duty)
