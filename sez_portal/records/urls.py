"""Addresses of the desk and of mailed links."""

from django.urls import path

from sez_portal.records import desk

urlpatterns = [
    path("desk/queue/", desk.queue, name="queue"),
    path("desk/queue/accept/", desk.accept, name="queue-accept"),
    path("desk/edit/<slug:name>/<slug:key>/", desk.edit, name="propose"),
    path("desk/edit/<slug:name>/<slug:key>/<slug:section>/", desk.edit, name="propose-section"),
    path("desk/basket/<slug:name>/<slug:key>/", desk.basket, name="basket"),
    path("desk/submissions/<int:pk>/reopen/", desk.reopen, name="submission-reopen"),
    path("desk/confirm/<slug:name>/<slug:key>/", desk.confirm_figures, name="confirm-row"),
    path(
        "desk/confirm/<slug:name>/<slug:key>/<slug:section>/",
        desk.confirm_figures,
        name="confirm-section",
    ),
    path("desk/submissions/<int:pk>/", desk.submission, name="submission"),
    path("desk/submissions/<int:pk>/act/", desk.decide_act, name="submission-act"),
    path("desk/submissions/<int:pk>/remark/", desk.comment, name="submission-remark"),
    path("desk/submissions/<int:pk>/country/", desk.confirm_for_country, name="submission-country"),
    path("desk/submissions/<int:pk>/assign/", desk.take_on, name="submission-assign"),
    path("desk/submissions/<int:pk>/withdraw/", desk.take_back, name="submission-withdraw"),
    path("desk/submissions/<int:pk>/revert/", desk.revert, name="submission-revert"),
    path("desk/workbooks/", desk.workbooks, name="workbooks"),
    path("desk/workbooks/download/", desk.workbook_download, name="workbook-download"),
    path("desk/workbooks/back/", desk.workbook_back, name="workbook-back"),
    path("desk/workbooks/list/", desk.workbook_list, name="workbook-list"),
    path("desk/workbooks/<int:pk>/", desk.workbook, name="workbook"),
    path("desk/workbooks/<int:pk>/marked/", desk.workbook_marked, name="workbook-marked"),
    path("desk/campaigns/", desk.campaigns, name="campaigns"),
    path("desk/campaigns/new/", desk.campaign_edit, name="campaign-new"),
    path("desk/campaigns/<int:pk>/", desk.campaign, name="campaign"),
    path("desk/campaigns/<int:pk>/edit/", desk.campaign_edit, name="campaign-edit"),
    path("desk/campaigns/<int:pk>/act/", desk.campaign_act, name="campaign-act"),
    path("desk/campaigns/<int:pk>.<str:form>", desk.campaign_sheet, name="campaign-sheet"),
    path("desk/flags/<int:pk>/", desk.flag, name="flag"),
    path("c/stop/<str:signed>/", desk.stop_reminders, name="stop-reminders"),
    path("c/<str:token>/change/", desk.change_by_link, name="change-link"),
    path("c/<str:token>/", desk.confirm_by_link, name="confirm-link"),
]
