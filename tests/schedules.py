"""Schedules worked out by hand, three and more for each of the six countries.

Every example earns US$ 1,000,000 a year, so that a year at 20 per cent costs 200,000. `rates` are
years × per cent, written down from the terms in countries/seed/incentives.csv; the arithmetic
stands above each.
"""

from typing import NamedTuple


class Example(NamedTuple):
    """A project in a zone or, with two letters, anywhere in a country."""

    where: str
    lead: str
    basis: str  # the legal basis, or how it begins
    rates: str  # with the longest relief
    tax_usd: int  # of 20 years
    start: int = 2027
    sector: str = ""
    investment: int | None = None
    shortest: str = ""  # where the law gives a range
    most_usd: int | None = None


CAMBODIA = [
    # 20 % standard. Category 1: nine years free, then 25, 25, 50, 50, 75, 75 % of the tax due,
    # that is 5, 5, 10, 10, 15, 15 % of profit; five years in full are left.
    # 2 × 50,000 + 2 × 100,000 + 2 × 150,000 + 5 × 200,000 = 1,600,000.
    Example(
        "kh-phnom-penh-sez",
        "kh-loi-category-1",
        "Sub-Decree No. 139 ANKr.BK on the Implementation of the Law on Investment",
        "9×0 2×5 2×10 2×15 5×20",
        1_600_000,
    ),
    # Six years free: 600,000 in the steps + 8 × 200,000.
    Example(
        "kh-phnom-penh-sez",
        "kh-loi-category-2",
        "Sub-Decree No. 139 ANKr.BK",
        "6×0 2×5 2×10 2×15 8×20",
        2_200_000,
    ),
    # Three years free: 600,000 + 11 × 200,000.
    Example(
        "kh-manhattan",
        "kh-loi-category-3",
        "Sub-Decree No. 139 ANKr.BK",
        "3×0 2×5 2×10 2×15 11×20",
        2_800_000,
    ),
]
CHINA = [
    # 25 % standard. "The rate applies through 2030": 2027 to 2030 are four years.
    # 4 × 150,000 + 16 × 250,000.
    Example(
        "cn-anning-industrial-park",
        "cn-western-15-percent",
        "Ministry of Finance, State Taxation Administration and NDRC Announcement 2020 No. 23",
        "4×15 16×25",
        4_600_000,
    ),
    # Three years at a time: 3 × 150,000 + 17 × 250,000.
    Example(
        "CN",
        "cn-high-tech-15-percent",
        "Enterprise Income Tax Law and HNTE rules",
        "3×15 17×25",
        4_700_000,
        sector="it_digital",
    ),
    # 9 % through the western policy, hence to 2030: from 2028 three years.
    # 3 × 90,000 + 17 × 250,000.
    Example(
        "cn-guangxi-ftz-nanning",
        "cn-nanning-ftz-9-percent",
        "Supporting policies for the Nanning Area",
        "3×9 17×25",
        4_520_000,
        start=2028,
    ),
    # The same rate from 2029: two years. 2 × 150,000 + 18 × 250,000.
    Example(
        "cn-baise-pilot-zone",
        "cn-western-15-percent",
        "Ministry of Finance, State Taxation Administration and NDRC Announcement 2020 No. 23",
        "2×15 18×25",
        4_800_000,
        start=2029,
    ),
    # 9 % from 2024: five years of the Beibu Gulf policy, before the western one ends.
    # 5 × 90,000 + 15 × 250,000.
    Example(
        "cn-guangxi-ftz-nanning",
        "cn-nanning-ftz-9-percent",
        "Supporting policies for the Nanning Area",
        "5×9 15×25",
        4_200_000,
        start=2024,
    ),
]
LAO_PDR = [
    # 20 % standard. Eight years free, then 35 % of the tax is paid, which is 7 %: 12 × 70,000.
    Example(
        "la-savan-seno",
        "la-sez-profit-tax-zone2",
        "Decree on Special Economic Zones No. 188/GOL of 7 July 2018",
        "8×0 12×7",
        840_000,
    ),
    # Sixteen years free, then the same: 4 × 70,000.
    Example(
        "la-savan-seno",
        "la-sez-profit-tax-zone1",
        "Decree on Special Economic Zones No. 188/GOL of 7 July 2018",
        "16×0 4×7",
        280_000,
    ),
    # Ten years free from the first profit, 6 % after that: 10 × 60,000.
    Example(
        "la-saysettha",
        "la-saysettha-export-70",
        "Zone decree",
        "10×0 10×6",
        600_000,
        sector="electronics_electrical",
    ),
    # Three to ten years free, then 8 %: 10 × 80,000; at worst 17 × 80,000.
    Example(
        "la-phoukhyo",
        "la-phoukhyo-profit-tax-industry",
        "Zone agreement",
        "10×0 10×8",
        800_000,
        shortest="3×0 17×8",
        most_usd=1_360_000,
    ),
    # Three to ten years free, then half the national level for good: 10 × 100,000; at worst 17.
    Example(
        "la-golden-triangle",
        "la-golden-triangle-profit-tax",
        "Zone policy",
        "10×0 10×10",
        1_000_000,
        shortest="3×0 17×10",
        most_usd=1_700_000,
    ),
]
MYANMAR = [
    # 22 % standard. Free zone: seven years free, five at half. 5 × 110,000 + 8 × 220,000.
    Example(
        "mm-thilawa",
        "mm-sez-free-zone-holiday",
        "Myanmar Special Economic Zone Law, Pyidaungsu Hluttaw Law No. 1/2014",
        "7×0 5×11 8×22",
        2_310_000,
    ),
    # Promotion zone: five free, five at half. 5 × 110,000 + 10 × 220,000.
    Example(
        "mm-thilawa",
        "mm-sez-promotion-zone-holiday",
        "Myanmar Special Economic Zone Law, Pyidaungsu Hluttaw Law No. 1/2014",
        "5×0 5×11 10×22",
        2_750_000,
    ),
    # Investment law, least developed townships: seven free. 13 × 220,000.
    Example(
        "mm-hpa-an",
        "mm-mil-zone1-holiday",
        "Myanmar Investment Law, Pyidaungsu Hluttaw Law No. 40/2016",
        "7×0 13×22",
        2_860_000,
    ),
    # Developed townships: three free. 17 × 220,000.
    Example(
        "mm-mingaladon",
        "mm-mil-zone3-holiday",
        "Myanmar Investment Law, Pyidaungsu Hluttaw Law No. 40/2016",
        "3×0 17×22",
        3_740_000,
    ),
]
THAILAND = [
    # 20 % standard. Group A1 outside the border zones: eight free. 12 × 200,000.
    Example(
        "TH", "th-boi-a1", "BOI five-year investment promotion strategy", "8×0 12×20", 2_400_000
    ),
    # The same in a border zone: five years at half follow. 5 × 100,000 + 7 × 200,000.
    Example(
        "th-chiang-rai-sez",
        "th-boi-a1",
        "BOI five-year investment promotion strategy",
        "8×0 5×10 7×20",
        1_900_000,
    ),
    # Targeted industry, up to the amount invested: 1,000,000 is used up after five years of
    # 200,000; three years of the eight are paid in full, then five at half.
    # 3 × 200,000 + 5 × 100,000 + 7 × 200,000.
    Example(
        "th-chiang-rai-sez",
        "th-sez-targeted-holiday",
        "Announcement of the Board of Investment No. 19/2565",
        "5×0 3×20 5×10 7×20",
        2_500_000,
        sector="agro_processing",
        investment=1_000_000,
    ),
    # Without BOI: 10 % for ten periods. 10 × 100,000 + 10 × 200,000.
    Example(
        "th-chiang-rai-sez",
        "th-sez-revenue-10pct",
        "Royal Decree issued under the Revenue Code No. 797",
        "10×10 10×20",
        3_000_000,
    ),
    # EEC, section 59: eight free, five at half.
    Example(
        "th-amata-city-chonburi",
        "th-eec-policy-committee-8plus5",
        "Eastern Special Development Zone Act B.E. 2561 (2018), section 59",
        "8×0 5×10 7×20",
        1_900_000,
    ),
    # EEC, "up to 15 years": the least is not known, so from none to all.
    Example(
        "th-amata-city-chonburi",
        "th-eec-holiday-15",
        "Eastern Special Development Zone Act B.E. 2561 (2018)",
        "15×0 5×20",
        1_000_000,
        shortest="20×20",
        most_usd=4_000_000,
    ),
]
VIET_NAM = [
    # 20 % standard. Economic zone, licensed before 1 October 2025: 10 % for 15 years, within
    # them four free and nine at half of 10 %: 9 × 50,000 + 2 × 100,000 + 5 × 200,000.
    Example(
        "vn-chu-lai",
        "vn-ez-10-percent-15-years",
        "Law on Corporate Income Tax 2008 as amended 2013-2022; Decree 218/2013/ND-CP",
        "4×0 9×5 2×10 5×20",
        1_650_000,
        start=2025,
    ),
    # Industrial park, licensed before the same day: 4 × 100,000 + 14 × 200,000.
    Example(
        "vn-my-phuoc-3",
        "vn-ip-2-exempt-4-half",
        "Law on Corporate Income Tax 2008 as amended 2013-2022; Decree 218/2013/ND-CP",
        "2×0 4×10 14×20",
        3_200_000,
        start=2025,
    ),
    # Law of 2025, priority sector: 10 % for 15 years, within them four free and nine at half:
    # 9 × 50,000 + 2 × 100,000 + 5 × 200,000.
    Example(
        "vn-my-phuoc-3",
        "vn-cit2025-10-percent-15-years",
        "Law on Corporate Income Tax of 14 June 2025",
        "4×0 9×5 2×10 5×20",
        1_650_000,
        sector="it_digital",
    ),
    # Law of 2025, cars: 17 % for ten years, within them two free and four at half:
    # 4 × 85,000 + 4 × 170,000 + 10 × 200,000.
    Example(
        "VN",
        "vn-cit2025-17-percent-10-years",
        "Law on Corporate Income Tax of 14 June 2025",
        "2×0 4×8.5 4×17 10×20",
        3_020_000,
        sector="automotive",
    ),
    # Hai Phong, priority fields: 10 % for 30 years, four free, nine at half.
    # 9 × 50,000 + 7 × 100,000.
    Example(
        "vn-hai-phong-ftz",
        "vn-hai-phong-ftz-priority",
        "National Assembly resolution of 27 June 2025",
        "4×0 9×5 7×10",
        1_150_000,
        sector="electronics_electrical",
    ),
]
EXAMPLES = [*CAMBODIA, *CHINA, *LAO_PDR, *MYANMAR, *THAILAND, *VIET_NAM]
