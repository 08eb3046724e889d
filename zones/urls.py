"""Addresses of the desk about zones."""

from django.urls import path

from zones import desk, desk_files

urlpatterns = [
    path("zones/<slug:key>/claim/", desk.claim_zone, name="zone-claim"),
    path("desk/submissions/<int:pk>/preview/", desk.preview, name="preview"),
    path("desk/claims/<int:pk>/", desk.claim, name="claim"),
    path("desk/claims/<int:pk>/letter/", desk.letter, name="claim-letter"),
    path("desk/zones/<slug:key>/people/", desk.people, name="zone-people"),
    path("desk/zones/<slug:key>/files/", desk_files.files, name="zone-files"),
]
