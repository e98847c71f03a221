"""tallman: starts the desk, or a headless command.

Light on imports: worker processes come through here again.
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from app.core.settings import Settings


def main() -> int:
    """The console script: a command, or the desk when none is named."""
    multiprocessing.freeze_support()
    from app.cli import main as command

    return command(_screen)


def desk() -> int:
    """The GUI script: the desk."""
    return main()


def _screen(options: argparse.Namespace, settings: Settings) -> int:
    """The commands that need Qt."""
    if options.command == "screenshots":
        from app.ui.screenshots import take

        return take(Path(options.folder))
    from app.ui.start import open_desk

    return open_desk(settings, demo=options.command == "demo", own_place=bool(options.command and options.data))


if __name__ == "__main__":
    sys.exit(main())
