"""What the first click needs, loaded while the first page waits for it."""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from oscb_desktop.ui.workers import Progress, Workers

# In this order none takes longer than 50 ms, so that the window answers in between.
_PAGES = (
    "oscb_desktop.ui.pages.new_report_page",
    "oscb_desktop.ui.editor.view",
    "oscb_desktop.ui.editor.editor",
    "oscb_desktop.ui.figures.picker",
    "oscb_desktop.ui.outline.outline",
    "oscb_desktop.ui.preview.preview",
    "oscb_desktop.ui.report_page.together",
    "oscb_desktop.ui.report_page.page",
    "oscb_desktop.ui.desk.desk",
)


def load_ahead(workers: Workers, owner: QObject) -> None:
    """Load what is no window's on a worker's thread, then the pages in steps, if ``owner`` lives.

    Modules of the window are loaded on its thread only: two threads must not make one of Qt's
    classes for Python at a time.
    """
    pages = iter(_PAGES)

    def load_page(_: None = None) -> None:
        name = next(pages, None)
        if name is not None:
            import_module(name)
            QTimer.singleShot(0, owner, load_page)

    workers.parallel.run(_load, owner=owner, done=load_page)


def _load(progress: Progress) -> None:
    from oscb_desktop.operations.home.ahead import load_ahead

    load_ahead(progress)
