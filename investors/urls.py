"""Addresses of comparison, shortlist, answer pack and offers."""

from django.urls import path

from investors.comparing import views as comparing
from investors.offers import views as offers
from investors.shortlists import views, work
from investors.shortlists.pack import views as pack_views

urlpatterns = [
    path("compare/", comparing.compare, name="compare"),
    path("compare/compare.xlsx", comparing.workbook, name="compare-xlsx"),
    path("shortlist/", views.shortlist, name="shortlist"),
    path("shortlist/add/", views.add, name="shortlist-add"),
    path("shortlist/save/", work.save, name="shortlist-save"),
    path("shortlist/state/", views.state, name="shortlist-state"),
    path("shortlist/answer-pack/", pack_views.answer_pack, name="answer-pack"),
    path("shortlist/answer-pack.xlsx", pack_views.workbook, name="answer-pack-xlsx"),
    path("offers/", offers.offers, name="offers"),
]
