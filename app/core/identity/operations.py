"""The one way in which anything is done: permission, one transaction, and its audit row with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from app.core.identity.roles import may
from app.core.model.errors import NotPermittedError
from app.core.model.identity import Actor, Permission
from app.core.records import Records, Tx


class Service(Protocol):
    """What a class needs to have operations."""

    @property
    def records(self) -> Records:
        """Where its acts are kept."""
        ...

    @property
    def versions(self) -> Mapping[str, str]:
        """Engine, rules and catalogue that its acts rest on; every audit row names them."""
        ...


S = TypeVar("S", bound=Service)
P = ParamSpec("P")
R = TypeVar("R")
_Inner = Callable[Concatenate[S, Tx, Actor, P], R]
_Outer = Callable[Concatenate[S, Actor, P], R]

OPERATIONS: dict[str, Permission] = {}
_REFUSED = "refused"
_MARK = "__act__"


def operation(act: str, permission: Permission) -> Callable[[_Inner[S, P, R]], _Outer[S, P, R]]:
    """Make a method `(self, tx, actor, ...)` an act that is called `(actor, ...)`.

    The act is refused, and the refusal recorded, unless the actor's role has `permission`. Else the
    method runs in a transaction which is committed together with exactly one audit row; what it
    says through `tx.note` stands there. When it raises, nothing of it remains.
    """
    _declare(act, permission)

    def decorate(method: _Inner[S, P, R]) -> _Outer[S, P, R]:
        @wraps(method)
        def call(self: S, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(self.records, actor, act, permission)
            with self.records.transaction() as tx:
                result = method(self, tx, actor, *args, **kwargs)
                detail = {**tx.detail, "versions": dict(self.versions)}
                tx.audit.append(actor, act, tx.subject, detail)
            return result

        setattr(call, _MARK, act)
        return call

    return decorate


def query(act: str, permission: Permission) -> Callable[[_Inner[S, P, R]], _Outer[S, P, R]]:
    """Make a method that only reads lists or figures callable as `(actor, ...)`.

    Permission as for an operation, and a refusal is recorded; but it runs in a reading transaction
    and leaves no audit row. Showing one patient's record is an operation, not a query.
    """
    _declare(act, permission)

    def decorate(method: _Inner[S, P, R]) -> _Outer[S, P, R]:
        @wraps(method)
        def call(self: S, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(self.records, actor, act, permission)
            with self.records.reading() as tx:
                return method(self, tx, actor, *args, **kwargs)

        setattr(call, _MARK, act)
        return call

    return decorate


def act_of(method: object) -> str | None:
    """The act that a method is; None when it is no operation."""
    found = getattr(method, _MARK, None)
    return found if isinstance(found, str) else None


def _declare(act: str, permission: Permission) -> None:
    if act in OPERATIONS:
        raise ValueError(f"two operations are named {act!r}")
    OPERATIONS[act] = permission


def require(records: Records, actor: Actor, act: str, permission: Permission) -> None:
    """Refuse, and record the refusal, unless the actor's role has the permission.

    For acts that work before they write; what they write goes through an operation all the same.
    """
    if may(actor.role, permission):
        return
    with records.transaction() as tx:
        tx.audit.append(actor, _REFUSED, act, {"permission": permission.value})
    raise NotPermittedError(
        "not_permitted",
        f"The role {actor.role.value.replace('_', ' ')} may not do this.",
        "Nothing was changed; the attempt was recorded.",
        "Ask somebody whose role allows it.",
    )
