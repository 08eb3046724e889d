"""Addresses of saved searches and of the links in their mails."""

from django.urls import path

from investors.alerts import views

urlpatterns = [
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/new/", views.new, name="alert-new"),
    path("alerts/asked/<str:token>/", views.link_sent, name="alert-asked"),
    path("alerts/confirm/<str:token>/", views.confirm, name="alert-confirm"),
    path("alerts/stop/<str:token>/", views.stop, name="alert-stop"),
]
