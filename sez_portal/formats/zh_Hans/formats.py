"""Chinese: Django groups no digits by threes; CLDR writes 1,234.5."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
COMMA = "，"
LIST_SEPARATOR = "、"
PART_SEPARATOR = "；"
