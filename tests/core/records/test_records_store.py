"""The database as a whole: whole transactions, plain words when it cannot work, nothing lost to a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.core.model.clock import FixedClock
from app.core.model.errors import BugError, KnownError, TallmanError
from app.core.records import Records
from app.core.records.schema import HEAD, MIGRATIONS
from app.core.records.tables import Base

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
CLOCK = FixedClock(NOW)
POSTGRESQL = bool(os.environ.get("TALLMAN_TEST_URL"))
only_sqlite = pytest.mark.skipif(POSTGRESQL, reason="about SQLite files")


def _open(path: Path | str, **options: float) -> Records:
    return Records.open(f"sqlite:///{path}", CLOCK, **options)


def _opening_fails(path: Path | str) -> TallmanError:
    with pytest.raises(KnownError) as caught:
        _open(path, busy_seconds=0.05)
    assert caught.value.what
    assert caught.value.safe
    assert caught.value.next_step
    return caught.value


# -- transactions


def test_that_a_failed_transaction_leaves_nothing(records: Records) -> None:
    def fail() -> None:
        with records.transaction() as tx:
            tx.messages.store("a", b"a", NOW, "import", 1)
            tx.audit.append(None, "act", "s", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with records.reading() as tx:
        assert tx.messages.unread(10) == ()
        assert tx.audit.page() == ()
        assert tx.audit.verify() is None


def test_that_reading_cannot_write(records: Records) -> None:
    with pytest.raises(KnownError) as caught, records.reading() as tx:
        tx.messages.store("a", b"a", NOW, "import", 1)
    assert caught.value.code == "database_read_only"
    with records.transaction() as tx:
        assert tx.messages.unread(10) == ()
        tx.messages.store("a", b"a", NOW, "import", 1)


def test_that_a_reader_sees_one_state_while_a_writer_works(records: Records) -> None:
    with records.reading() as before:
        assert before.messages.unread(10) == ()
        with records.transaction() as tx:
            tx.messages.store("a", b"a", NOW, "import", 1)
        assert before.messages.unread(10) == ()
    with records.reading() as after:
        assert len(after.messages.unread(10)) == 1


def test_that_what_is_committed_is_there_after_opening_again(records: Records, url: str) -> None:
    with records.transaction() as tx:
        receipt = tx.messages.store("a", b"a", NOW, "import", 1)
    records.close()
    again = Records.open(url, CLOCK)
    with again.reading() as tx:
        assert tx.messages.bytes_of(receipt.id) == b"a"
    again.close()


def test_that_an_error_of_the_database_does_not_quote_values(records: Records) -> None:
    with records.transaction() as tx:
        tx._session.execute(text("INSERT INTO counter (name, value) VALUES ('Alma Nestor', 1)"))
    with pytest.raises(BugError) as caught, records.transaction() as tx:
        tx._session.execute(text("INSERT INTO counter (name, value) VALUES (:n, 1)"), {"n": "Alma Nestor"})
    error: BaseException | None = caught.value
    while error is not None:
        assert "Nestor" not in str(error)
        error = error.__cause__


# -- schema


def test_that_a_new_database_has_the_tables_that_the_code_expects(records: Records) -> None:
    with records._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    assert records.schema_version == HEAD


def test_that_the_newest_migration_is_the_one_the_program_knows() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


@only_sqlite
def test_that_migrating_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "new.db"
    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.execute", cut_short)
        with pytest.raises(KeyboardInterrupt):
            _open(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    _open(path).close()


@only_sqlite
def test_that_two_desks_may_make_the_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    start = threading.Barrier(3)
    failed: list[BaseException] = []

    def begin() -> None:
        start.wait()
        try:
            _open(path).close()
        except TallmanError as error:
            failed.append(error)

    threads = [threading.Thread(target=begin) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@only_sqlite
def test_that_the_promises_to_the_disk_are_in_force(records: Records) -> None:
    with records.transaction() as tx:
        ask = {p: tx._session.execute(text(f"PRAGMA {p}")).scalar_one() for p in ("journal_mode", "synchronous")}
        assert ask == {"journal_mode": "wal", "synchronous": 2}
        assert tx._session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


@only_sqlite
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_that_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    records = _open(path)
    with records.transaction() as tx:
        tx.messages.store("a", b"a", NOW, "import", 1)
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    records.close()


# -- surroundings that do not let us work


@only_sqlite
def test_that_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    _open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    connection.close()
    assert _opening_fails(path).code == "database_newer"
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("v9999",)
    connection.close()


@only_sqlite
def test_that_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (id INTEGER)")
    connection.close()
    assert _opening_fails(path).code == "database_foreign"
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    connection.close()


@only_sqlite
def test_that_a_file_which_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "noise.db"
    path.write_bytes(b"this is a letter, not a database\n" * 100)
    assert _opening_fails(path).code == "database_damaged"
    assert path.read_bytes().startswith(b"this is a letter")


@only_sqlite
def test_that_a_half_made_schema_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "half.db"
    _open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM alembic_version")
    connection.close()
    assert _opening_fails(path).code == "database_damaged"


@only_sqlite
def test_that_a_broken_page_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "torn.db"
    records = _open(path)
    with records.transaction() as tx:
        for n in range(300):
            tx.audit.append(None, "act", "s" * 500, {"n": n})
    records.close()
    data = bytearray(path.read_bytes())
    data[len(data) - 20 * 4096 :] = b"\xff" * (20 * 4096)
    path.write_bytes(data)
    torn = _open(path)
    with pytest.raises(KnownError) as caught, torn.reading() as tx:
        tx.audit.verify()
    assert caught.value.code == "database_damaged"
    torn.close()


@only_sqlite
def test_that_a_read_only_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    _open(path).close()
    assert _opening_fails(f"file:{path}?mode=ro&uri=true").code == "database_read_only"


@only_sqlite
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_that_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    _open(path).close()
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert _opening_fails(path).code in {"database_read_only", "database_unreachable"}
    finally:
        tmp_path.chmod(0o700)


@only_sqlite
def test_that_a_place_which_does_not_exist_is_called_unreachable(tmp_path: Path) -> None:
    assert _opening_fails(tmp_path / "no" / "such" / "folder.db").code == "database_unreachable"
    assert _opening_fails(tmp_path).code == "database_unreachable"


@only_sqlite
def test_that_a_database_in_memory_is_refused_because_it_would_keep_nothing() -> None:
    assert _opening_fails(":memory:").code == "database_place"


@pytest.mark.parametrize("url", ["nonsense", "nosuchengine://x/y", ""])
def test_that_a_url_nobody_can_open_is_refused(url: str) -> None:
    with pytest.raises(KnownError) as caught:
        Records.open(url, CLOCK)
    assert caught.value.code == "database_driver"


@only_sqlite
def test_that_a_locked_database_is_refused_at_opening_and_at_work(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    records = _open(path, busy_seconds=0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(KnownError) as caught, records.transaction() as tx:
        tx.audit.append(None, "act", "s", {})
    assert caught.value.code == "database_locked"
    assert _opening_fails(path).code == "database_locked"
    with records.reading() as tx:
        assert tx.audit.page() == ()
    holder.execute("ROLLBACK")
    holder.close()
    with records.transaction() as tx:
        assert tx.audit.append(None, "act", "s", {}).seq == 1
    records.close()


@only_sqlite
def test_that_a_full_disk_loses_nothing_that_was_kept(records: Records) -> None:
    def limit(pages: int) -> None:
        with records.transaction() as tx:
            tx._session.execute(text(f"PRAGMA max_page_count={pages}"))

    with records.transaction() as tx:
        pages = tx._session.execute(text("PRAGMA page_count")).scalar_one()
    limit(pages + 9)
    acknowledged: list[int] = []

    def write_until_full() -> None:
        for n in range(1000):
            with records.transaction() as tx:
                receipt = tx.messages.store(f"{n}", os.urandom(2000), NOW, "import", 1)
                tx.audit.append(None, "import", f"{n}", {})
            acknowledged.append(receipt.id)

    with pytest.raises(KnownError) as caught:
        write_until_full()
    assert caught.value.code == "disk_full"
    with records.reading() as tx:
        assert tx.messages.unread(1000) == tuple(acknowledged)
        assert len(tx.audit.page(1000)) == len(acknowledged)
        assert tx.audit.verify() is None
    limit(1_000_000)
    with records.transaction() as tx:
        tx.messages.store("after", os.urandom(2000), NOW, "import", 1)


# -- kills

_WRITER = """
import sys
from app.core.model.clock import SystemClock
from app.core.records import Records

records = Records.open(sys.argv[1], SystemClock())
n = 0
while True:
    with records.transaction() as tx:
        receipt = tx.messages.store(f"{n}", f"{sys.argv[2]} {n}".encode(), tx.now, "import", 1)
        tx.audit.append(None, "import", receipt.sha256, {})
    print(receipt.sha256, flush=True)
    n += 1
"""


@only_sqlite
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_that_killing_the_writer_loses_nothing_it_was_told_is_kept(url: str) -> None:
    promised: set[str] = set()
    for round_number in range(3):
        command = [sys.executable, "-c", _WRITER, url, str(round_number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(20 + 7 * round_number):
                promised.add(writer.stdout.readline().strip())
            writer.send_signal(signal.SIGKILL)
            promised |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    records = Records.open(url, CLOCK)
    with records.reading() as tx:
        stored = {tx.messages.get(one).sha256 for one in tx.messages.unread(100_000)}
        audited = {entry.subject for entry in tx.audit.page(100_000)}
        assert promised <= stored
        assert stored == audited
        assert tx.audit.verify() is None
        assert tx._session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    records.close()


# -- speed


def test_that_a_page_of_a_thousand_cases_is_quick(records: Records, add_case: Callable[..., int]) -> None:
    from time import perf_counter

    from app.core.model.case import QueueFilter

    with records.transaction() as tx:
        for n in range(1000):
            add_case(tx, priority=n % 7, patient=f"Patient{n} Nestor")
    taken: list[float] = []
    for shown in (QueueFilter(), QueueFilter(text="patient9 nes")) * 10:
        start = perf_counter()
        with records.reading() as tx:
            tx.cases.page(shown, None, 50)
        taken.append(perf_counter() - start)
    assert sorted(taken)[len(taken) // 2] < 0.05  # about 2 ms alone; ten times that on a busy machine
