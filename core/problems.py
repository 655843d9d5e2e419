"""The catalogue of problems: what can go wrong in a talk, each with a code and a sentence in the person's language.

The sentence is the text `problem.<name>` of locales/: what happened and what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.words import Value, Words

PROBLEMS: dict[str, str] = {
    # an answer that does not fit its question
    "choose_one": "C101",
    "not_a_number": "C102",
    "number_range": "C103",
    "text_wanted": "C104",
    "text_too_long": "C105",
    "when_not_understood": "C106",
    "when_past": "C107",
    "when_quiet": "C108",
    "when_after_period": "C109",
    "no_such_household": "C110",
    "choice_gone": "C111",
    "when_too_soon": "C112",
    "when_unsure": "C133",
    "when_which_day": "C134",
    "when_several": "C135",
    "reason_wanted": "C191",
    "days_not_understood": "C141",
    "days_turned": "C142",
    "days_past": "C143",
    "days_outside": "C144",
    "hours_not_understood": "C145",
    "hours_equal": "C146",
    # who says so
    "complete_by_proxy": "C113",
    # a line of typed reports
    "line_without_number": "C121",
    "line_without_outcome": "C122",
    "line_outcome_near": "C123",
    "line_without_persons": "C124",
    "line_without_note": "C125",
    "line_without_when": "C126",
    "line_in_future": "C127",
    "line_number_unclear": "C129",
    "line_two_reports": "C130",
    "line_without_hour": "C131",
    "line_hour_behind": "C132",
    "line_letter": "C136",
    "line_two_outcomes": "C137",
    "line_people_unclear": "C138",
    "line_recap": "C139",
    "line_time_in_note": "C140",
    "line_part_unclear": "C147",
    "line_number_in_note": "C148",
    "line_not_sure": "C149",
    "line_number_spelled": "C165",
    "line_many": "C166",
    "line_many_counted": "C167",
    "line_range_unknown": "C168",
    "line_whose": "C169",
    # C128 was a settled household, which refused a line that said otherwise: now it is kept and asked about
    # a correction
    "report_corrected": "C151",
    "no_report": "C152",
    "hour_not_understood": "C153",
    "hour_to_come": "C154",
    "hour_before_period": "C155",
    "line_behind": "C156",
    # a detail of a report
    "not_reported": "C161",
    "detail_wanted": "C162",
    "live_place": "C163",
    "command_under_photo": "C164",
    # giving work back
    "too_many_numbers": "C171",
    "none_to_give_back": "C172",
    "nothing_to_give_back": "C173",
    "nothing_waits_there": "C174",
    "no_such_enumerator": "C175",
    # what the list does not know; C171 to C175 were theirs, too, until each code had but one meaning
    "no_place": "C905",
    "no_such_place": "C906",
    "several_places": "C907",
    "no_other_place": "C908",
    "change_known": "C909",
    "twin_of_itself": "C176",
    "twin_of_twin": "C177",
    # sharing households out
    "nothing_to_move": "C181",
    "nobody_to_receive": "C182",
    "cannot_receive": "C183",
    "several_enumerators": "C184",
    "not_open_there": "C185",
    # a message that does not fit the talk
    "button_outdated": "C201",
    "command_unknown": "C202",
    "not_for_role": "C203",
    "nothing_waiting": "C204",
    "talk_changed": "C205",
    "no_text_here": "C206",
    "forwarded": "C207",
    "by_a_bot": "C208",
    "edit_not_read": "C209",
    "edit_reported": "C210",
    "not_yours": "C246",
    "only_in_chat": "C247",
    # a case
    "case_gone": "C221",
    "no_such_case": "C222",
    "nobody_to_hand_to": "C223",
    "evidence_wanted": "C224",
    "case_changed": "C225",
    # a letter for help
    "no_such_letter": "C226",
    "letter_gone": "C227",
    "letter_answered": "C228",
    "too_many_for_letter": "C229",
    "letter_about_nobody": "C230",
    # absences
    "already_ill": "C231",
    "leave_known": "C232",
    "not_absent": "C233",
    # a message
    "no_such_person": "C241",
    "cannot_be_told": "C242",
    # joining
    "invite_unknown": "C301",
    "invite_used": "C302",
    "invite_expired": "C303",
    # the receipt
    "receipt_mistyped": "C401",
    "too_many_checks": "C402",
    # training
    "not_in_training": "C701",
    "in_training": "C702",
    # our own failures
    "parked": "C901",
    "too_heavy": "C902",
    # more messages than one person types
    "too_many_messages": "C920",
}
"""Name -> code. A code never changes its meaning; a new problem takes a new code."""


class Problem(Exception):
    """Something in the person's way that a sentence can explain; name is one of PROBLEMS."""

    def __init__(self, name: str, **values: Value) -> None:
        super().__init__(name)
        self.code = PROBLEMS[name]
        self.words = Words(f"problem.{name}", values)


class Unsure(Problem):
    """What somebody typed is understood in part: it is asked about. guesses: what may be meant, the likeliest first."""

    def __init__(self, name: str, guesses: tuple[Any, ...] = (), **values: Value) -> None:
        super().__init__(name, **values)
        self.guesses = guesses

    @classmethod
    def of(cls, name: str, guesses: tuple[Any, ...], values: Mapping[str, Value]) -> Unsure:
        """The same, with the values of its text in a mapping."""
        return cls(name, guesses, **values)
