"""The administration of countries and of what they offer to every zone."""

from django.contrib import admin

from countries.law_form import LawForm
from countries.models import (
    Corridor,
    CostFigure,
    Country,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    Province,
)
from countries.record import (
    CENTRE,
    CORRIDOR,
    COST_FIGURE,
    COUNTRY,
    GATEWAY,
    INCENTIVE,
    PROCEDURE,
    PROVINCE,
)
from sez_portal.records.admin import RecordAdmin
from sez_portal.records.admin.filters import OnPages, Overdue, OwnCountry
from sez_portal.records.choices import RowAct


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    """Six countries stand; their codes are what everything else hangs on."""

    record = COUNTRY
    fixed = ("iso2",)
    can_be_added = False
    list_filter = (Overdue,)


@admin.register(Corridor)
class CorridorAdmin(RecordAdmin):
    record = CORRIDOR
    list_filter = ("family", OnPages)


@admin.register(Province)
class ProvinceAdmin(RecordAdmin):
    record = PROVINCE
    focal_points_add = True
    list_filter = (OwnCountry, OnPages)


@admin.register(Gateway)
class GatewayAdmin(RecordAdmin):
    record = GATEWAY
    focal_points_add = True
    list_filter = (OwnCountry, "kind", "status", Overdue, OnPages)


@admin.register(Incentive)
class IncentiveAdmin(RecordAdmin):
    record = INCENTIVE
    focal_points_add = True
    row_acts = (RowAct.REPLACE,)
    row_forms = {RowAct.REPLACE: LawForm}
    list_filter = (OwnCountry, "category", "scope", Overdue, OnPages)


@admin.register(OneStopCentre)
class OneStopCentreAdmin(RecordAdmin):
    record = CENTRE
    focal_points_add = True


@admin.register(Procedure)
class ProcedureAdmin(RecordAdmin):
    record = PROCEDURE
    focal_points_add = True


@admin.register(CostFigure)
class CostFigureAdmin(RecordAdmin):
    record = COST_FIGURE
    focal_points_add = True
    list_filter = (OwnCountry, "item", "trust", OnPages)
