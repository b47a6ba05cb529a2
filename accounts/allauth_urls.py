"""allauth's views under Spanish addresses, with the names that allauth looks for. No sign-up among them."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from accounts.views import requests

urlpatterns = [
    path("entrar/", account.login, name="account_login"),
    path("salir/", account.logout, name="account_logout"),
    path("inactiva/", account.account_inactive, name="account_inactive"),
    path("confirmar/", account.reauthenticate, name="account_reauthenticate"),
    path("clave/", account.password_change, name="account_change_password"),
    path("clave/nueva/", account.password_set, name="account_set_password"),
    path("clave/olvidada/", account.password_reset, name="account_reset_password"),
    path("clave/olvidada/enviada/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^clave/cambiar/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "clave/cambiada/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    # allauth points here whoever it would send to sign up.
    path("pedir-acceso/", requests.ask, name="account_signup"),
    path("segundo-factor/", mfa.index, name="mfa_index"),
    path("segundo-factor/entrar/", mfa.authenticate, name="mfa_authenticate"),
    path("segundo-factor/confirmar/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("segundo-factor/aplicacion/", totp.activate_totp, name="mfa_activate_totp"),
    path("segundo-factor/aplicacion/quitar/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("segundo-factor/codigos/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "segundo-factor/codigos/nuevos/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "segundo-factor/codigos/descargar/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("segundo-factor/llaves/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("segundo-factor/llaves/agregar/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("segundo-factor/llaves/entrar/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "segundo-factor/llaves/confirmar/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("segundo-factor/llaves/<int:pk>/quitar/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("segundo-factor/llaves/<int:pk>/nombre/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sesiones/", sessions.list_usersessions, name="usersessions_list"),
]
