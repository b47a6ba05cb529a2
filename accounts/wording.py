"""What we say in place of allauth: after each action, in each notice of security, and in each form error."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the template that allauth would render. What is not here is not worth a sentence: "you logged in".
DONE: Mapping[str, Promise] = {
    "account/messages/password_changed.txt": _("Your password was changed."),
    "account/messages/password_set.txt": _("Your password was saved."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is active."),
    "mfa/messages/totp_deactivated.txt": _("Your authenticator app no longer opens this account."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes. The old ones do not work."),
    "mfa/messages/webauthn_added.txt": _("Your key was added."),
    "mfa/messages/webauthn_removed.txt": _("The key was removed."),
    "usersessions/messages/sessions_logged_out.txt": _("Your other sessions were closed."),
}

# Subject and sentence of the mail that tells somebody that their account changed.
NOTICES: Mapping[str, tuple[Promise, Promise]] = {
    "account/email/password_changed": (
        _("Your password changed"),
        _("The password of your account was changed."),
    ),
    "account/email/password_reset": (
        _("Your password changed"),
        _("The password of your account was changed with the link that we sent you."),
    ),
    "account/email/password_set": (_("Your account has a password"), _("Your account has a password now.")),
    "mfa/email/totp_activated": (
        _("Your second factor is active"),
        _("An authenticator app was added to your account."),
    ),
    "mfa/email/totp_deactivated": (
        _("Your authenticator app was removed"),
        _("The authenticator app of your account was removed."),
    ),
    "mfa/email/webauthn_added": (_("A key was added to your account"), _("A key was added to your account.")),
    "mfa/email/webauthn_removed": (
        _("A key was removed from your account"),
        _("A key was removed from your account."),
    ),
    "mfa/email/recovery_codes_generated": (
        _("You have new recovery codes"),
        _("New recovery codes were made for your account. The old ones do not work."),
    ),
}

# Texts of allauth's own code that a person of this site sees. They are here so that our catalogue, which
# wins over allauth's, says them in the voice of the house.
SAID_BY_ALLAUTH = (
    _("Email"),
    _("Password"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Code"),
    _("Authenticator code"),
    _("Passwordless"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
    _("This account is currently inactive."),
    _("The email address and/or password you specified are not correct."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("The password reset token was invalid."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
)
