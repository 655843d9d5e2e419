"""/privasi: what is stored about whoever asks; `salinan` sends an officer a copy, `hapus` forgets a citizen."""

from __future__ import annotations

from bot.flows.kit import Offer, Script, do, look, say
from bot.flows.kit.questions import plain
from core.people.citizens import LANGUAGES
from core.people.person import Caller, Role
from core.people.privacy import AboutMe, AboutMyChat, ForgetMe, SendCopy
from core.words import words
from wording.contacts import contact_button

COPY = ("salinan", "salin", "berkas", "copy", "file")
DELETE = ("hapus", "hapuskan", "delete", "forget")


def show_privacy(me: Caller, typed: str = "") -> Script[None]:
    """What is stored, what for, for how long and who sees it; asks nothing."""
    wish = plain(typed)
    if wish in DELETE:
        yield from _delete(me)
    elif me.role is Role.CITIZEN:
        yield from _tell_citizen(me)
    elif wish in COPY:
        yield from do(SendCopy(me))
        yield from say(words("privacy.copied"))
    else:
        yield from _tell_officer(me)


def _delete(me: Caller) -> Script[None]:
    """A citizen is forgotten at once; an officer's data belong to the office's records."""
    if me.role is not Role.CITIZEN:
        yield from say(words("privacy.ask_office"))
        return
    left = yield from do(ForgetMe(me))
    yield from say(words("privacy.forgotten", days=words("days", n=left.kept.sent)))
    if left.checks:
        yield from say(words("privacy.still_counted", n=left.checks))


def _tell_officer(me: Caller) -> Script[None]:
    about = yield from look(AboutMe(me))
    yield from say(
        words(
            "privacy.officer",
            name=me.name,
            officer=me.person,
            role=words(f"role.{me.role}"),
            area=about.area,
            phone=about.phone or words("privacy.no_phone"),
            reports=words("privacy.reports", n=about.reports),
            sent=words("days", n=about.kept.sent),
            unsent=words("days", n=about.kept.unsent),
        )
    )


def _tell_citizen(me: Caller) -> Script[None]:
    about = yield from look(AboutMyChat(me))
    language = LANGUAGES[me.language] if about.chosen else words("privacy.not_chosen")
    sent = words("days", n=about.kept.sent)
    forget = Offer("privasi", "hapus", words("privacy.button_forget"))
    told = words("privacy.citizen", language=language, checks=about.checks, sent=sent)
    yield from say(told, [forget, contact_button()])
