"""Sets of whole numbers as one whole number: an AND, an OR and a count are one step each."""

from collections.abc import Iterable, Iterator


def mask(numbers: Iterable[int]) -> int:
    """A whole number with these bits set."""
    numbers = list(numbers)
    if not numbers:
        return 0
    data = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        data[number // 8] |= 1 << number % 8
    return int.from_bytes(data, "little")


def numbers_in(bits: int) -> Iterator[int]:
    """The numbers whose bit is set, the smallest first."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for start, byte in enumerate(data):
        left = byte
        while left:
            low = left & -left
            yield start * 8 + low.bit_length() - 1
            left ^= low
