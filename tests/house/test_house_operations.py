import inspect

import pytest

from app.core.identity import OPERATIONS, ROLE_PERMISSIONS, act_of
from app.core.model.identity import Permission, Role
from app.core.quality import Quality
from app.core.review import Review

# They work before they write: each asks for its permission first, and writes through an operation.
IN_TWO_STEPS = {
    "preview", "correct", "edit_profile", "import_files", "receive", "resume", "recheck_open", "request_refill",
}  # fmt: skip
# They touch no record of a person.
PLAIN = {"reasons", "versions", "load", "load_own", "claim", "view", "save", "job_of"}
# The desk's own clockwork: it acts for nobody and writes its audit row itself.
CLOCKWORK = {"release_due"}


@pytest.mark.parametrize("service", [Review, Quality])
def test_that_every_public_method_of_a_service_is_a_named_act(service: type) -> None:
    names = {n for n, _ in inspect.getmembers(service, inspect.isfunction) if not n.startswith("_")}

    unnamed = {n for n in names if act_of(getattr(service, n)) is None}

    assert unnamed <= IN_TWO_STEPS | PLAIN | CLOCKWORK


@pytest.mark.parametrize("name", sorted(IN_TWO_STEPS - {"receive"}))
def test_that_an_act_in_two_steps_asks_for_its_permission_first(name: str) -> None:
    source = inspect.getsource(getattr(Review, name))

    assert "require(self.records, actor," in source.split('"""')[2].strip().splitlines()[0]


def test_that_every_act_names_a_permission() -> None:
    assert OPERATIONS
    assert all(isinstance(permission, Permission) for permission in OPERATIONS.values())


def test_that_only_pharmacists_may_verify() -> None:
    may_verify = {role for role, held in ROLE_PERMISSIONS.items() if Permission.VERIFY in held}

    assert may_verify == {Role.PHARMACIST, Role.PHARMACIST_IN_CHARGE}
