"""Ladders as a file: what is written reads back, and what is wrong is named."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases.ladder import LadderName, Ladders, Step, StepName
from core.cases.ladder_file import read_ladders, write_ladders
from core.people.person import OFFICER_ROLES, Role

OFFICE = '[[refusal]]\nstep = "office"\nowner = "bps"\ncloses = true\n'


def test_the_usual_ladders_read_back_to_themselves() -> None:
    assert read_ladders(write_ladders(Ladders())) == Ladders()


def test_what_is_left_out_keeps_its_default() -> None:
    assert read_ladders("") == Ladders()
    read = read_ladders(OFFICE)
    assert read.refusal == (Step(StepName.OFFICE, Role.BPS, timedelta(days=2), closes=True),)
    assert (read.nobody_home, read.appointment) == (Ladders().nobody_home, Ladders().appointment)


@st.composite
def ladders(draw: st.DrawFn) -> Ladders:
    def steps(first: Step) -> tuple[Step, ...]:
        names = [name for name in StepName if name not in (StepName.VISIT, StepName.HOUR)]
        chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=5, unique=True))
        owners = sorted(draw(st.sampled_from(OFFICER_ROLES)) for _ in chosen)
        owners.sort(key=OFFICER_ROLES.index)
        owners[-1] = Role.BPS
        return (
            first,
            *(
                Step(
                    name,
                    owner,
                    timedelta(hours=draw(st.integers(2, 24 * 31))),
                    draw(st.integers(1, 20)),
                    draw(st.booleans()),
                    number == len(chosen) or draw(st.booleans()),
                )
                for number, (name, owner) in enumerate(zip(chosen, owners, strict=True), start=1)
            ),
        )

    visit, hour = Step(StepName.VISIT, Role.PPL), Step(StepName.HOUR, Role.PPL)
    return Ladders(steps(visit), steps(visit), steps(hour))


@given(ladders())
def test_whatever_is_written_reads_back(made: Ladders) -> None:
    read = read_ladders(write_ladders(made))
    for name in LadderName:
        for there, here in zip(read.steps(name), made.steps(name), strict=True):
            assert abs(there.within - here.within) < timedelta(minutes=5), "days are written with six digits"
            assert (there.name, there.owner, there.tries, there.evidence, there.closes) == (
                *(here.name, here.owner, here.tries),
                *(here.evidence, here.closes),
            )


def step(**words: object) -> str:
    """One step of the ladder of refusals that the office closes, with other words."""
    said = {"step": '"visit"', "owner": '"ppl"', **words}
    return "[[refusal]]\n" + "".join(f"{word} = {value}\n" for word, value in said.items()) + OFFICE


WRONG = [
    ("no TOML", "[[refusal", "is not TOML"),
    (
        "another ladder",
        '[[refusals]]\nstep = "rt"',
        "no ladder 'refusals'; there are refusal, nobody_home, appointment",
    ),
    ("one table", '[refusal]\nstep = "rt"', "tables, [[refusal]]"),
    ("no steps", "refusal = []", "tables, [[refusal]]"),
    ("a list of words", 'refusal = ["rt"]', "tables, [[refusal]]"),
    ("another word", step(day=1), "step 1 of refusal: there is no word 'day'"),
    ("another step", step(step='"knock"'), "step 1 of refusal: step must be one of visit, hour, rt"),
    ("no owner", '[[refusal]]\nstep = "rt"\n', "step 1 of refusal: owner must be one of ppl, pml, koseka, bps"),
    ("a citizen", step(owner='"citizen"'), "owner must be one of ppl, pml, koseka, bps, and is 'citizen'"),
    ("no number of days", step(days='"two"'), "step 1 of refusal: days must be a number"),
    ("yes for days", step(days="true"), "days must be a number"),
    ("no time at all", step(days=0), "days must be a number"),
    ("a year", step(days=365), "days must be a number, from 0.05 to 31"),
    ("endless", step(days="inf"), "days must be a number"),
    ("half a try", step(tries=1.5), "tries must be a whole number from 1 to 20"),
    ("no try", step(tries=0), "tries must be a whole number"),
    ("perhaps", step(evidence='"yes"'), "evidence must be true or false"),
    ("the same step twice", OFFICE + OFFICE, "refusal: a step stands there twice"),
    (
        "downwards",
        OFFICE + '[[refusal]]\nstep = "leader"\nowner = "pml"\ncloses = true',
        "step 2 of refusal: its owner",
    ),
    ("a supervisor's visit", step(owner='"pml"'), "a visit is the enumerator's"),
    ("it ends with the enumerator", '[[refusal]]\nstep = "visit"\nowner = "ppl"\ncloses = true', "the last step must"),
    ("it never ends", '[[refusal]]\nstep = "office"\nowner = "bps"', "the last step must belong to a leader"),
    ("an hour on another ladder", step(step='"hour"'), "the step 'hour' comes first on the ladder of appointments"),
    ("no hour", OFFICE.replace("refusal", "appointment"), "appointment: the step 'hour' comes first"),
]


@pytest.mark.parametrize(("text", "told"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_wrong_is_named(text: str, told: str) -> None:
    with pytest.raises(ValueError) as wrong:
        read_ladders(text)
    assert told in str(wrong.value)
