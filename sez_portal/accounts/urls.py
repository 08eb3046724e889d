"""Addresses of accounts: ours, then the library's; a path of ours wins where both have it."""

from django.urls import include, path

from sez_portal.accounts import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("2fa/totp/activate/", views.ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", views.AddKey.as_view(), name="mfa_add_webauthn"),
    path("", include("allauth.urls")),
]
