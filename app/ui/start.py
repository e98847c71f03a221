"""Which desk is opened: the pharmacy's own, or the demo's, each in its place and with its clock."""

from __future__ import annotations

from app.core.settings import Settings
from app.ui.application import OpenDesk, run


def open_desk(settings: Settings, *, demo: bool, own_place: bool) -> int:
    """Show the window and open the desk behind it; stays until the window is closed."""
    if demo and not own_place:  # the demo never mixes with the pharmacy's own records
        settings = settings.model_copy(update={"data_dir": settings.data_dir / "demo", "database_url": None})

    def opener() -> OpenDesk:
        from app.core.desk import Desk
        from app.core.seeding import open_demo

        desk = open_demo(settings) if demo else Desk.open(settings)
        desk.warm_up()
        return desk

    return run(opener)
