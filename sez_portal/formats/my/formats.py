"""Burmese: 2026 ခုနှစ်၊ နိုဝင်ဘာလ 25 ရက်၊ 14:30; 1,234.5."""

DATE_FORMAT = "Y ခုနှစ်၊ Fလ j ရက်"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y ခုနှစ်၊ Fလ j ရက်၊ H:i"
YEAR_MONTH_FORMAT = "Y ခုနှစ်၊ Fလ"
MONTH_DAY_FORMAT = "Fလ j ရက်"
SHORT_DATE_FORMAT = "j/n/Y"
SHORT_DATETIME_FORMAT = "j/n/Y H:i"
FIRST_DAY_OF_WEEK = 0  # Sunday
DATE_INPUT_FORMATS = ["%d/%m/%Y"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
COMMA = "၊ "
LIST_SEPARATOR = "၊ "
PART_SEPARATOR = "; "
