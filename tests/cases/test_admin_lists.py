"""The lists of the admin are read in Spanish, and lead to what they list."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from cases.models import Indicator
from tests import factories as make
from tests.accounts.people import log_in, make_person


@pytest.mark.django_db
def test_the_titles_of_the_list_of_indicators() -> None:
    case = make.make_case()
    indicator = make.make_indicator(case)
    admin = log_in(Client(), make_person(Role.ADMIN, make.make_municipality()), second_factor=True)
    page = admin.get(reverse(Indicator.snippet_viewset.get_url_name("list"))).content.decode()  # type: ignore[attr-defined]
    heads = [
        " ".join(re.sub("<[^>]+>", " ", head).split()) for head in re.findall("(?s)<th[ >].*?</th>", page)
    ]
    titles = [head for head in heads if head]
    assert {"Indicador", "Caso", "Unidad"} <= set(titles) and not {"Name", "Unit"} & set(titles)
    assert reverse(Indicator.snippet_viewset.get_url_name("edit"), args=[indicator.pk]) in page  # type: ignore[attr-defined]
