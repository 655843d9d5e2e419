"""The tables. Timestamps are UTC instants; days are calendar days of the household's own zone.

Statements live with the question they answer in the files beside this one, not here.
"""

from db.tables.changes import Change
from db.tables.field import (
    Absence,
    Area,
    AreaChange,
    Correction,
    Detail,
    GivingBack,
    Household,
    Invite,
    Officer,
    TrainingStep,
    Visit,
)
from db.tables.messages import Addressee, Message
from db.tables.pursuit import (
    Act,
    Bookmark,
    ContactHour,
    HelpLetter,
    Proposal,
    Pursuit,
    Reassignment,
    Review,
    Share,
)
from db.tables.running import Bot, Card, Chat, ClockStart, Deployment, DueRun, Failure, Inbox, Lease, Outbox, Process

__all__ = [
    "Absence",
    "Act",
    "Addressee",
    "Area",
    "AreaChange",
    "Bookmark",
    "Bot",
    "Card",
    "Change",
    "Chat",
    "ClockStart",
    "ContactHour",
    "Correction",
    "Deployment",
    "Detail",
    "DueRun",
    "Failure",
    "GivingBack",
    "HelpLetter",
    "Household",
    "Inbox",
    "Invite",
    "Lease",
    "Message",
    "Officer",
    "Outbox",
    "Process",
    "Proposal",
    "Pursuit",
    "Reassignment",
    "Review",
    "Share",
    "TrainingStep",
    "Visit",
]
