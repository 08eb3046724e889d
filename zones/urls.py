"""Addresses of the desk about zones, and of the form that reports a mistake."""

from django.urls import path

from sez_portal.records.desk import report
from zones import desk, desk_files, desk_new
from zones.people import views as people
from zones.record import ZONE

urlpatterns = [
    path("zones/<slug:key>/report/", report, {"name": ZONE.name}, name="zone-report"),
    path("zones/<slug:key>/claim/", desk.claim_zone, name="zone-claim"),
    path("desk/submissions/<int:pk>/preview/", desk.preview, name="preview"),
    path("desk/claims/<int:pk>/", desk.claim, name="claim"),
    path("desk/claims/<int:pk>/letter/", desk.letter, name="claim-letter"),
    path("desk/zones/new/", desk_new.propose_new, name="propose-new"),
    path("desk/zones/new/<int:pk>/", desk_new.propose_new, name="propose-new-again"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/<int:pk>/", people.role, name="role"),
    path("desk/people/<int:pk>/end/", people.end, name="role-end"),
    path("desk/people/invitations/<int:pk>/", people.invitation, name="invitation-change"),
    path("desk/zones/<slug:key>/people/", people.zone_people, name="zone-people"),
    path("desk/zones/<slug:key>/files/", desk_files.files, name="zone-files"),
]
