"""Prepare this checkout and run it; needs Python 3.11 or newer and nothing else.

    python packaging/bootstrap.py demo [ARGUMENTS]   make the sample report and its PDF
    python packaging/bootstrap.py test [ARGUMENTS]   run the tests; arguments go to pytest
    python packaging/bootstrap.py run [ARGUMENTS]    run oscb-desktop
    python packaging/bootstrap.py check              style, types, imports, complexity
    python packaging/bootstrap.py setup [--dev]      only prepare

Each first makes .venv at the project's root, or brings it up to date, from the pinned
requirements.lock (test and check: requirements-dev.lock) and says what else is missing.
"""

import sys

# This file keeps to what Python 3.6 can parse, so that an old one can be told so.
if sys.version_info < (3, 11):
    sys.exit(
        "OSCB Desktop needs Python 3.11 or newer; "
        f"this is Python {sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}).\n"
        f"Run the command again with a newer one, for example: python3.11 {' '.join(sys.argv)}"
    )

import hashlib
import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / ".venv"
STAMP = VENV / "bootstrap.json"
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")

# What Qt needs of a Debian or Ubuntu system, by the library that is found missing.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
# What single tests need of it, by the program that is found missing; else they are skipped.
TEST_PACKAGES = {"softhsm2-util": "softhsm2"}
# Too large to be put on a person's machine for six tests; where CI is set it is.
CI_PACKAGES = {"soffice": "libreoffice-calc-nogui"}
QT_ANYWHERE = ["QtWidgets.abi3.so", "QtPdfWidgets.abi3.so", "Qt/plugins/platforms/libqoffscreen.so"]
QT_ALL = [*QT_ANYWHERE, "Qt/plugins/platforms/libqxcb.so"]


class Stop(Exception):
    """What stands in the way, and the remedy, in words for the person at the keyboard."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def quietly(command: list, problem: str, remedy: str = "") -> None:
    """Run a command; when it fails, stop with the problem, its last words and the remedy."""
    words = [str(part) for part in command]
    try:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, errors="replace")
    except OSError as error:
        raise Stop(f"{problem} ({error})\n{remedy}") from error
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        last = [line for line in lines if line.upper().startswith("ERROR")] or lines
        if any("connection broken" in line for line in lines):
            last = ["There was no connection to the package server.", *last[-2:]]
        raise Stop("\n".join([problem, *("    " + line for line in last[-6:]), remedy]))


# The virtual environment


def is_usable() -> bool:
    """Tell whether .venv runs, has pip, and was made here by the Python that runs this."""
    if read_stamp().get("root", str(ROOT)) != str(ROOT):
        return False
    ask = "import sys, pip; print(sys.version_info[:2], sys.base_prefix)"
    try:
        answer = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True)
    except OSError:
        return False
    made_by = f"{sys.version_info[:2]} {sys.base_prefix}"
    return answer.returncode == 0 and answer.stdout.strip() == made_by


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not apt_install([package]):
            raise Stop(
                "This Python cannot make virtual environments: its ensurepip module is missing.\n"
                f"On Debian or Ubuntu: sudo apt-get install {package}"
            ) from None
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise Stop(f"{VENV} must be made anew: run this with the Python outside it.")
    if VENV.exists():
        say(f"Making {VENV} anew: it does not run, or belongs to another Python or place.")
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise Stop(
                f"{VENV} could not be removed ({error}).\n"
                "Close OSCB Desktop and whatever else runs from it, then try again."
            ) from error
    quietly([sys.executable, "-m", "venv", VENV], "The virtual environment could not be made:")


def digest(*names: str) -> str:
    """Return one hash of everything an installation depends on."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", *names)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read_stamp() -> dict:
    try:
        return json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def prepare(dev: bool = False) -> None:
    """Bring .venv up to date; the stamp is written last, so an interrupted run is repeated."""
    runtime, developer = "packaging/requirements.lock", "packaging/requirements-dev.lock"
    state = {"root": str(ROOT), "runtime": digest(runtime), "dev": digest(runtime, developer)}
    level = "dev" if dev else "runtime"
    usable = is_usable()
    if usable and read_stamp().get(level) == state[level]:
        return
    if not usable:
        make_venv()
    STAMP.unlink(missing_ok=True)
    say(f"Installing the pinned packages into {VENV} (a minute or two the first time) ...")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    lock = developer if dev else runtime
    quietly(
        [*pip, "--require-hashes", "--only-binary=:all:", "-r", lock],
        "The packages could not be installed. pip said:",
        "If this computer is offline or behind a proxy, connect it and run the command again.\n"
        "The packages exist for 64-bit Windows 10 and 11, and for Linux from Debian 12 or\n"
        "Ubuntu 22.04 on (glibc 2.34); a very new Python may not be served yet.",
    )
    quietly(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT],
        "OSCB Desktop itself could not be installed. pip said:",
    )
    if not dev:
        del state["dev"]
    STAMP.write_text(json.dumps(state), "utf-8")


# The system's libraries


def missing_libraries(files: list) -> list:
    """Return what the dynamic linker does not find for Qt's files."""
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return []
    folders = VENV.glob("lib/python*/site-packages/PySide6")
    paths = [str(folder / name) for folder in folders for name in files]
    found = subprocess.run(["ldd", *paths], capture_output=True, text=True).stdout.splitlines()
    return sorted({line.split()[0] for line in found if line.endswith("not found")})


def apt_install(packages: list) -> bool:
    """Install Debian packages when that is allowed without asking; tell whether it worked."""
    if not shutil.which("apt-get"):
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and subprocess.run(["sh", "-c", "sudo -n true"], capture_output=True).returncode:
        return False
    say(f"Installing with apt-get: {' '.join(packages)} ...")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = [*apt, "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends"]
    for step in ([*install, *packages], [*apt, "update"], [*install, *packages]):
        done = subprocess.run(step, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if step[-1] != "update" and done.returncode == 0:
            return True
    say(done.stderr.strip())
    return False


def supply_libraries(must_run_qt: bool = False) -> None:
    """Supply what Qt lacks, or say what it is; stop only when the job cannot do without."""
    missing = missing_libraries(QT_ALL)
    packages = sorted({PACKAGES[name] for name in missing if name in PACKAGES})
    if packages and apt_install(packages):
        missing = missing_libraries(QT_ALL)
    if not missing:
        return
    text = f"Qt does not find these libraries of the system: {', '.join(missing)}."
    if packages and shutil.which("apt-get"):
        text += f"\nInstall them: sudo apt-get install {' '.join(packages)}"
    if must_run_qt and missing_libraries(QT_ANYWHERE):
        raise Stop(text)
    say(text + "\nGoing on: what needs no window works without them.")


def supply_programs() -> None:
    """Supply what single tests need of a Debian system, or say what it is."""
    wanted = TEST_PACKAGES | (CI_PACKAGES if os.environ.get("CI") else {})
    missing = sorted(wanted[name] for name in wanted if not shutil.which(name))
    if missing and not apt_install(missing) and shutil.which("apt-get"):
        packages = " ".join(missing)
        say(f"Some tests are skipped without {packages}: sudo apt-get install {packages}")


# The commands


def call(program: str, *arguments: str, **options) -> int:
    """Run a program of .venv in the foreground and return its exit code."""
    path = SCRIPTS / (program + (".exe" if WINDOWS else ""))
    return subprocess.call([str(path), *arguments], **options)


def run(*arguments: str) -> int:
    prepare()
    supply_libraries()
    return call("oscb-desktop", *arguments)


def demo(*arguments: str) -> int:
    return run("demo", *arguments)


def test(*arguments: str) -> int:
    prepare(dev=True)
    supply_libraries(must_run_qt=True)
    supply_programs()
    offscreen = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    return call("pytest", *arguments, cwd=ROOT, env=offscreen)


def check() -> int:
    prepare(dev=True)
    steps = (
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports --no-logo --no-cache",
        "complexipy",
    )
    failed = []
    for step in steps:
        say("> " + step)
        if call(*shlex.split(step), cwd=ROOT):
            failed.append(step)
    say(f"Not passed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def setup(option: str = "") -> int:
    prepare(dev=option == "--dev")
    supply_libraries()
    say(f"Ready: {SCRIPTS / 'oscb-desktop'}")
    return 0


COMMANDS = {"demo": demo, "test": test, "run": run, "check": check, "setup": setup}


def main() -> int:
    name, *arguments = sys.argv[1:] or ["--help"]
    takes = {"check": [[]], "setup": [[], ["--dev"]]}.get(name, [arguments])
    if name not in COMMANDS or arguments not in takes:
        print(__doc__)
        return 0 if name in ("-h", "--help") else 2
    try:
        return COMMANDS[name](*arguments)
    except Stop as stop:
        say(str(stop).strip())
        return 1
    except OSError as error:
        say(f"That did not work: {error}.")
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the command again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
