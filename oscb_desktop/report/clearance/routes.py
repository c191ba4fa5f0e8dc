"""Clearance routes: who clears a report, after whom, and what each of them answers for.

Data in ``resources/routes``; a template names its route.
"""

from collections.abc import Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.template import Template

ALL: Final = "all"
DETAILS: Final = "details"
TEXT: Final = "text"
FIGURES: Final = "figures"
ANNEXES: Final = "annexes"
MONEY: Final = "money"
AREAS: Final = frozenset({ALL, DETAILS, TEXT, FIGURES, ANNEXES, MONEY})


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One desk a report passes. ``covers`` holds areas (`AREAS`) and keys of sections.

    ``after`` names the steps that must be cleared before this one counts; ``post`` is what the
    person who clears it usually is; ``desk`` says where a report then is ("the legal desk").
    ``apart_from`` names steps that one and the same person may not clear as well.
    """

    id: str
    title: str
    post: str
    covers: tuple[str, ...]
    after: tuple[str, ...] = ()
    desk: str = ""
    apart_from: tuple[str, ...] = ()


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The steps of a route, each after those it waits for."""

    id: str
    title: str
    steps: tuple[Step, ...]

    def apart_from(self, step: Step) -> tuple[Step, ...]:
        """Return the steps that another person has to clear, whichever of the two says so."""
        return tuple(
            other
            for other in self.steps
            if other.id in step.apart_from or step.id in other.apart_from
        )

    def step(self, step_id: str) -> Step:
        """Return a step; raise ``UsageError`` naming the known ones."""
        for step in self.steps:
            if step.id == step_id:
                return step
        known = ", ".join(step.id for step in self.steps)
        raise UsageError(
            say("The route has no step called '{step_id}'.", step_id=step_id),
            say("Use one of: {known}.", known=known),
        )


def load_route(path: Path) -> Route:
    """Read a route; raise ``OscbError`` naming the file and the key that does not fit."""
    route = resources.load(path, Route)
    if not route.steps:
        raise _unfit(path, "steps", say("a route has at least one step"))
    _check_steps(path, route.steps)
    return _in_order(path, route)


def _check_steps(path: Path, steps: Sequence[Step]) -> None:
    ids = [step.id for step in steps]
    for step in steps:
        key = f"steps.{step.id}"
        if ids.count(step.id) > 1:
            raise _unfit(path, key, say("another step has the same id"))
        if not step.covers:
            raise _unfit(path, f"{key}.covers", say("a clearance of nothing clears nothing"))
        for field, names in (("after", step.after), ("apart_from", step.apart_from)):
            strange = [name for name in names if name not in ids]
            if strange:
                raise _unfit(
                    path,
                    f"{key}.{field}",
                    say("there is no step '{step}'", step=strange[0]),
                )
        if step.id in step.apart_from:
            raise _unfit(path, f"{key}.apart_from", say("a step is not apart from itself"))


def _in_order(path: Path, route: Route) -> Route:
    """Return a route's steps as written, save where one would stand before one it waits for."""
    try:
        order = tuple(TopologicalSorter({s.id: s.after for s in route.steps}).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise _unfit(
            path, "steps", say("these wait for one another: {circle}", circle=circle)
        ) from error
    place = {name: at for at, name in enumerate(order)}
    written = {step.id: at for at, step in enumerate(route.steps)}
    if any(written[name] > written[step.id] for step in route.steps for name in step.after):
        ordered = sorted(route.steps, key=lambda step: place[step.id])
        return msgspec.structs.replace(route, steps=tuple(ordered))
    return route


@cache
def routes() -> dict[str, Route]:
    """Return every route by id."""
    paths = sorted(resources.find("routes").glob("*.toml"))
    return {route.id: route for route in map(load_route, paths)}


def route_for(template: Template) -> Route:
    """Return a template's route; raise ``OscbError`` where the two do not fit together."""
    route = routes().get(template.route)
    name = f"{template.id}.toml"
    if route is None:
        raise OscbError(
            say(
                "{name}: route: there is no route called '{route}'.",
                name=name,
                route=template.route,
            ),
            say("Use one of: {known}.", known=", ".join(routes())),
        )
    known = AREAS | {section.key for section in template.sections}
    for step in route.steps:
        for area in step.covers:
            if area not in known:
                raise OscbError(
                    say(
                        "{route}.toml: steps.{step}.covers: the template {template} has no section "
                        "'{area}'.",
                        route=route.id,
                        step=step.id,
                        template=template.id,
                        area=area,
                    ),
                    say("Use one of: {known}.", known=", ".join(sorted(known))),
                )
    return route


def _unfit(path: Path, key: str, what: str) -> OscbError:
    return OscbError(
        say("{file}: {key}: {what}.", file=path.name, key=key, what=what),
        say("Correct the key named."),
    )
