"""The command that works a figure out from others by a formula."""

import argparse

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.cli import telling
from oscb_desktop.cli.opening import open_for

HELP = "work a figure out from others, by a formula"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what can be said of a figure to work out."""
    parser.add_argument("--key", required=True, help='its name: it becomes "derived.KEY.value"')
    parser.add_argument(
        "--formula",
        default="",
        help="sum(A, B …), difference(A, B), change(NOW, BEFORE), share(PART, WHOLE), "
        "rate(COUNT, POPULATION) per 10,000, mean(A, B …) or rank(ONE, OTHERS …), each "
        "input the key of a figure",
    )
    parser.add_argument("--label", default="", help="what it is called (default: its name)")
    parser.add_argument("--unit", default="", help="default: the one that the formula gives")
    parser.add_argument("--remove", action="store_true", help="no longer work it out")
    parser.add_argument("--json", action="store_true")


def derive(parsed: argparse.Namespace) -> int:
    """Work a figure out and tell it, or take one out; return the exit status."""
    from oscb_desktop.operations.writing import deriving

    if parsed.remove == bool(parsed.formula):
        raise UsageError(say("Give --formula, or --remove."))
    with open_for(parsed.file) as opened:
        if parsed.remove:
            deriving.stop_deriving(opened, parsed.key)
            telling.tell(f"'{parsed.key}' is no longer worked out.")
            return 0
        made = deriving.derive(
            opened, parsed.key, parsed.formula, label=parsed.label, unit=parsed.unit
        )
    figure = made.snapshot.figures.get(made.key)
    if figure is not None and parsed.json:
        from oscb_desktop.cli.telling_figures import figure_told

        telling.tell_json(figure_told(made.snapshot.figures, made.key))
    elif figure is not None:
        telling.tell_figure(figure)
    if made.replaced:
        telling.tell(f"It replaces the one that {made.key} was before.", error=True)
    if made.why:
        telling.tell(f"It has no value: {made.why}", error=True)
    return 0
