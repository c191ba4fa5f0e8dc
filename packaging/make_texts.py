"""Write every text a person reads into a .ts file, for Qt Linguist (a developer's tool).

    python packaging/make_texts.py oscb_cy.ts

Translated, it becomes ``resources/i18n/oscb_cy.qm`` with ``pyside6-lrelease``. Qt's own tool finds
what goes through ``tr``. What goes through ``say`` and ``counted``, and the catalogue of problems,
is handed to it as calls that it knows. A file that is there already keeps its translations.
"""

import ast
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CALLS = {"say": (0, ""), "counted": (2, ", None, count")}  # which argument, and what follows it


def core_calls(package: Path) -> Iterator[str]:
    """Yield a call of Qt's for each text that goes through the core's own functions."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at, more = CALLS.get(node.func.id, (len(node.args), ""))
                for text in node.args[at : at + 1]:
                    if isinstance(text, ast.Constant):
                        yield f'translate("core", {quoted(str(text.value))}{more})'


def problem_calls(folder: Path) -> Iterator[str]:
    """Yield a call of Qt's for each text of the catalogue."""
    for path in sorted(folder.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for name in ("title", "message", "remedy", "help"):
                text = entry.get(name, "")
                more = ", None, count" if name == "message" and "message_one" in entry else ""
                yield f'translate("problems", {quoted(text.strip())}{more})'


def quoted(text: str) -> str:
    """Return a text as Qt's tool reads it."""
    held = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{held}"'


def main(target: Path) -> None:
    """Write or refresh the .ts file ``target``."""
    lupdate = Path(sysconfig.get_path("scripts")) / "pyside6-lupdate"
    package = ROOT / "oscb_desktop"
    with tempfile.TemporaryDirectory() as folder:
        calls = Path(folder) / "calls.py"
        found = dict.fromkeys([*core_calls(package), *problem_calls(ROOT / "resources/problems")])
        calls.write_text("\n".join(found) + "\n", encoding="utf-8")
        window = sorted(map(str, (package / "ui").rglob("*.py")))
        command = [lupdate, *window, calls, "-no-obsolete", "-locations", "none", "-ts", target]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
