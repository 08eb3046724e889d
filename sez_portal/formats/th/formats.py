"""Thai: 25 พฤศจิกายน ค.ศ. 2026, 14:30; 1,234.5. Full dates say that they are of the common era."""

DATE_FORMAT = "j F ค.ศ. Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F ค.ศ. Y, H:i"
YEAR_MONTH_FORMAT = "F ค.ศ. Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j/n/Y"
SHORT_DATETIME_FORMAT = "j/n/Y, H:i"
DATE_INPUT_FORMATS = ["%d/%m/%Y"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
COMMA = ", "
LIST_SEPARATOR = ", "
PART_SEPARATOR = "; "
