"""Addresses of enquiries: the form, an investor's links, the desk."""

from django.urls import path

from investors.enquiries import desk, to_page, views

urlpatterns = [
    path("zones/<slug:key>/enquire/", views.zone_enquire, name="zone-enquire"),
    path("enquire/", views.enquire, name="enquiry"),
    path("e/confirm/<str:token>/", views.verify, name="enquiry-verify"),
    path("e/asked/<str:token>/", views.link_sent, name="enquiry-asked"),
    path("e/<str:token>/", views.correspondence, name="enquiry-link"),
    path("e/<str:token>/export.json", views.export, name="enquiry-export"),
    path("e/<str:token>/delete/", views.delete, name="enquiry-delete"),
    path("desk/enquiries/", desk.enquiries, name="enquiries"),
    path("desk/enquiries/<int:pk>/", desk.thread, name="enquiry-thread"),
    path("desk/enquiries/<int:pk>/to-page/", to_page.to_page, name="enquiry-to-page"),
    path("desk/enquiries/texts/", desk.templates, name="answer-templates"),
]
