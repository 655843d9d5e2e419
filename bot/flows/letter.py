"""/surat: a letter that asks RT, lurah or camat for help with households; and what became of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say
from core.cases.letters import (
    ADDRESSEE_WORDS,
    ANSWER_WORDS,
    MOST,
    Addressee,
    AnswerLetter,
    Concerned,
    FindConcerned,
    HelpLetter,
    InVain,
    LetterAnswer,
    SendLetters,
    UnansweredLetters,
)
from core.people.person import Caller, Role
from core.problems import Problem
from core.typed.numbers import spans
from core.words import Words, words
from wording.letters import about_words, list_words, short_words, to_words

OFFERED = 8
SHOWN = 40
"""Letters offered as buttons, and characters repeated of what was typed."""
NUMBER = re.compile(r"s\W?(\d{1,15})", re.IGNORECASE)
"""A letter's number, as it stands on the paper and in the list."""
ANSWER = Choice("answer", words("letter.button_answer"), ("jawaban", "catat", "answer"))
MORE = Choice("more", words("letter.button_more"), ("tambah", "add", "more"))
FILLERS = r"(?:(?:ke|untuk|kepada|pak|bu|bapak|ibu|to|the|head|of)\s+)*"
_LONGEST_FIRST = sorted(((word, to) for to, some in ADDRESSEE_WORDS.items() for word in some), key=lambda w: -len(w[0]))
LONGEST_ENDING = 60
"""Characters at the end of a line in which an addressee is looked for."""
ENDINGS = [
    (re.compile(rf"(?<!\S){FILLERS}{re.sub('[ -]', '[ -]?', word)}\W*$", re.IGNORECASE), str(to))
    for word, to in _LONGEST_FIRST
]
"""How a line may end that names the addressee: "12 ke pak lurah"."""


def write_letter(me: Caller, typed: str = "") -> Script[None]:
    """About which households, to whom; or the answer to a letter that was sent before."""
    waiting = yield from look(UnansweredLetters(me.officer or ""))
    numbered = NUMBER.fullmatch(typed.strip())
    if numbered:
        yield from _answer(me, waiting, int(numbered[1]))
        return
    if waiting and not typed:
        yield from say(list_words(waiting, me))
    typed, to = _addressee_typed(typed)
    chosen: dict[int, Concerned] = {}
    turn, answer = 0, MORE.id
    while answer == MORE.id:
        turn += 1
        more = [ANSWER] if waiting and turn == 1 else []
        some = yield from _pick(me, typed if turn == 1 else "", turn, more, chosen)
        if not some:
            yield from _answer(me, waiting)
            return
        chosen |= {each.household: each for each in some}
        if len(chosen) > MOST:
            raise Problem("too_many_for_letter", most=MOST)
        answer = to or (yield from _to_whom(me, [*chosen.values()], turn))
    sent = yield from do(SendLetters(me, tuple(chosen), Addressee(answer)))
    yield from _say_sent(me, sent)


def _addressee_typed(typed: str) -> tuple[str, str]:
    """What is typed behind the command without its last words, and the addressee whom these name."""
    begins = max(0, len(typed) - LONGEST_ENDING)
    begins = typed.find(" ", begins) + 1 if begins else 0  # never in the middle of a word
    for ending, to in ENDINGS:
        if found := ending.search(typed, begins):
            return typed[: found.start()].strip(), to
    return typed, ""


def _pick(
    me: Caller, typed: str, turn: int, more: Sequence[Choice], without: Collection[int]
) -> Script[list[Concerned]]:
    """Households by a button, by numbers or by a name; none when one of the `more` choices was taken."""
    officer, key = me.officer or "", f"households{turn}" if turn > 1 else "households"
    in_vain = yield from look(InVain(officer, me.role, OFFERED + len(without)))
    offered = [each for each in in_vain if each.household not in without][:OFFERED]
    prompt, buttons = words("letter.which"), [*(_button(each, me) for each in offered), *more]
    asked = 0
    while True:
        if typed:
            found = yield from look(FindConcerned(officer, me.role, typed))
            if found.unknown and found.certain:
                yield from say(words("letter.not_known", numbers=spans(found.unknown)))
            if found.certain and not found.several:
                return [*found.certain]
            if found.several:
                prompt = words("household.several", typed=typed[:SHOWN])
                buttons = [_button(each, me) for each in (*found.several, *found.certain)]
            elif asked:
                raise Problem("letter_about_nobody", typed=typed[:SHOWN])
            else:
                yield from say(words("problem.letter_about_nobody", typed=typed[:SHOWN]))
        name = f"{key}_{asked}" if asked else key
        typed = yield from ask_text(name, prompt, buttons, limit=500)
        if any(typed == choice.id for choice in more):
            return []
        asked += 1


def _to_whom(me: Caller, chosen: Sequence[Concerned], turn: int) -> Script[str]:
    options = [Option(Choice(to, words(f"letter.button_{to}"), ADDRESSEE_WORDS[to]), str(to)) for to in Addressee]
    lines = [words("letter.household", what=_what(each, me), address=each.address) for each in chosen]
    key = f"to{turn}" if turn > 1 else "to"
    asked = words("letter.to_whom", households=lines)
    return (yield from choose(key, asked, [*options, Option(MORE, MORE.id)]))


def _say_sent(me: Caller, sent: Sequence[HelpLetter]) -> Script[None]:
    for letter in sent:
        yield from say(
            words(
                "letter.sent_again" if letter.sent_at < me.at else "letter.sent",
                to=to_words(letter),
                about=about_words(letter.households, me.role),
                due=letter.due_at.astimezone(me.zone),
                sent=letter.sent_at.astimezone(me.zone),
                number=letter.number,
            )
        )


def _answer(me: Caller, waiting: Sequence[HelpLetter], number: int = 0) -> Script[None]:
    """Which letter, and what became of it."""
    letters = {letter.number: letter for letter in waiting}
    if number and number not in letters:
        yield from say(Problem("no_such_letter", typed=f"S{number}").words)
        return
    if not number and len(letters) == 1:
        number = next(iter(letters))
    if not number:
        options = [Option(Choice(f"S{key}", short_words(one, me), (str(key),)), key) for key, one in letters.items()]
        number = yield from choose("letter", words("letter.which_letter"), options[:OFFERED])
    letter = letters[number]
    asked = words("letter.what_answer", to=to_words(letter), about=about_words(letter.households, me.role))
    options_ = [Option(Choice(a, words(f"letter.button_{a}"), ANSWER_WORDS[a]), a) for a in LetterAnswer]
    answer = yield from choose("answer", asked, options_)
    if not (yield from do(AnswerLetter(me, letter, answer))):
        yield from say(words("problem.letter_answered"))
        return
    said = words("letter.answered", to=to_words(letter), answer=words(f"letter.answer_{answer}"))
    yield from say(said)
    if letter.open_ones:
        yield from say(_then_words(me, letter.open_ones[0], answer))


def _then_words(me: Caller, household: Concerned, answer: LetterAnswer) -> Words:
    """What to do next about the (first) household."""
    own = me.role is Role.PPL and household.no is not None
    about = str(household.no) if own else f"K{household.household}"
    case, again = words("case.link", about=about), words("letter.link", about=about)
    report = words("talk.report_no", no=household.no) if own else case
    return words(f"letter.then_{answer}", report=report, case=case, again=again)


def _button(each: Concerned, me: Caller) -> Choice:
    return Choice(f"K{each.household}", _what(each, me), (str(each.no),) if me.role is Role.PPL else ())


def _what(each: Concerned, me: Caller) -> Words:
    """A household as the officer knows it: this never leaves the chat."""
    if me.role is Role.PPL:
        return words("household.button", no=each.no, head=each.head)
    if each.no is None:
        return words("case.nobodys_household", head=each.head)
    return words("case.team_household", no=each.no, head=each.head, name=each.enumerator)
