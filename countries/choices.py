"""Vocabularies of the region that several apps share. Keys are stable; labels are translated."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The language of the local names in each country.
LOCAL_LANGUAGE = {"KH": "km", "CN": "zh-hans", "LA": "lo", "MM": "my", "TH": "th", "VN": "vi"}
# Where the rate that is published is an official one far from the market: sums are not converted.
OFFICIAL_RATE_ONLY = frozenset({"MM"})


class Sector(TextChoices):
    AGRO_PROCESSING = "agro_processing", _("Farm produce processing")
    AUTOMOTIVE = "automotive", _("Vehicles and parts")
    BUILDING_MATERIALS = "building_materials", _("Building materials")
    CHEMICALS_PLASTICS = "chemicals_plastics", _("Chemicals and plastics")
    ELECTRONICS_ELECTRICAL = "electronics_electrical", _("Electronics")
    ENERGY_PETROCHEMICALS = "energy_petrochemicals", _("Energy and petrochemicals")
    FOOD_BEVERAGE = "food_beverage", _("Food and drink")
    FOOTWEAR = "footwear", _("Footwear")
    GARMENTS_TEXTILES = "garments_textiles", _("Garments and textiles")
    IT_DIGITAL = "it_digital", _("Digital and IT")
    LOGISTICS_WAREHOUSING = "logistics_warehousing", _("Logistics and storage")
    MACHINERY_METAL = "machinery_metal", _("Machinery and metal")
    MINING_MINERALS = "mining_minerals", _("Mining and minerals")
    PAPER_PACKAGING = "paper_packaging", _("Paper and packaging")
    PHARMACEUTICALS_MEDICAL = "pharmaceuticals_medical", _("Medicines and devices")
    RUBBER = "rubber", _("Rubber")
    SERVICES_FINANCE = "services_finance", _("Services and finance")
    TOURISM_HOSPITALITY = "tourism_hospitality", _("Tourism")
    # Translators: a sector of business: buying and selling goods.
    TRADE_WHOLESALE = "trade_wholesale", _("Trade")
    WOOD_FURNITURE = "wood_furniture", _("Wood and furniture")
    OTHER = "other", _("Other")


class ZoneType(TextChoices):
    SPECIAL_ECONOMIC_ZONE = "special_economic_zone", _("Special economic zone")
    BORDER_ECONOMIC_ZONE = "border_economic_zone", _("Border economic zone")
    COASTAL_ECONOMIC_ZONE = "coastal_economic_zone", _("Coastal economic zone")
    CROSS_BORDER_ZONE = "cross_border_zone", _("Cross-border zone")
    FREE_TRADE_ZONE = "free_trade_zone", _("Free trade zone")
    BONDED_ZONE = "bonded_zone", _("Bonded zone")
    EXPORT_PROCESSING_ZONE = "export_processing_zone", _("Export processing zone")
    ECONOMIC_TECHNOLOGICAL_DEVELOPMENT_ZONE = (
        "economic_technological_development_zone",
        _("Economic and technological development zone"),
    )
    HIGH_TECH_ZONE = "high_tech_zone", _("High-tech zone")
    INDUSTRIAL_ESTATE = "industrial_estate", _("Industrial estate")
    INDUSTRIAL_PARK = "industrial_park", _("Industrial park")
    LOGISTICS_PARK = "logistics_park", _("Logistics park")
    TOURISM_ZONE = "tourism_zone", _("Tourism zone")
    OTHER = "other", _("Other kind of zone")


class CorridorFamily(TextChoices):
    NORTH_SOUTH = "north_south", _("North-South")
    EAST_WEST = "east_west", _("East-West")
    SOUTHERN = "southern", _("Southern")
    NORTHERN = "northern", _("Northern")
    OTHER = "other", _("Another corridor")


class GatewayKind(TextChoices):
    SEAPORT = "seaport", _("Seaport")
    RIVER_PORT = "river_port", _("River port")
    DRY_PORT = "dry_port", _("Dry port")
    AIRPORT = "airport", _("Airport")
    RAIL_STATION = "rail_station", _("Rail station")
    BORDER_CROSSING = "border_crossing", _("Border crossing")


class GatewayStatus(TextChoices):
    OPEN = "open", pgettext_lazy("gateway status", "Open")
    RESTRICTED = "restricted", _("Open with restrictions")
    CLOSED = "closed", _("Closed")
    PLANNED = "planned", _("Planned")


class GatewayRank(TextChoices):
    """How much a gateway weighs for a firm of the region."""

    MAIN = "main", _("Main gateway")
    SECONDARY = "secondary", _("Second rank")
    LOCAL = "local", _("Of local weight")
    PLANNED = "planned", _("Not working yet")


class YesNo(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


# The states of a gateway, the freest first: a pair of crossings is as free as its stricter side.
STRICTNESS = ("open", "restricted", "closed", "planned")


class IncentiveScope(TextChoices):
    NATIONAL = "national", _("The whole country")
    ZONE_TYPE = "zone_type", _("Zones of a kind or an area")
    ZONE = "zone", _("Zones by name")


class IncentiveCategory(TextChoices):
    CIT_HOLIDAY = "cit_holiday", _("Profit tax holiday")
    CIT_REDUCED_RATE = "cit_reduced_rate", _("Reduced profit tax rate")
    LOSS_CARRY_FORWARD = "loss_carry_forward", _("Losses carried forward")
    ACCELERATED_DEPRECIATION = "accelerated_depreciation", _("Accelerated depreciation")
    IMPORT_DUTY_EXEMPTION = "import_duty_exemption", _("Import duty relief")
    EXPORT_DUTY_EXEMPTION = "export_duty_exemption", _("Export duty relief")
    VAT_EXEMPTION = "vat_exemption", _("Value added tax relief")
    WITHHOLDING_TAX = "withholding_tax", _("Withholding tax relief")
    PERSONAL_INCOME_TAX = "personal_income_tax", _("Personal income tax relief")
    CUSTOMS_FACILITATION = "customs_facilitation", _("Easier customs")
    LAND_LEASE = "land_lease", _("Land and lease")
    FOREIGN_OWNERSHIP = "foreign_ownership", _("Foreign ownership")
    WORK_PERMIT_VISA = "work_permit_visa", _("Visas and work permits")
    PROFIT_REPATRIATION = "profit_repatriation", _("Sending profits abroad")
    TRAINING_OR_RD = "training_or_rd", _("Training and research")
    UTILITY_OR_RENT_SUBSIDY = "utility_or_rent_subsidy", _("Help with rent or utilities")
    OTHER = "other", _("Other relief")


class Beneficiary(TextChoices):
    INVESTOR = "investor", _("Investor in a zone")
    DEVELOPER = "developer", _("Developer of a zone")
    WORKER = "worker", _("Person who works in a zone")


class Cumulation(TextChoices):
    """How an incentive holds beside the others that it names."""

    UNKNOWN = "unknown", _("Not stated")
    ALONE = "alone", _("Stands alone")
    INSTEAD = "instead", _("One or the other")
    ADDS = "adds", _("Adds to another")
    FOLLOWS = "follows", _("Follows another")
    LEADS = "leads", _("Another follows it")
    WITHIN = "within", _("Holds within the years of another")


class NewProjects(TextChoices):
    YES = "yes", _("Yes")
    DOUBTFUL = "doubtful", _("Not confirmed")
    NO = "no", _("No")


class Reach(TextChoices):
    """Where an office is competent or a procedure is followed."""

    COUNTRY = "country", _("The whole country")
    NAMED = "named", _("Only where named below")


class ForWhom(TextChoices):
    TENANT = "tenant", _("A firm in a zone")
    DEVELOPER = "developer", _("The developer of a zone")
    BACKGROUND = "background", _("Anybody who asks; it decides nothing for a zone")


class Certainty(TextChoices):
    SURE = "sure", _("Stated by its source")
    LIKELY = "likely", _("Likely, judged from its source")
    DOUBTFUL = "doubtful", _("Doubtful: ask before relying on it")


class Service(TextChoices):
    INVESTMENT_LICENCE = "investment_licence", _("Investment licence")
    COMPANY_REGISTRATION = "company_registration", _("Company registration")
    TAX_REGISTRATION = "tax_registration", _("Tax registration")
    CUSTOMS_CLEARANCE = "customs_clearance", _("Customs clearance")
    CERTIFICATE_OF_ORIGIN = "certificate_of_origin", _("Certificate of origin")
    LAND_LEASE = "land_lease", _("Land lease")
    CONSTRUCTION_PERMIT = "construction_permit", _("Construction permit")
    ENVIRONMENTAL_APPROVAL = "environmental_approval", _("Environmental approval")
    LABOUR_REGISTRATION = "labour_registration", _("Labour registration")
    WORK_PERMIT_VISA = "work_permit_visa", _("Work permit and visa")
    OTHER = "other", _("Other services")


class DayCertainty(TextChoices):
    """What stands behind the day of a public holiday."""

    NOTICE = "notice", _("Announced")
    RULE = "rule", _("By the rule of the calendar, not yet announced")
    ESTIMATED = "estimated", _("Estimated; it may move")


class RateBasis(TextChoices):
    """What a rate of exchange is the rate of."""

    ANNUAL_AVERAGE = "annual_average", _("Average of the year")
    MONTH_ENDS = "mean_of_12_month_ends", _("Mean of twelve month-ends")
    MONTH_END = "month_end", _("End of the month")
    REFERENCE = "central_bank_reference_rate", _("Reference rate of the central bank")
    DAY = "day", _("Rate of the day")
