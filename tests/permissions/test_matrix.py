"""Every address, asked by everybody: let in, refused, or led to the login, and nothing of others is read."""

import pytest

from tests.permissions.asking import problems
from tests.permissions.urls import SECTIONS
from tests.permissions.world import Who, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("section", SECTIONS)
def test_each_is_let_in_or_refused(section: str, who: Who, world: World) -> None:
    wrong = [problem for row in SECTIONS[section] for problem in problems(world, who, row)]
    assert not wrong, "\n" + "\n".join(wrong)
