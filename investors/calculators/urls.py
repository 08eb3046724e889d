"""Addresses of the calculators."""

from django.urls import path

from investors.calculators import views

urlpatterns = [
    path("tools/incentives/", views.incentives, name="tool-incentives"),
    path("tools/cost/", views.cost, name="tool-cost"),
    path("tools/cost.xlsx", views.cost_workbook, name="tool-cost-xlsx"),
    path("tools/match/", views.match, name="tool-match"),
]
