"""Khmer: ថ្ងៃទី 25 ខែវិច្ឆិកា ឆ្នាំ 2026, 14:30; 1,234.5.

CLDR turned the separators round since Django took them."""

DATE_FORMAT = "ថ្ងៃទី j ខែF ឆ្នាំ Y"
DATETIME_FORMAT = "ថ្ងៃទី j ខែF ឆ្នាំ Y, G:i"
YEAR_MONTH_FORMAT = "ខែF ឆ្នាំ Y"
FIRST_DAY_OF_WEEK = 0  # Sunday
DATE_INPUT_FORMATS = ["%d/%m/%Y"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
COMMA = ", "
LIST_SEPARATOR = ", "
PART_SEPARATOR = "; "
