"""Folding: what a reader types and what stands in the records must meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sez_portal.common.text import compact, fold
from sez_portal.common.widths import letters_in, shortened

SCRIPTS = st.text(
    st.one_of(
        st.characters(max_codepoint=0x24F),  # Latin with its accents
        st.characters(min_codepoint=0x300, max_codepoint=0x36F),  # marks on their own
        st.characters(min_codepoint=0x0E00, max_codepoint=0x109F),  # Thai, Lao, Burmese
        st.characters(min_codepoint=0x1780, max_codepoint=0x17FF),  # Khmer
        st.characters(min_codepoint=0x1E00, max_codepoint=0x206F),  # Vietnamese, punctuation
        st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Khu kinh tế Đà Nẵng", "khu kinh te da nang"),
        ("Vũng Áng", "vung ang"),
        ("Savan-Seno  SEZ", "savan seno sez"),
        ("A_b (c)", "a b c"),
        ("ສະຫວັນ-ເຊໂນ", "ສະຫວັນ ເຊໂນ"),
        ("มุกดาหาร", "มุกดาหาร"),
        ("သီလဝါ", "သီလဝါ"),
        ("ភ្នំពេញ", "ភ្នំពេញ"),
        ("磨憨", "磨憨"),
        ("zero\u200bwidth", "zerowidth"),
        (" - ", ""),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.one_of(SCRIPTS, st.text(max_size=30)))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(SCRIPTS)
def test_compact_has_no_space_and_is_what_fold_says(text):
    assert " " not in compact(text)
    assert compact(text) == "".join(fold(text).split())


def test_signs_of_one_script_are_not_those_of_another():
    assert fold("ກາ") != fold("ກ")  # a Lao vowel sign is no accent
    assert fold("กา") != fold("ก")


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Savan", 5), ("磨憨", 3.44), ("ກໍ່", 0.95), ("ក្រុង", 2.4), ("သီ", 1.35), ("", 0)],
)
def test_the_width_of_a_name_counts_what_takes_room(text, letters):
    assert round(letters_in(text), 2) == letters


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("Savan-Seno", 20, "Savan-Seno"),
        ("Savan-Seno", 6, "Savan…"),
        ("ສະຫວັນນະເຂດ", 5, "ສະຫວັ…"),  # never between a letter and its mark
        ("ព្រះសីហនុ", 3, "ព្រះ…"),
        ("磨憨磨丁", 5, "磨憨…"),
    ],
)
def test_a_name_is_never_cut_between_a_letter_and_its_marks(text, room, kept):
    assert shortened(text, room) == kept
