"""How many branches are taken is added up by room, and the bound is held for all together."""

from __future__ import annotations

from tests import branches

MODULES = {
    "oscb_desktop/__init__.py": (0, 0),
    "oscb_desktop/report/a.py": (9, 10),
    "oscb_desktop/report/wing/b.py": (10, 10),
    "oscb_desktop/store/c.py": (0, 4),
}


def test_rooms_are_told_and_the_bound_is_kept() -> None:
    lines, kept = branches.told(MODULES, 79)
    assert kept
    assert lines[:-1] == [" 100.0 %  oscb_desktop", "  95.0 %  report", "   0.0 %  store"]
    assert lines[-1].startswith("  79.2 %  of 24 branches of the core are taken, as they must")


def test_where_it_is_not_kept_the_worst_modules_are_named() -> None:
    lines, kept = branches.told(MODULES, 80)
    assert not kept
    worst = [line.split("  ")[-1] for line in lines[3:-1]]
    assert worst[:2] == ["oscb_desktop/store/c.py", "oscb_desktop/report/a.py"]
    assert "too few: the bound is 80 %" in lines[-1]
