"""Clearance routes: read as written, refused with the file and the key where they do not fit."""

from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.report.clearance.routes import load_route, route_for, routes
from oscb_desktop.report.content.template import find_template, templates

HEAD = 'id = "r"\ntitle = "R"\n'


def step(name: str, after: str = "[]", covers: str = '["all"]') -> str:
    return (
        f'[[steps]]\nid = "{name}"\ntitle = "{name}"\npost = "Officer"\n'
        f"after = {after}\ncovers = {covers}\n"
    )


def written(folder: Path, *steps: str) -> Path:
    path = folder / "route.toml"
    path.write_text(HEAD + "".join(steps), encoding="utf-8")
    return path


def test_every_template_has_a_route_that_fits() -> None:
    for template in templates().values():
        assert route_for(template).steps


def test_the_scrutiny_route_runs_finance_beside_legal() -> None:
    route = route_for(find_template("scrutiny-annual-report"))
    assert [held.id for held in route.steps][:2] == ["author", "director"]
    assert route.step("finance").after == route.step("legal").after == ("director",)
    assert set(route.step("democratic-services").after) == {"finance", "legal"}
    assert "financial-and-staff-implications" in route.step("finance").covers


def test_an_unknown_step_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="author, director, finance"):
        routes()["scrutiny"].step("mayor")


@pytest.mark.parametrize(
    ("steps", "key"),
    [
        ((), "steps"),
        ((step("a"), step("a")), "steps.a"),
        ((step("a", '["b"]'),), "steps.a.after"),
        ((step("a", covers="[]"),), "steps.a.covers"),
        ((step("a", '["b"]'), step("b", '["a"]')), "steps"),
        (('[[steps]]\nid = "a"\ntitle = "A"\n',), r"\$\.steps\[0\]"),
        ((step("a") + "who = 1\n",), "who"),
        ((step("a") + 'apart_from = ["b"]\n',), "steps.a.apart_from"),
        ((step("a") + 'apart_from = ["a"]\n',), "steps.a.apart_from"),
    ],
)
def test_a_route_that_does_not_fit_is_refused_at_its_key(
    tmp_path: Path, steps: tuple[str, ...], key: str
) -> None:
    with pytest.raises(OscbError, match=f"route.toml: .*{key}"):
        load_route(written(tmp_path, *steps) if steps else _empty(tmp_path))


def _empty(folder: Path) -> Path:
    path = folder / "route.toml"
    path.write_text(f"{HEAD}steps = []\n", encoding="utf-8")
    return path


def test_steps_come_after_those_they_wait_for(tmp_path: Path) -> None:
    route = load_route(written(tmp_path, step("b", '["a"]'), step("a")))
    assert [held.id for held in route.steps] == ["a", "b"]


def test_a_template_without_the_section_that_a_route_covers_is_refused() -> None:
    template = find_template("scrutiny-annual-report")
    fewer = tuple(
        held for held in template.sections if held.key != "financial-and-staff-implications"
    )
    with pytest.raises(OscbError, match=r"scrutiny\.toml: steps\.finance\.covers"):
        route_for(msgspec.structs.replace(template, sections=fewer))


def test_a_template_naming_no_route_is_refused() -> None:
    template = msgspec.structs.replace(find_template("scrutiny-annual-report"), route="elsewhere")
    with pytest.raises(OscbError, match=r"scrutiny-annual-report\.toml: route"):
        route_for(template)


def test_steps_are_kept_apart_whichever_of_them_says_so(tmp_path: Path) -> None:
    route = load_route(written(tmp_path, step("a"), step("b") + 'apart_from = ["a"]\n', step("c")))
    apart = {held.id: [other.id for other in route.apart_from(held)] for held in route.steps}
    assert apart == {"a": ["b"], "b": ["a"], "c": []}


def test_the_law_keeps_the_monitoring_officer_apart_from_the_chief_finance_officer() -> None:
    for route in routes().values():
        assert route.step("finance") in route.apart_from(route.step("legal"))
        assert "money" in route.step("finance").covers
