"""What another municipality replicated is not deleted, copied or moved; the rest may be deleted."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from accounts.models import User
from cases.models import CasePage, Change, Implementation, Indicator, Measure
from cases.protection import ReplicatedCase
from tests.factories import (
    make_case,
    make_cases_page,
    make_implementation,
    make_indicator,
    make_lead,
    make_municipality,
    make_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@prueba.test", "x"))
    return client


@pytest.fixture
def replicated() -> CasePage:
    case = make_case(identifier="replicado")
    make_pair(make_implementation(case), make_indicator(case), 40, 30)
    return case


def ancestors(case: CasePage) -> list[Page]:
    return [case, case.get_parent(), case.get_parent().get_parent(), Site.objects.get().root_page]


def assert_refused(response, case: CasePage) -> None:
    assert response.status_code == 302
    assert any(case.title in str(message) for message in get_messages(response.wsgi_request))
    assert_whole(case)


def assert_whole(case: CasePage) -> None:
    stored = CasePage.objects.get(pk=case.pk)
    assert (stored.path, stored.live) == (case.path, True)
    assert Measure.objects.filter(implementation__case=case).count() == 2
    assert CasePage.objects.count() == 1
    for page in stored.get_ancestors():
        assert page.numchild == page.get_children().count(), page


@pytest.mark.parametrize("level", range(4))
def test_deleting_it_or_what_holds_it_is_refused(admin: Client, replicated: CasePage, level: int) -> None:
    page = ancestors(replicated)[level]
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert_refused(admin.get(url), replicated)
    assert_refused(admin.post(url), replicated)


def page_bulk_url(action: str, *pages: Page) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?{'&'.join(f'id={page.pk}' for page in pages)}"


@pytest.mark.parametrize("level", range(3))
def test_deleting_several_pages_is_refused_as_a_whole(
    admin: Client, replicated: CasePage, level: int
) -> None:
    page, other = ancestors(replicated)[level], make_cases_page(make_municipality())
    data = {"wagtail_site_name": "Entre Pares"}
    assert_refused(admin.post(page_bulk_url("delete", other, page), data), replicated)
    assert Page.objects.filter(pk=other.pk).exists()


def test_moving_several_pages_is_refused_as_a_whole(admin: Client, replicated: CasePage) -> None:
    destination = make_cases_page(make_municipality())
    url = page_bulk_url("move", replicated)
    assert_refused(admin.post(url, {"chooser": destination.pk}), replicated)


def test_copying_is_refused(admin: Client, replicated: CasePage) -> None:
    for page in ancestors(replicated):
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        data = {
            "new_title": "Copia",
            "new_slug": "copia",
            "new_parent_page": make_cases_page(make_municipality()).pk,
            "copy_subpages": "on",
        }
        for response in (admin.get(url), admin.post(url, data)):
            assert response.status_code == 302 and list(get_messages(response.wsgi_request))
    assert_whole(replicated)


def test_moving_to_another_municipality_is_refused(admin: Client, replicated: CasePage) -> None:
    destination = make_cases_page(make_municipality())
    url = reverse("wagtailadmin_pages:move_confirm", args=[replicated.pk, destination.pk])
    assert_refused(admin.get(url), replicated)
    assert_refused(admin.post(url), replicated)


@pytest.mark.parametrize("level", range(3))
@pytest.mark.parametrize(
    "action", ["delete", "move", "copy", "create_alias", "copy_for_translation", "unpublish", "publish"]
)
def test_the_api_of_the_admin_does_nothing_to_pages(
    admin: Client, replicated: CasePage, action: str, level: int
) -> None:
    """Wagtail's actions of the API run no hook, so whatever the hooks refuse would go through there."""
    pages = Page.objects.count()
    address = reverse("wagtailadmin_api:pages:action", args=[ancestors(replicated)[level].pk, action])
    data = {"destination_page_id": make_cases_page(make_municipality()).pk, "recursive": True}
    assert admin.post(address, data, content_type="application/json").status_code == 404
    assert Page.objects.count() == pages + 1
    assert_whole(replicated)


@pytest.mark.parametrize("level", range(4))
def test_nothing_else_deletes_it_either(replicated: CasePage, level: int) -> None:
    page = ancestors(replicated)[level]
    with pytest.raises(ReplicatedCase), transaction.atomic():
        page.delete()
    with pytest.raises(ReplicatedCase), transaction.atomic():
        Page.objects.get(pk=page.pk).delete()
    with pytest.raises(ReplicatedCase), transaction.atomic():
        CasePage.objects.all().delete()
    assert_whole(replicated)


def test_archiving_is_the_way(admin: Client, replicated: CasePage) -> None:
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[replicated.pk]))
    assert not CasePage.objects.get().live and Measure.objects.count() == 2


def test_a_case_that_only_its_municipality_tells_may_be_deleted(admin: Client) -> None:
    case = make_case(identifier="solo")
    make_pair(case.implementations.get(), make_indicator(case), 40, 30)
    admin.post(reverse("wagtailadmin_pages:delete", args=[case.pk]))
    assert not CasePage.objects.exists() and not Measure.objects.exists()


def snippet_url(model: type, name: str, *args: object) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def bulk_url(model: type, *records: object) -> str:
    url = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    return f"{url}?{'&'.join(f'id={record.pk}' for record in records)}"


def test_what_was_confirmed_or_measured_is_not_deleted(admin: Client, replicated: CasePage) -> None:
    one = replicated.implementations.get(role="replication")
    for url in (snippet_url(Implementation, "delete", one.pk), bulk_url(Implementation, one)):
        assert admin.get(url).status_code == 302
        assert admin.post(url).status_code == 302
    assert_whole(replicated)


@pytest.mark.parametrize("bulk", [False, True])
def test_deleting_an_indicator_with_figures_retires_it(
    admin: Client, replicated: CasePage, bulk: bool
) -> None:
    measured = Indicator.objects.get()
    unused = make_indicator(replicated, "adopcion", core=False)
    for one in (measured, unused):
        url = bulk_url(Indicator, one) if bulk else snippet_url(Indicator, "delete", one.pk)
        assert admin.get(url).status_code == 200
        assert admin.post(url).status_code == 302
    measured.refresh_from_db()
    assert measured.retired_at and Indicator.objects.get() == measured
    assert_whole(replicated)
    gone = Change.objects.filter(model="indicator", object_id=unused.pk, after__isnull=True).get()
    assert gone.user and gone.user.email == "admin@prueba.test"


def test_deleting_needs_its_permission(client: Client, replicated: CasePage) -> None:
    user = User.objects.create_user("equipo@prueba.test", "x")
    group = Group.objects.create(name="Lectura")
    wanted = ["access_admin", "change_measure", "view_measure"]
    group.permissions.set(Permission.objects.filter(codename__in=wanted))
    user.groups.add(group)
    client.force_login(user)
    one = Measure.objects.first()
    assert client.get(snippet_url(Measure, "edit", one.pk)).status_code == 200
    client.post(snippet_url(Measure, "delete", one.pk))
    client.post(bulk_url(Measure, one))
    assert_whole(replicated)


@pytest.mark.parametrize("model", [Implementation, Measure, Indicator])
def test_the_records_can_be_listed_and_opened(admin: Client, replicated: CasePage, model: type) -> None:
    assert admin.get(snippet_url(model, "list")).status_code == 200
    assert admin.get(snippet_url(model, "list") + "?q=municipio").status_code == 200
    assert admin.get(snippet_url(model, "add")).status_code == 200
    assert admin.get(snippet_url(model, "edit", model.objects.first().pk)).status_code == 200


def implementation_form(one: Implementation, **changes: object) -> dict[str, object]:
    names = ("role", "attempt", "phase", "started", "in_production")
    data = {name: str(getattr(one, name)) for name in names}
    return {**data, "case": one.case_id, "municipality": one.municipality_id, **changes}


def test_only_its_lead_confirms_whoever_else_edits(admin: Client, replicated: CasePage) -> None:
    one = replicated.implementations.get(role="replication")
    url = snippet_url(Implementation, "edit", one.pk)
    admin.post(url, implementation_form(one, objected_on="2026-10-10", objection="Falta un acta"))
    one.refresh_from_db()
    assert one.confirmed_on and one.objection == "Falta un acta"
    admin.post(url, implementation_form(one, adaptations="Otra", confirmed_on="2026-11-01"))
    one.refresh_from_db()
    assert one.adaptations == "Otra" and one.confirmed_on is None
    assert one.history()[0].user.email == "admin@prueba.test"


def test_a_lead_s_own_edit_stays_confirmed(client: Client, replicated: CasePage) -> None:
    one = replicated.implementations.get(role="replication")
    lead = make_lead(one.municipality)
    lead.is_superuser = True
    lead.save()
    client.force_login(lead)
    client.post(snippet_url(Implementation, "edit", one.pk), implementation_form(one, adaptations="Otra"))
    one.refresh_from_db()
    assert one.adaptations == "Otra" and one.confirmed_on


def test_an_identifier_is_of_one_case_only(replicated: CasePage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePage.objects.filter(pk=make_case().pk).update(identifier=replicated.identifier)
