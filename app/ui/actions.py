"""The one registry of actions: menus, the keys overlay and tests all read from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One line of the keys overlay."""

    group: str
    keys: tuple[str, ...]
    text: str
    help: str
    enabled: bool


class Actions(QObject):
    """Every action of the desk by its name.

    An action belongs to a widget: its key works while the focus is in that widget (or anywhere in the
    window, for `window=True`), and it leaves the registry together with it. Letters typed into a text field
    go to the field.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, str] = {}

    def add(
        self,
        owner: QWidget,
        name: str,
        text: str,
        shortcut: str | Sequence[str] = "",
        *,
        help: str = "",  # noqa: A002 - the field's name in the overlay
        group: str = "Desk",
        triggered: Callable[[], object] | None = None,
        window: bool = False,
        auto_repeat: bool = False,
    ) -> QAction:
        """Register an action and bind its keys to its owner; a held key does not repeat it."""
        if name in self._actions:
            raise ValueError(f"an action named {name} is there already")
        action = QAction(text, owner)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in _keys(shortcut)])
        scope = Qt.ShortcutContext
        action.setShortcutContext(scope.WindowShortcut if window else scope.WidgetWithChildrenShortcut)
        action.setAutoRepeat(auto_repeat)
        action.setStatusTip(help)
        if triggered is not None:
            action.triggered.connect(lambda _checked=False: triggered())
        owner.addAction(action)
        self._actions[name] = action
        self._groups[name] = group
        action.destroyed.connect(partial(self._forget, name, id(action)))
        return action

    def drop(self, owner: QWidget) -> None:
        """Forget the actions of a widget that is about to go, and of all in it: their names are free."""
        for name, action in tuple(self._actions.items()):
            parent = action.parent()
            if isinstance(parent, QWidget) and (parent is owner or owner.isAncestorOf(parent)):
                self._forget(name, id(action))

    def get(self, name: str) -> QAction:
        """The action of a name; a KeyError tells of a misspelt one."""
        return self._actions[name]

    def names(self) -> tuple[str, ...]:
        """All names, in the order in which they were added."""
        return tuple(self._actions)

    def help(self) -> dict[str, list[KeyHelp]]:
        """The lines of the keys overlay by group; only actions with a key, on what is visible."""
        lines = [self._line(name) for name, action in self._actions.items() if _listed(action)]
        order = {group: at for at, group in enumerate(dict.fromkeys(line.group for line in lines))}
        lines.sort(key=lambda line: order[line.group])
        return {group: list(found) for group, found in groupby(lines, key=lambda line: line.group)}

    def clashes(self) -> list[str]:
        """Keys that two actions claim which could both answer now."""
        claims: Counter[tuple[object, str]] = Counter()
        for action in self._actions.values():
            owner = action.parent()
            if isinstance(owner, QWidget) and owner.isVisible() and action.isEnabled():
                everywhere = action.shortcutContext() is Qt.ShortcutContext.WindowShortcut
                place = "window" if everywhere else id(owner)
                claims.update((place, key.toString()) for key in action.shortcuts())
        return sorted({key for (_, key), count in claims.items() if count > 1})

    def _line(self, name: str) -> KeyHelp:
        action = self._actions[name]
        native = QKeySequence.SequenceFormat.NativeText
        keys = tuple(key.toString(native) for key in action.shortcuts())
        text = action.text().replace("&", "")
        return KeyHelp(self._groups[name], keys, text, action.statusTip(), action.isEnabled())

    def _forget(self, name: str, identity: int, _gone: QObject | None = None) -> None:
        if name in self._actions and id(self._actions[name]) == identity:
            del self._actions[name], self._groups[name]


def _keys(shortcut: str | Sequence[str]) -> list[str]:
    return [shortcut] * bool(shortcut) if isinstance(shortcut, str) else list(shortcut)


def _listed(action: QAction) -> bool:
    owner = action.parent()
    return bool(action.shortcuts()) and action.isVisible() and isinstance(owner, QWidget) and owner.isVisible()
