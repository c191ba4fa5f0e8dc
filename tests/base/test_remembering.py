"""What was worked out of a value is remembered for that very value, and for no other."""

from oscb_desktop.base.remembering import by_identity


def test_it_is_worked_out_once_for_each_object() -> None:
    asked: list[list[int]] = []

    @by_identity(10)
    def total(values: list[int]) -> int:
        asked.append(values)
        return sum(values)

    first, equal = [1, 2], [1, 2]
    assert [total(first), total(first), total(equal)] == [3, 3, 3]
    assert [held is first for held in asked] == [True, False]


def test_an_object_that_is_gone_is_not_taken_for_one_in_its_place() -> None:
    @by_identity(3)
    def first(values: list[int]) -> int:
        return values[0]

    assert [first([number]) for number in range(50)] == list(range(50))
