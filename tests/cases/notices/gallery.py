"""One of every mail that the site sends, with names that try to be headers and tags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.adapter import AccountAdapter
from accounts.mail import send
from accounts.models import AccessRequest, Invitation, User
from accounts.permissions import Role
from accounts.views.invitations import send_invitation
from accounts.views.requests import tell_deciders
from accounts.wording import NOTICES
from cases.evidence import Level, State
from cases.models import CasePage, FollowUp, Implementation, MutedNotice
from cases.notices import letters, replication_letters, review_letters
from cases.notices.letters import Letter, Move
from cases.notices.mailing import tell
from municipalities.models import Municipality
from playbooks.models import Roadmap, RoadmapTask
from playbooks.roadmap import reminders
from tests.accounts.people import make_person

TO = "alguien@prueba.test"
HERE = "https://entre.test/x/"
EVIL = "Agua & río\r\nBcc: todos@ejemplo.test\r\n\r\n<script>1</script>"
LONG = "Un título larguísimo que nadie recortó al escribirlo y que ocupa mucho más que un renglón de correo"
Kind = MutedNotice.Kind


@dataclass(frozen=True)
class Scene:
    """Whom the mails speak of."""

    site: Implementation
    lead: User

    @property
    def case(self) -> CasePage:
        return self.site.case

    @property
    def place(self) -> Municipality:
        return self.site.municipality


def _standing(scene: Scene, before: int, after: int) -> Letter:
    moves = [Move("Adoptante", State.UNDERWAY, State.SUSTAINED), Move(EVIL, None, State.STALE)]
    conditions = scene.case.assessment().conditions[:2]
    return letters.standing(scene.case, (Level(before), Level(after)), conditions, moves, HERE)


def _news(scene: Scene, what: str) -> Letter:
    return replication_letters.news(scene.site, what, HERE)


def _differing(scene: Scene, settles: bool) -> Letter:
    return letters.differing(scene.case, scene.place, HERE, settles=settles)


# By the function that writes it; after "·", which of its forms. With the kind of those that one may refuse.
LETTERS: Mapping[str, tuple[Callable[[Scene], Letter], str]] = {
    "letters.follow_up": (
        lambda one: letters.follow_up(FollowUp(implementation=one.site, days=90), HERE),
        Kind.FOLLOW_UP,
    ),
    "letters.fading": (lambda one: letters.fading(one.site, date(2027, 1, 2), HERE), Kind.FADING),
    "letters.introduction · to the adopter": (
        lambda one: letters.introduction(one.site, one.place, one.case.municipality, "a@b.test"),
        "",
    ),
    "letters.introduction · to the origin": (
        lambda one: letters.introduction(one.site, one.case.municipality, one.place, "a@b.test"),
        "",
    ),
    "letters.left": (lambda one: letters.left(one.site, HERE), Kind.NEWS),
    "letters.differing · to whoever settles": (partial(_differing, settles=True), Kind.NEWS),
    "letters.differing · to the city": (partial(_differing, settles=False), Kind.NEWS),
    "letters.evaluation": (lambda one: letters.evaluation(one.case, HERE), ""),
    "letters.standing · up": (partial(_standing, before=2, after=3), Kind.STANDING),
    "letters.standing · down": (partial(_standing, before=3, after=2), Kind.STANDING),
    "letters.standing · same": (partial(_standing, before=2, after=2), Kind.STANDING),
    "replication_letters.waiting": (lambda one: replication_letters.waiting(one.site, HERE), ""),
    "replication_letters.on_behalf": (lambda one: replication_letters.on_behalf(one.site, HERE, 14), ""),
    "replication_letters.on_behalf · invited": (
        lambda one: replication_letters.on_behalf(one.site, HERE, 14, invited=True),
        "",
    ),
    **{
        f"replication_letters.news · {what}": (partial(_news, what=what), Kind.NEWS)
        for what in ("intent", "abandoned", "measured", "told")
    },
    "replication_letters.returned": (
        lambda one: replication_letters.returned(one.case, one.place, EVIL, HERE),
        "",
    ),
    "replication_letters.objected": (lambda one: replication_letters.objected(one.site, HERE), ""),
    "review_letters.submitted · case": (
        lambda one: review_letters.submitted(EVIL, one.place.name, EVIL, HERE),
        Kind.REVIEW,
    ),
    "review_letters.submitted · other": (
        lambda one: review_letters.submitted(EVIL, "", EVIL, HERE),
        Kind.REVIEW,
    ),
    "review_letters.approved": (lambda one: review_letters.approved(EVIL, "", HERE), Kind.REVIEW),
    "review_letters.approved · comment": (lambda one: review_letters.approved(EVIL, EVIL, HERE), Kind.REVIEW),
    "review_letters.sent_back": (lambda one: review_letters.sent_back(EVIL, EVIL, [EVIL] * 30, HERE), ""),
    "reminders.letter": (
        lambda one: reminders.letter(
            Roadmap(title=one.case.title, municipality=one.place),
            [RoadmapTask(title=EVIL, ends=date(2027, 1, 2))],
        ),
        Kind.PLAN,
    ),
    "review_letters.commented": (
        lambda one: review_letters.commented(EVIL, EVIL, [EVIL], HERE),
        Kind.REVIEW,
    ),
}


def _letter(scene: Scene, name: str) -> None:
    build, kind = LETTERS[name]
    tell([TO], build(scene), kind)


def _invitation(scene: Scene) -> None:
    send_invitation(*Invitation.objects.invite(TO, "contributor", scene.place, scene.lead))


def _network_invitation(scene: Scene) -> None:
    coordinator = make_person(Role.COORDINATOR, scene.place)
    network = coordinator.network_roles.get().network
    network.name = EVIL[:60]
    network.save()
    send_invitation(*Invitation.objects.invite(TO, "coordinator", network, coordinator))


def _refusal(scene: Scene) -> None:
    asking = AccessRequest.objects.create(
        municipality=scene.place, email=TO, name=EVIL, position=EVIL, refusal=EVIL
    )
    send("refusal", asking.email, {"asking": asking})


def _removed(scene: Scene) -> None:
    send("removed", TO, {"place": EVIL, "by": EVIL, "write_to": TO})


def _asking(scene: Scene) -> None:
    User.objects.create_superuser(TO, "una-clave-bien-larga-7")
    tell_deciders(
        AccessRequest.objects.create(
            municipality=scene.place, email="otra@prueba.test", name=EVIL, position=EVIL, message=EVIL
        )
    )


def _notice(scene: Scene, prefix: str) -> None:
    AccountAdapter().send_mail(prefix, TO, {"timestamp": now(), "ip": "127.0.0.1"})


def _reset(scene: Scene) -> None:
    User.objects.create_user(TO, "una-clave-bien-larga-7")
    _unknown(scene)


def _unknown(scene: Scene) -> None:
    Client().post(reverse("account_reset_password"), {"email": TO})


GALLERY: Mapping[str, Callable[[Scene], None]] = {
    **{name: partial(_letter, name=name) for name in LETTERS},
    "invitation": _invitation,
    "invitation · network": _network_invitation,
    "refusal": _refusal,
    "removed": _removed,
    "asking": _asking,
    "password_reset_key": _reset,
    "unknown_account": _unknown,
    **{f"notice · {prefix}": partial(_notice, prefix=prefix) for prefix in NOTICES},
}
"""What sends each of them to `TO`."""
