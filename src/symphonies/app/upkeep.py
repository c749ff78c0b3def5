"""What a server does beside serving: it does jobs, prepares what takes long, and learns models anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from threading import Event, Lock, Thread

import structlog

from symphonies.app.apart import end_all
from symphonies.app.estimating import Estimating, ask_to_estimate
from symphonies.app.learning import Learning, ask_to_retrain
from symphonies.app.wiring import Instance
from symphonies.app.wiring_engines import engine_names
from symphonies.app.wiring_symphonies import symphony_desks, symphony_subgraphs
from symphonies.kernel import SymphonyError
from symphonies.platform.jobs import JobsBusyError

_log = structlog.get_logger(__name__)
_PATIENCE_S = 2.0


class Upkeep:
    """The upkeep of one instance. Safe to share between threads."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._told = instance.settings.learning
        self._over = Event()
        self._lock = Lock()
        self._work = ExitStack()
        self._works = False
        self._estimated = ""
        self._thread = Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        """Begin, beside everything else."""
        self._instance.workers.append(self.do_jobs)
        self._thread.start()

    def stop(self) -> None:
        """End; a job that runs is broken off and goes on next time."""
        self._over.set()
        self._thread.join(_PATIENCE_S)
        with self._lock:
            self._work.close()
            end_all()

    def do_jobs(self) -> None:
        """Do jobs in this process from now on, unless another process does those of the store."""
        with self._lock:
            if self._works or self._over.is_set():
                return
            handlers = Learning(self._instance).handlers(apart=True)
            try:
                self._work.enter_context(self._instance.jobs.work(handlers))
            except JobsBusyError as error:
                _log.info("jobs are done elsewhere", why=error.message)
            else:
                self._works = True

    def _run(self) -> None:
        try:
            self._keep_up()
        except Exception:
            # a store that is being closed tells so in many ways
            if not self._over.is_set():
                raise

    def _keep_up(self) -> None:
        if (self._instance.settings.jobs.folder or self._instance.settings.lakehouse.store / "jobs").is_dir():
            self.do_jobs()
        if not self._told.automatic:
            return
        self._prepare()
        for chore in self._instance.chores:
            chore()
        self._estimate_what_is_due()
        learning = Learning(self._instance)
        if not self._over.wait(self._told.look_first_s):
            # what shows without reading tables; a server that has just begun has better things to do
            self._learn_what_is_due(learning.due)
        while not self._over.wait(self._told.look_every_s):
            self._prepare()
            as_of = self._instance.company.as_of
            self._learn_what_is_due(lambda name, as_of=as_of: learning.why_due(name, as_of))
            self._estimate_what_is_due()

    def _prepare(self) -> None:
        desks = symphony_desks(self._instance)
        for name, part in symphony_subgraphs().items():
            while not self._over.is_set():
                try:
                    part.prepare(desks[name])
                except SymphonyError as error:
                    if error.retryable:
                        continue
                    _log.info("nothing was prepared", symphony=name, why=error.message)
                break

    def _estimate_what_is_due(self) -> None:
        """Ask for estimates once for the same data and models; some can never be told."""
        estimating = Estimating(self._instance)
        basis = estimating.basis()
        if basis != self._estimated and estimating.is_due():
            _log.info("estimated anew", on=basis)
            self.do_jobs()
            ask_to_estimate(self._instance.jobs)
        self._estimated = basis

    def _learn_what_is_due(self, why: Callable[[str], str | None]) -> None:
        for name in engine_names():
            try:
                reason = why(name)
            except SymphonyError as error:
                _log.info("not looked at", engine=name, why=error.message)
                continue
            if reason is not None:
                _log.info("learned anew", engine=name, why=reason)
                self.do_jobs()
                ask_to_retrain(self._instance.jobs, name, self._instance.company.as_of, seed=0)
