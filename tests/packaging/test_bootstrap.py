"""The bootstrap: read by old Pythons, trusts a finished installation only, says what is missing."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The script as a module, on a checkout with spaces in its path and a pretended .venv."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path / "a check out"
    (root / "packaging").mkdir(parents=True)
    for name in ("pyproject.toml", *(f"packaging/requirements{x}.lock" for x in ("", "-dev"))):
        (root / name).write_text(name, "utf-8")
    venv = root / ".venv"
    venv.mkdir()
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "STAMP", venv / "bootstrap.json")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


@pytest.fixture
def installs(bootstrap, monkeypatch):
    """What would have been installed: the lock files and the project, in order."""
    done = []
    monkeypatch.setattr(bootstrap, "quietly", lambda command, *_: done.append(command[-1]))
    return done


def test_an_old_python_can_read_it():
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))


def test_an_unknown_command_shows_the_usage():
    done = subprocess.run([sys.executable, SCRIPT, "biuld"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "bootstrap.py demo" in done.stdout


def test_it_installs_once(bootstrap, installs):
    bootstrap.prepare()
    bootstrap.prepare()
    assert installs == ["packaging/requirements.lock", bootstrap.ROOT]


def test_the_developers_packages_include_the_applications(bootstrap, installs):
    bootstrap.prepare(dev=True)
    bootstrap.prepare()
    assert installs == ["packaging/requirements-dev.lock", bootstrap.ROOT]


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/requirements.lock"])
def test_a_changed_pin_is_installed(bootstrap, installs, changed):
    bootstrap.prepare(dev=True)
    (bootstrap.ROOT / changed).write_text("other", "utf-8")
    bootstrap.prepare(dev=True)
    assert len(installs) == 4


def test_an_interrupted_installation_is_repeated(bootstrap, installs, monkeypatch):
    bootstrap.prepare()
    (bootstrap.ROOT / "pyproject.toml").write_text("other", "utf-8")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "quietly", stop)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.prepare()
    assert not bootstrap.STAMP.exists()
    bootstrap.prepare()
    assert len(installs) == 4


def test_a_moved_checkout_gets_a_new_environment(bootstrap, installs):
    assert bootstrap.is_usable()
    bootstrap.STAMP.write_text(json.dumps({"root": "/elsewhere"}), "utf-8")
    assert not bootstrap.is_usable()


def test_an_environment_whose_python_is_gone_is_not_usable(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "PYTHON", bootstrap.VENV / "bin" / "python")
    assert not bootstrap.is_usable()


def test_a_failed_command_is_told_with_its_last_words_and_the_remedy(bootstrap):
    command = [sys.executable, "-c", "print('chatter'); print('ERROR: no space'); exit(1)"]
    with pytest.raises(bootstrap.Stop, match=r"(?s)It failed.*no space.*Make room") as caught:
        bootstrap.quietly(command, "It failed:", "Make room.")
    assert "chatter" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no system libraries to look for")
class TestLibraries:
    @pytest.fixture
    def lacking(self, bootstrap, monkeypatch):
        """Pretend that two libraries are missing: one for Qt at all, one for a window only."""
        missing = {"libEGL.so.1": bootstrap.QT_ANYWHERE, "libxcb-cursor.so.0": bootstrap.QT_ALL}

        def look(files):
            return sorted(name for name, needed_by in missing.items() if set(needed_by) <= {*files})

        monkeypatch.setattr(bootstrap, "missing_libraries", look)
        monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
        return missing

    def test_they_are_installed_when_that_is_allowed(self, bootstrap, lacking, monkeypatch, capsys):
        def install(packages):
            assert packages == ["libegl1", "libxcb-cursor0"]
            lacking.clear()
            return True

        monkeypatch.setattr(bootstrap, "apt_install", install)
        bootstrap.supply_libraries(must_run_qt=True)
        assert capsys.readouterr().err == ""

    def test_else_they_are_named_and_the_job_goes_on(self, bootstrap, lacking, monkeypatch, capsys):
        monkeypatch.setattr(bootstrap, "apt_install", lambda _: False)
        bootstrap.supply_libraries()
        said = capsys.readouterr().err
        assert "sudo apt-get install libegl1 libxcb-cursor0" in said
        assert "Going on" in said

    def test_tests_stop_only_for_what_they_need(self, bootstrap, lacking, monkeypatch):
        monkeypatch.setattr(bootstrap, "apt_install", lambda _: False)
        with pytest.raises(bootstrap.Stop, match="libEGL"):
            bootstrap.supply_libraries(must_run_qt=True)
        del lacking["libEGL.so.1"]
        bootstrap.supply_libraries(must_run_qt=True)


@pytest.mark.parametrize(
    ("present", "allowed", "in_ci", "asked", "told"),
    [
        ({"apt-get", "softhsm2-util"}, True, "", [], ""),
        ({"apt-get"}, True, "", [["softhsm2"]], ""),
        ({"apt-get"}, False, "", [["softhsm2"]], "sudo apt-get install softhsm2"),
        (set(), False, "", [["softhsm2"]], ""),
        ({"apt-get"}, True, "true", [["libreoffice-calc-nogui", "softhsm2"]], ""),
        ({"apt-get", "softhsm2-util", "soffice"}, True, "true", [], ""),
    ],
    ids=["there", "installed", "not allowed", "no Debian", "in CI", "there in CI"],
)
def test_what_single_tests_need_is_installed_or_named(
    bootstrap, monkeypatch, capsys, present, allowed, in_ci, asked, told
):
    installed = []
    monkeypatch.setenv("CI", in_ci)
    monkeypatch.setattr(bootstrap, "apt_install", lambda what: installed.append(what) or allowed)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name in present else None)
    bootstrap.supply_programs()
    assert installed == asked
    said = capsys.readouterr().err
    assert told in said
    assert bool(told) == bool(said)


def pins(name):
    lines = (ROOT / "packaging" / name).read_text("utf-8").splitlines()
    return {line.rstrip(" \\") for line in lines if line and not line.startswith((" ", "#"))}


def test_both_locks_pin_the_same_versions():
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_package_by_hash_and_names_no_place(name):
    text = (ROOT / "packaging" / name).read_text("utf-8")
    assert text.count("--hash=sha256:") > len(pins(name))
    assert all("==" in pin for pin in pins(name))
    assert "://" not in text


def test_nothing_built_on_agpl_parts_is_shipped():
    assert not [p for p in pins("requirements.lock") if p.startswith(("outloud", "pymupdf"))]


def test_the_wheel_carries_the_resources(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "oscb_desktop/__init__.py" in names
    assert "oscb_desktop/_resources/fonts/OSCBSans-Regular.ttf" in names
    assert not [n for n in names if n.startswith(("tests/", "packaging/", "resources/"))]
