"""The worker pool: the screens' only door to the core; results, errors and progress come back as signals.

The database has one lane with one thread, so its acts happen in the order in which they were asked for; input
and output have another. Work that would hold the interpreter lock is handed to processes by the core itself.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import CancelledError
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from app.core.model.errors import BugError, TallmanError

_log = logging.getLogger(__name__)

_PROGRESS_SECONDS = 1 / 20


class Lane(StrEnum):
    """Where a piece of work queues up."""

    DB = "db"  # one thread: acts keep their order
    IO = "io"


_THREADS = {Lane.DB: 1, Lane.IO: 4}


class Progress:
    """What a callable may be given, to tell how far it is and to learn that it should stop."""

    def __init__(self, emit: Callable[[int, int], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        """Pass reports on to `emit`, at most 20 a second."""
        self._emit = emit
        self._monotonic = monotonic
        self._last: float | None = None
        self._stop = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Tell how many of how many are done; reports in quick succession are thinned, never the last."""
        now = self._monotonic()
        if done < total and self._last is not None and now - self._last < _PROGRESS_SECONDS:
            return
        self._last = now
        self._emit(done, total)

    def raise_if_cancelled(self) -> None:
        """Leave the work with CancelledError when it is no longer wanted."""
        if self._stop.is_set():
            raise CancelledError

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work is no longer wanted."""
        return self._stop.is_set()


class Job(QObject):
    """One call on its way; exactly one of finished, failed and cancelled is emitted, on the GUI thread.

    Signals:
        progressed: how many of how many are done.
        finished: what the call returned.
        failed: the TallmanError that it raised; an unexpected error arrives as a BugError.
        cancelled: the call was cancelled and has stopped; what it returned all the same is dropped.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _reported = Signal(int, int)
    _ended = Signal(object, object)  # result, error: from the worker's thread to the GUI's

    def __init__(self, parent: QObject, call: Callable[[Progress], object], pool: QThreadPool) -> None:
        super().__init__(parent)
        self.progress = Progress(self._reported.emit)
        self.is_over = False
        self._pool = pool
        self._runnable = _Call(call, self.progress, self._ended.emit)
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._on_reported, queued)
        self._ended.connect(self._on_ended, queued)

    def start(self) -> None:
        """Queue the call up in its lane."""
        self._pool.start(self._runnable)

    def cancel(self) -> None:
        """Stop as soon as possible; from now on neither progress nor result arrives."""
        if self.is_over:
            return
        self.progress.cancel()
        if self._pool.tryTake(self._runnable):
            self._ended.emit(None, None)

    @Slot(int, int)
    def _on_reported(self, done: int, total: int) -> None:
        if not self.is_over and not self.progress.cancelled:
            self.progressed.emit(done, total)

    @Slot(object, object)
    def _on_ended(self, result: object, error: TallmanError | None) -> None:
        if self.is_over:
            return
        self.is_over = True
        if self.progress.cancelled:
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.finished.emit(result)
        self.deleteLater()


class _Call(QRunnable):
    """Runs a call on a thread of the pool and hands over what came of it."""

    def __init__(
        self,
        call: Callable[[Progress], object],
        progress: Progress,
        ended: Callable[[object, TallmanError | None], None],
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python owns it: the job holds it until the end
        self._call = call
        self._progress = progress
        self._ended = ended

    def run(self) -> None:
        """Call, and never let an exception fall out of the thread."""
        try:
            self._progress.raise_if_cancelled()
            result = self._call(self._progress)
        except CancelledError:
            self._progress.cancel()
            self._ended(None, None)
        except TallmanError as error:
            _log.info("work ended with %s", error.code)
            self._ended(None, error)
        except Exception as error:  # noqa: BLE001 - the worker's border: whatever it was, a person must learn of it
            self._ended(None, _bug(error))
        else:
            self._ended(result, None)


class Work(QObject):
    """The lanes in which calls to the core run."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._pools: dict[Lane, QThreadPool] = {}
        self._jobs: set[Job] = set()
        for lane, threads in _THREADS.items():
            pool = QThreadPool(self)
            pool.setMaxThreadCount(threads)
            pool.setExpiryTimeout(-1 if threads == 1 else 30_000)  # the database keeps its thread
            self._pools[lane] = pool

    @property
    def active(self) -> int:
        """How many calls are under way or waiting."""
        return len(self._jobs)

    def submit(self, lane: Lane | str, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Job:
        """Call `fn` on a lane's thread; connect to the job's signals for what becomes of it."""
        return self._start(lane, lambda _progress: fn(*args, **kwargs))

    def submit_with_progress(self, lane: Lane | str, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Job:
        """Like submit; `fn` also gets a keyword argument `progress`, a Progress."""
        return self._start(lane, lambda progress: fn(*args, progress=progress, **kwargs))

    def close(self) -> None:
        """Cancel what waits, let what runs come to its end, and take no more."""
        self._closed = True
        for job in tuple(self._jobs):
            job.cancel()
        for pool in self._pools.values():
            pool.waitForDone()

    def _start(self, lane: Lane | str, call: Callable[[Progress], object]) -> Job:
        if self._closed:
            raise RuntimeError("work was submitted after the pool was closed")
        job = Job(self, call, self._pools[Lane(lane)])
        self._jobs.add(job)
        for signal in (job.finished, job.failed, job.cancelled):
            signal.connect(self._on_over)
        job.start()
        return job

    @Slot()
    def _on_over(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._jobs.discard(job)


class Latest:
    """For work of which only the newest answer counts: a new call makes the earlier one's answer void."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._job: Job | None = None

    def submit(self, lane: Lane | str, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Job:
        """Cancel what was asked before and ask this."""
        self.cancel()
        self._job = self._work.submit(lane, fn, *args, **kwargs)
        return self._job

    def cancel(self) -> None:
        """Make the answer that is still to come void."""
        if self._job is not None and not self._job.is_over:
            self._job.cancel()
        self._job = None


def _bug(error: Exception) -> BugError:
    """An unexpected error as a sentence with a code; the log gets the place, never the values."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    kind = type(error).__name__
    seed = f"{kind} {places[-1] if places else ''}"
    code = f"BUG-{hashlib.sha256(seed.encode()).hexdigest()[:6].upper()}"
    # The exception's own text may quote a patient's name, so only its kind and its place are logged.
    _log.error("%s: %s at %s", code, kind, " < ".join(reversed(places)))
    return BugError(
        code,
        what="Something went wrong inside Tallman, and this step was not done.",
        safe="Nothing was half saved; everything recorded before is still there.",
        next_step=f"Try once more; if it comes back, report the code {code}.",
    )
