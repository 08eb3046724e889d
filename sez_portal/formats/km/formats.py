"""Khmer: 25 វិច្ឆិកា 2026, 14:30; 1,234.5 (CLDR turned the separators round since Django's)."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, G:i"
YEAR_MONTH_FORMAT = "F Y"
FIRST_DAY_OF_WEEK = 0  # Sunday
DATE_INPUT_FORMATS = ["%d/%m/%Y"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
