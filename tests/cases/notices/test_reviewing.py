"""Who hears of a review and of its comments, and that what they get is ours and not Wagtail's."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.permissions import Role
from cases.models import CasePage, MutedNotice
from home.management.commands.build_site import build_review, build_tree
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.editor.test_moderation import decide, submit, typed, write

pytestmark = pytest.mark.django_db
REASON = "Falta la línea de base.\nY de dónde sale."


@pytest.fixture
def town() -> Municipality:
    build_tree()
    build_review()
    place = make.make_municipality(name="Villa Prueba")
    make.make_cases_page(place)
    return place


@pytest.fixture
def author(town: Municipality) -> User:
    return make_person(Role.CONTRIBUTOR, town)


@pytest.fixture
def coordinator(town: Municipality) -> User:
    return make_person(Role.COORDINATOR, town)


@pytest.fixture
def draft(author: User, coordinator: User, town: Municipality) -> CasePage:
    return write(author, town)


def ours(one: mail.EmailMessage) -> str:
    """Its text, once it is seen to be one of our mails."""
    assert '<html lang="es-AR">' in str(one.alternatives[0][0]), one.subject  # type: ignore[attr-defined]
    return str(one.body)


def commenting(person: User, case: CasePage, text: str):  # type: ignore[no-untyped-def]
    """Save the draft with a comment beside the problem, as the editor does."""
    row = {"comments-0-text": text, "comments-0-contentpath": "problem", "comments-0-id": ""}
    row |= {"comments-0-position": "", "comments-0-resolved": "", "comments-0-DELETE": ""}
    row |= {f"comments-0-replies-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    row |= {"comments-0-replies-MAX_NUM_FORMS": "", "comments-TOTAL_FORMS": "1"}
    client = log_in(Client(), person, second_factor=True)
    return client.post(f"/admin/pages/{case.pk}/edit/", {**typed(), **row})


def test_whoever_coordinates_is_told_once(
    draft: CasePage, author: User, coordinator: User, committed
) -> None:
    User.objects.create_superuser("admin@prueba.test", "una-clave-bien-larga-7")
    with committed(execute=True):
        submit(author, draft)
    (one,) = mail.outbox
    assert one.to == [coordinator.email] and draft.title in one.subject
    text = ours(one)
    assert f"/admin/pages/{draft.pk}/edit/" in text and "Villa Prueba" in text and "/avisos/baja/" in text


def test_where_nobody_coordinates_the_administrators_are_told(town: Municipality, committed) -> None:
    admin = User.objects.create_superuser("admin@prueba.test", "una-clave-bien-larga-7")
    author = make_person(Role.CONTRIBUTOR, town)
    draft = write(author, town)
    with committed(execute=True):
        submit(author, draft)
    assert [one.to for one in mail.outbox] == [[admin.email]]


def test_what_comes_back_says_why_and_leads_to_the_comment_of_the_field(
    draft: CasePage, author: User, coordinator: User, committed
) -> None:
    submit(author, draft)
    assert commenting(coordinator, draft, "¿Cuántos barrios?").status_code == 302
    note = Page.objects.get(pk=draft.pk).wagtail_admin_comments.get()
    with committed(execute=True):
        decide(coordinator, draft, "reject", comment=REASON)
    (one,) = mail.outbox
    text = ours(one)
    assert one.to == [author.email] and REASON in text and "¿Cuántos barrios?" in text
    assert f"/admin/pages/{draft.pk}/edit/?comment={note.pk}#id_problem\n" in text
    assert "List-Unsubscribe" not in one.extra_headers, "it has to be known"


def test_what_is_published_is_told_with_its_address(
    draft: CasePage, author: User, coordinator: User, committed
) -> None:
    submit(author, draft)
    with committed(execute=True):
        decide(coordinator, draft, "approve")
    (one,) = mail.outbox
    draft.refresh_from_db()
    assert one.to == [author.email] and str(draft.full_url) in ours(one)
    assert "List-Unsubscribe" in one.extra_headers


def test_comments_are_told_to_whoever_follows_them(
    draft: CasePage, author: User, coordinator: User, committed
) -> None:
    submit(author, draft, comment_notifications="on")  # ticked, as the editor brings it
    with committed(execute=True):
        assert commenting(coordinator, draft, "¿Cuántos barrios?").status_code == 302
    (one,) = mail.outbox
    note = Page.objects.get(pk=draft.pk).wagtail_admin_comments.get()
    assert one.to == [author.email] and "¿Cuántos barrios?" in ours(one)
    assert f"?comment={note.pk}" in ours(one)


def test_a_mail_server_that_is_down_does_not_cut_a_comment(
    draft: CasePage, author: User, coordinator: User, committed, settings
) -> None:
    submit(author, draft, comment_notifications="on")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    with committed(execute=True):
        assert commenting(coordinator, draft, "¿Cuántos barrios?").status_code == 302
    assert Page.objects.get(pk=draft.pk).wagtail_admin_comments.exists()


@pytest.mark.parametrize("how", ["link", "admin"])
def test_whoever_wants_no_mails_of_reviews_gets_none(
    how: str, draft: CasePage, author: User, coordinator: User, committed
) -> None:
    if how == "link":
        MutedNotice.objects.create(address=coordinator.email, kind="review")
    else:
        UserProfile.objects.update_or_create(user=coordinator, defaults={"submitted_notifications": False})
    with committed(execute=True):
        submit(author, draft)
    assert mail.outbox == []


def test_the_review_of_any_other_text_is_told_to_its_group_by_our_mail(committed) -> None:
    build_tree()
    page = Page.objects.get(slug="accesibilidad")
    group = Group.objects.create(name="Revisión de textos")
    reader = User.objects.create_user("lectora@prueba.test", "una-clave-bien-larga-7")
    reader.groups.add(group)
    task = GroupApprovalTask.objects.create(name="Leer")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Textos")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page.specific.save_revision()
    with committed(execute=True):
        workflow.start(page.specific, None)
    assert [one.to for one in mail.outbox] == [[reader.email]] and page.title in ours(mail.outbox[0])
