"""The menus: every action of the shell, registered once and shown where people look for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QWidget

from app.ui.actions import Actions
from app.ui.shell.pages import PageSpec


@dataclass(frozen=True, slots=True)
class Acts:
    """What the shell's actions do."""

    import_files: Callable[[], object]
    import_folder: Callable[[], object]
    ask_refill: Callable[[], object]
    sign_out: Callable[[], object]
    leave: Callable[[], object]
    open_page: Callable[[str], object]
    refresh: Callable[[], object]
    change_scheme: Callable[[], object]
    show_keys: Callable[[], object]


def build_menus(window: QWidget, actions: Actions, acts: Acts, specs: tuple[PageSpec, ...]) -> QMenuBar:
    """Register the shell's actions and put them into menus."""
    bar = QMenuBar()
    bar.setObjectName("menuBar")
    bar.setAccessibleName("Menus")

    def add(name: str, text: str, key: str | list[str], act: Callable[[], object], told: str = "") -> QAction:
        return actions.add(window, name, text, key, triggered=act, window=True, help=told)

    file = bar.addMenu("&File")
    view = bar.addMenu("&View")
    for spec in specs:
        page = add(f"page.{spec.name}", spec.in_file or spec.text, spec.key, _opener(acts, spec.name))
        (file if spec.in_file else view).addAction(page)
    told = "By its number; the next fill is queued"
    file.addAction(add("desk.refill", "&Refill request …", "Ctrl+Shift+R", acts.ask_refill, told))
    file.addSeparator()
    file.addAction(add("desk.import_files", "Import &files …", "Ctrl+O", acts.import_files, "Receive prescriptions"))
    file.addAction(add("desk.import_folder", "Import f&older …", "Ctrl+Shift+O", acts.import_folder))
    file.addSeparator()
    file.addAction(add("desk.sign_out", "&Sign out", "Ctrl+Shift+Q", acts.sign_out, "Let somebody else work here"))
    file.addAction(add("desk.quit", "&Quit", "Ctrl+Q", acts.leave))
    view.addSeparator()
    view.addAction(add("desk.refresh", "&Refresh", "F5", acts.refresh))
    view.addAction(add("desk.scheme", "Light or &dark", "Ctrl+Shift+D", acts.change_scheme))
    about = bar.addMenu("&Help")
    about.addAction(add("desk.keys", "&Keys", ["?", "F1"], acts.show_keys, "All keys that work here"))
    return bar


def _opener(acts: Acts, name: str) -> Callable[[], object]:
    return lambda: acts.open_page(name)
