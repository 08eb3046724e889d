"""What a cost figure is a figure of, what it is counted by, and how far its source is trusted."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CostItem(TextChoices):
    """Keys are stable; the order is that of the tables."""

    LAND_LEASE = "industrial_land_lease", _("Industrial land, leased for the whole term")
    LAND_BOUGHT = "industrial_land_purchase", _("Industrial land, bought")
    LAND_RENT = "industrial_land_rent", _("Industrial land, rented")
    RAW_LAND = "raw_land_purchase", _("Land outside estates, bought")
    FACTORY_RENT = "factory_rent", _("Ready-built factory, rent")
    OFFICE_RENT = "office_rent", _("Office, rent")
    MANAGEMENT_FEE = "management_fee", _("Management fee")
    BUILD_FACTORY = "construction_factory", _("Building a factory")
    BUILD_OFFICE = "construction_office", _("Building an office")
    MINIMUM_WAGE = "minimum_wage", _("Minimum wage")
    WORKER = "worker_wage", _("Pay of a worker")
    ENGINEER = "engineer_wage", _("Pay of an engineer")
    MANAGER = "manager_wage", _("Pay of a manager")
    SOCIAL = "social_security_employer", _("Social security, employer's part")
    PENSION = "social_security_pension_employer", _("Pension, employer's part")
    ACCIDENTS = "workmen_compensation_employer", _("Insurance against accidents, employer's part")
    POWER = "power_industry", _("Power for industry")
    POWER_ALL = "power_all_users", _("Power, average of all users: no price for industry")
    POWER_BASE = "power_base_fee", _("Power, charge for the demand at its peak")
    POWER_FT = "power_ft", _("Power, addition for fuel (Ft)")
    POWER_DISCOUNT = "power_discount", _("Power, discount")
    WATER = "water_industry", _("Water for industry")
    WASTE_WATER = "wastewater", _("Waste water")
    GAS = "gas", _("Gas")
    DIESEL = "diesel", _("Diesel")
    TRUCKING = "trucking", _("Lorry, by the distance")
    TRUCKING_TON = "trucking_ton", _("Lorry, by weight and distance")
    PORT = "port_handling_container", _("Handling of a container in a port")
    PORT_DOMESTIC = "port_handling_container_domestic", _("The same, traffic within the country")
    COASTAL = "coastal_freight", _("Coastal freight")
    EXPORT_BORDER = "export_border_compliance", _("Exporting: customs, checks and handling")
    EXPORT_PAPERS = "export_documents", _("Exporting: documents")
    IMPORT_PAPERS = "import_documents", _("Importing: documents")
    CORPORATE_TAX = "corporate_tax", _("Profit tax")
    VAT = "vat", _("Value added tax")
    DIVIDENDS = "withholding_dividend", _("Tax withheld of dividends")
    TREATIES = "double_tax_treaties", _("Treaties against double taxation")
    LABOUR_TAX = "labour_tax_of_profit", _("Taxes on labour of a model firm")
    TOTAL_TAX = "total_tax_of_profit", _("All taxes of a model firm")
    REGISTER = "days_to_register_company", _("Time to register a company")
    LICENCE = "days_operating_licence", _("Time to obtain an operating licence")
    LOGISTICS = "lpi_score", _("Logistics Performance Index")
    READY_EFFICIENCY = "bready_operational_efficiency", _("B-READY: operational efficiency")
    READY_RULES = "bready_regulatory_framework", _("B-READY: regulatory framework")
    READY_SERVICES = "bready_public_services", _("B-READY: public services")
    READY_ENTRY = "bready_business_entry", _("B-READY: business entry")
    READY_UTILITIES = "bready_utility_services", _("B-READY: utility services")
    READY_TRADE = "bready_international_trade", _("B-READY: international trade")


class CostMeasure(TextChoices):
    """What a figure is counted by; beside it stands the currency, where it is money."""

    M2_TERM = "m2_term", _("per m² for the whole lease")
    M2 = "m2", _("per m²")
    M2_MONTH = "m2_month", _("per m² a month")
    M2_YEAR = "m2_year", _("per m² a year")
    RAI = "rai", _("per rai (1,600 m²)")
    RAI_YEAR = "rai_year", _("per rai (1,600 m²) a year")
    ACRE = "acre", _("per acre (4,047 m²)")
    FT2_MONTH = "ft2_month", _("per square foot a month")
    DAY = "day", _("a day")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")
    KWH = "kwh", _("per kWh")
    KW_MONTH = "kw_month", _("per kW a month")
    M3 = "m3", _("per m³")
    LITRE = "litre", _("per litre")
    KM = "km", _("per km")
    TON_KM = "ton_km", _("per tonne and km")
    CONTAINER = "container", _("per container")
    SHIPMENT = "shipment", _("per shipment")
    PERCENT = "percent", _("%")
    DAYS = "days", _("days")
    POINTS = "points", _("points of 100")
    INDEX = "index", _("on a scale of 1 to 5")
    COUNT = "count", _("in number")


class CostTrust(TextChoices):
    """How good the source is; a weak one never stands alone beside a better one."""

    HIGH = "high", _("official text, or who publishes it")
    MEDIUM = "medium", _("survey, newspaper or firm that names its source")
    WEAK = "weak", _("weak: a listing, a sales page or a copy without date")


class CostState(TextChoices):
    SUPERSEDED = "superseded", _("superseded")


# What the tables show together, in their order.
GROUPS = (
    (_("Land and buildings"), CostItem.LAND_LEASE, CostItem.BUILD_OFFICE),
    (_("Labour"), CostItem.MINIMUM_WAGE, CostItem.ACCIDENTS),
    (_("Power, water, fuel"), CostItem.POWER, CostItem.DIESEL),
    (_("Transport and trade"), CostItem.TRUCKING, CostItem.IMPORT_PAPERS),
    (_("Tax"), CostItem.CORPORATE_TAX, CostItem.TOTAL_TAX),
    (_("Time and indices"), CostItem.REGISTER, CostItem.READY_TRADE),
)
