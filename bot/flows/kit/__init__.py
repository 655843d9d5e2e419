"""What every talk is made of."""

from bot.flows.kit.questions import Option, ask_number, ask_text, ask_when, choose, visiting_hours
from bot.flows.kit.script import Choice, Script, about, do, look, say, then
from core.outgoing import Offer

__all__ = [
    "Choice",
    "Offer",
    "Option",
    "Script",
    "about",
    "ask_number",
    "ask_text",
    "ask_when",
    "choose",
    "do",
    "look",
    "say",
    "then",
    "visiting_hours",
]
