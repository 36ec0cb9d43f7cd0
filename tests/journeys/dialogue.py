"""Twenty turns of a real dialogue, where the shared material is at hand; else twenty of our own."""

import os
from pathlib import Path

from tests.process import ROOT
from troth.client.dialogues import read

MATERIAL = Path(os.environ.get("MATERIAL", ROOT.parent / "shared" / "material"))
TURNS = 20

OWN = [
    "Hello, I need my bike looked at before Saturday.",
    "Of course. What is wrong with it?",
    "The back wheel wobbles & it squeaks <loudly> downhill.",
    "That sounds like a loose spoke. Is it a 28 inch wheel?",
    'Yes, 28". I think.',
    "Then it is an hour of work. Thursday at 9 or Friday at 14?",
    "Thursday, please 🙂",
    "Thursday at 9 it is. Which name shall I write down?",
    "Vi. V-i.",
    "Thank you, Vi. It will be 38 € with two new spokes.",
    "And if the rim is bent?",
    "Then I call you before I do anything.",
    "Good. Do you have a bike I can borrow?",
    "We do, for the day, at no cost.",
    "شكرا",
    "With pleasure.",
    "How late can I fetch it?",
    "Until 18:30, and the door is on the harbour side.",
    "Perfect, see you on Thursday then.",
    "See you on Thursday, Vi.",
]


def twenty_turns() -> list[str]:
    """What visitor and agent say by turns, the visitor first; no line twice, so that each can be found on a screen."""
    folder = MATERIAL / "sgd_dialogues"
    for dialogue in read(folder) if folder.is_dir() else ():
        lines = list(dialogue.lines())[:TURNS]
        by_turns = [visitor for visitor, _ in lines] == [turn % 2 == 0 for turn in range(TURNS)]
        said = [" ".join(text.split()) for _, text in lines]
        if by_turns and sum(one in other for one in said for other in said) == TURNS:
            return said
    return OWN
